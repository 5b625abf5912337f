"""The real servers that tests talk to: built by the product's own functions, on free ports, in a folder that goes away.

Whatever ends the test run, a kill -9 included, ends them: each carries a death signal (see `service.local`).
"""

import base64
import json
import os
import secrets
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from minio import Minio
from minio.credentials.providers import StaticProvider
from minio.minioadmin import MinioAdmin

from service import local
from service.local.installation import BUCKET
from service.local.ports import choose_ports
from service.local.postgres import Postgres, find_postgres

ROOT = Path(__file__).parents[1]
MINIO_FOLDER = ROOT / ".cache" / "minio"
# What an application may do on MinIO; SeaweedFS' identities say the same in `service.local.seaweed`.
MINIO_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                *("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation"),
                *("s3:GetBucketVersioning", "s3:GetBucketObjectLockConfiguration"),
                *("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
                *("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
                *("s3:PutObjectTagging", "s3:GetObjectTagging"),
                *("s3:PutObjectRetention", "s3:GetObjectRetention"),
                *("s3:PutObjectLegalHold", "s3:GetObjectLegalHold"),
            ],
            "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
        }
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3:
    """An S3 server with a bucket made with object lock, the application's key and an administrator's."""

    name: str  # "seaweedfs" or "minio"
    endpoint: str  # HOST:PORT, plain http
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    admin_access_key: str
    admin_secret_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A running installation: PostgreSQL and SeaweedFS."""

    installation: local.Installation

    @property
    def s3(self) -> S3:
        """Its object store."""
        keys = self.installation.keys
        return S3(
            name="seaweedfs",
            endpoint=f"127.0.0.1:{self.installation.ports.s3}",
            bucket=BUCKET,
            access_key=keys.s3_app_access,
            secret_key=keys.s3_app_secret,
            admin_access_key=keys.s3_admin_access,
            admin_secret_key=keys.s3_admin_secret,
        )

    @property
    def postgres(self) -> Postgres:
        """Its database server."""
        return Postgres(installation=self.installation, binaries=find_postgres(None))

    def database_url(self, name: str) -> str:
        """The address of database `name` for the application's role."""
        return f"{local.environment(self.installation)['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def embedded_servers(folder: Path) -> Iterator[Embedded]:
    """PostgreSQL and SeaweedFS, started as `python -m service up` starts them."""
    installation = local.Installation.open(folder)
    try:
        with local.Runner(installation, local.Servers()) as runner:
            runner.start_servers()
            yield Embedded(installation=installation)
    finally:
        installation.close()


def find_minio(folder: Path = MINIO_FOLDER) -> Path | None:
    """The MinIO server that `make minio` built; None when it was not."""
    found = sorted(folder.glob("*/minio"))
    return found[-1] if found else None


@contextmanager
def minio_process(program: Path, folder: Path) -> Iterator[S3]:
    """A real MinIO with one folder, a bucket with lock and an application user with few rights."""
    port = choose_ports().s3
    server = S3(
        name="minio",
        endpoint=f"127.0.0.1:{port}",
        bucket=BUCKET,
        access_key=secrets.token_hex(10),
        secret_key=secrets.token_hex(20),
        admin_access_key=secrets.token_hex(10),
        admin_secret_key=secrets.token_hex(20),
    )
    process = subprocess.Popen(
        [
            *("setpriv", "--pdeathsig", "KILL", "--", str(program), "server", str(folder / "data"), "--quiet"),
            *("--address", server.endpoint),
        ],
        env={**os.environ, **_minio_environment(server)},
        stdout=(folder / "minio.log").open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait_for_minio(server, process)
        _make_application_user(server, folder)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _minio_environment(server: S3) -> dict[str, str]:
    return {
        "MINIO_ROOT_USER": server.admin_access_key,
        "MINIO_ROOT_PASSWORD": server.admin_secret_key,
        "MINIO_UPDATE": "off",
        "MINIO_BROWSER": "off",
        "MINIO_KMS_SECRET_KEY": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "GOMEMLIMIT": "400MiB",
    }


def _wait_for_minio(server: S3, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://{server.endpoint}/minio/health/ready", timeout=5).close()
        except OSError:
            assert process.poll() is None, "MinIO ended at once; see minio.log"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("MinIO was not ready after 30 s")


def _make_application_user(server: S3, folder: Path) -> None:
    admin = (server.admin_access_key, server.admin_secret_key)
    Minio(server.endpoint, *admin, secure=False, region="us-east-1").make_bucket(server.bucket, object_lock=True)
    policy = folder / "policy.json"
    policy.write_text(json.dumps(MINIO_POLICY))
    console = MinioAdmin(endpoint=server.endpoint, credentials=StaticProvider(*admin), secure=False)
    console.policy_add("app", str(policy))
    console.user_add(server.access_key, server.secret_key)
    console.policy_set("app", user=server.access_key)
