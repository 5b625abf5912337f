"""The embedded object store: SeaweedFS' `weed mini`, an S3 server with object lock, for this machine only."""

import http.client
import json
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from service.local.errors import ProgramMissing, ServerFailed
from service.local.installation import BUCKET, Installation
from service.local.ports import LOOPBACK
from service.local.private import make_folder, write_private
from service.local.s3_request import Endpoint, request
from service.local.server import Program

PROBE = "san-sang"  # a bucket of its own, without lock: the readiness put leaves one small object, replaced each time
ON_BUCKET = [
    *("Read", "Write", "List", "Tagging"),
    *("PutObjectRetention", "GetObjectRetention", "PutObjectLegalHold", "GetObjectLegalHold"),
]
# Loopback, no telemetry (it is on by default), no web consoles, no second way to change rights, no bucket by mistake.
FLAGS = (
    f"-ip={LOOPBACK} -ip.bind={LOOPBACK} -filer.localSocket=filer.sock -s3.localSocket=s3.sock -s3.iam=false "
    "-s3.autoCreateBucket=false -s3.allowDeleteBucketNotEmpty=false -s3.port.iceberg=0 -s3.port.lance=0 -webdav=false "
    "-admin.ui=false -master.telemetry=false -volume.preStopSeconds=0"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seaweed:
    """The object store of one installation."""

    installation: Installation
    weed: Path
    name: str = "s3"

    def program(self) -> Program:
        """How the supervisor runs it: its sockets are relative to the folder it starts in, whose path may be long."""
        ports, data_dir = self.installation.ports, self.installation.data_dir
        numbers = {"master": ports.master, "volume": ports.volume, "filer": ports.filer, "s3": ports.s3}
        return Program(
            name=self.name,
            command=[
                *(str(self.weed), "-logtostderr=true", "mini", f"-dir={data_dir / 's3'}", *FLAGS),
                *(f"-{part}.port={port}" for part, port in {**numbers, "admin": ports.admin}.items()),
                f"-s3.config={self.installation.run_dir / 's3.json'}",
            ],
            environment=self._secrets(),
            stop_seconds=30,
            death_signal="TERM",
            directory=self.installation.run_dir,
        )

    def prepare(self) -> None:
        """Write who may do what. Without this file the endpoint would let everybody read and write."""
        make_folder(self.installation.data_dir / "s3")
        write_private(self.installation.run_dir / "s3.json", json.dumps(self._identities(), indent=2))

    def ready(self) -> bool:
        """Whether an object can be written: after a crash it says that it is healthy up to 5 s before that."""
        try:
            request(self._admin(), "PUT", f"/{PROBE}")  # 409 when it exists
            return request(self._admin(), "PUT", f"/{PROBE}/1", b"1")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def bootstrap(self) -> None:
        """Make the bucket, with object lock from its first moment, and sync every object to disk before the answer."""
        status, answer = request(
            self._admin(), "PUT", f"/{BUCKET}", headers={"x-amz-bucket-object-lock-enabled": "true"}
        )
        if status not in (200, 409):
            raise ServerFailed(f"Kho đối tượng không tạo được ngăn {BUCKET}: {answer[:300]}. / Bucket not made.")
        if "<ObjectLockEnabled>Enabled<" not in request(self._admin(), "GET", f"/{BUCKET}?object-lock")[1]:
            raise ServerFailed(f"Ngăn {BUCKET} không có khóa đối tượng. / The bucket has no object lock.")
        self._sync_every_write()

    def _sync_every_write(self) -> None:
        # By default no fsync at all (seen with strace); with it 1 MB takes 15 ms instead of 13.
        ports = self.installation.ports
        done = subprocess.run(
            [str(self.weed), "shell", f"-master={LOOPBACK}:{ports.master}", f"-filer={LOOPBACK}:{ports.filer}"],
            input="fs.configure -locationPrefix=/buckets/ -fsync -apply\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=self.installation.run_dir,
        )
        if done.returncode != 0 or not re.search(r'"/buckets/"[^}]*"fsync":\s*true', done.stdout):
            raise ServerFailed(f"Không bật được fsync: {(done.stdout + done.stderr)[-300:]}. / fsync not set.")

    def _admin(self) -> Endpoint:
        keys, port = self.installation.keys, self.installation.ports.s3
        return Endpoint(host=f"{LOOPBACK}:{port}", access_key=keys.s3_admin_access, secret_key=keys.s3_admin_secret)

    def _secrets(self) -> dict[str, str]:
        keys = self.installation.keys
        jwt = ["SIGNING", "SIGNING_READ", "FILER_SIGNING", "FILER_SIGNING_READ"]
        return {
            "GOMEMLIMIT": "300MiB",  # without it 891 MB after a few thousand uploads
            "WEED_S3_SSE_KEK": keys.s3_encryption,
            "WEED_S3_SSE_KEK_PASSPHRASE": keys.s3_encryption_passphrase,
            **{f"WEED_JWT_{part}_KEY": f"{keys.s3_jwt}{part}" for part in jwt},
        }

    def _identities(self) -> dict[str, object]:
        keys = self.installation.keys
        admin = ["Admin", "Read", "Write", "List", "Tagging"]
        app = [f"{action}:{BUCKET}" for action in ON_BUCKET]
        return {
            "identities": [
                _identity("admin", keys.s3_admin_access, keys.s3_admin_secret, admin),
                _identity("app", keys.s3_app_access, keys.s3_app_secret, app),
            ]
        }


def find_weed(chosen: Path | None) -> Path:
    """SeaweedFS' program: the chosen one, else the wheel's beside this Python, else the one on the path."""
    places = [chosen] if chosen else [Path(sysconfig.get_path("scripts")) / "weed", Path(shutil.which("weed") or "-")]
    for path in places:
        if path.is_file():
            return path
    raise ProgramMissing(
        f"Không tìm thấy chương trình weed (SeaweedFS){f' ở {chosen}' if chosen else ''}. Chạy `make setup`, "
        "hoặc đặt S3_ENDPOINT tới máy chủ có sẵn. / SeaweedFS not found."
    )


def _identity(name: str, access: str, secret: str, actions: list[str]) -> dict[str, object]:
    return {"name": name, "credentials": [{"accessKey": access, "secretKey": secret}], "actions": actions}
