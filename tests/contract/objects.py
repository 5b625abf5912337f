"""Builders for objects in a store."""

import hashlib
import secrets
from pathlib import Path

from minio import Minio

from storage import Blob, Blobs, StoreAddress
from tests.servers import S3

MEGABYTE = 1 << 20


def address(server: S3, **other: str) -> StoreAddress:
    values = {
        "endpoint": server.endpoint,
        "access_key": server.access_key,
        "secret_key": server.secret_key,
        "bucket": server.bucket,
        **other,
    }
    return StoreAddress(secure=False, **values)


def a_file(tmp_path: Path, content: bytes) -> tuple[Path, str]:
    path = tmp_path / secrets.token_hex(8)
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def put(blobs: Blobs, tmp_path: Path, key: str, content: bytes = b"%PDF-1.7 paper") -> Blob:
    path, digest = a_file(tmp_path, content)
    return blobs.put(path, key, sha256=digest, media_type="application/pdf")


def versions(admin: Minio, server: S3, key: str) -> list[str | None]:
    return [found.version_id for found in admin.list_objects(server.bucket, prefix=key, include_version=True)]
