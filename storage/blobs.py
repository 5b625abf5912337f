"""The door to the object store (S3): bytes go in once, locked and read back, and are never changed."""

import base64
import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import BinaryIO, Final

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import MinioException, S3Error
from minio.retention import Retention

from storage.errors import Corrupt, NotFound, StorageError, StoreRefused, StoreUnavailable
from storage.keeping import Keeping
from storage.records import Blob
from storage.selfcheck import Held, tiny

_CHUNK: Final = 1 << 20
_WHOLE: Final = 64 << 20
_PART: Final = 16 << 20
_REGION: Final = "us-east-1"  # named, so that the client need not ask; a server of one's own ignores it
_GONE: Final = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchObject", "ResourceNotFound"})
_NOT_THOSE_BYTES: Final = frozenset({"BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"})
_NO_LOCK: Final = frozenset({"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"})
_OWN: Final = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """Where the object store is, and the application's key to it."""

    endpoint: str  # HOST:PORT
    access_key: str
    secret_key: str = field(repr=False)
    bucket: str
    secure: bool  # https


class Blobs(Keeping):
    """The objects of one bucket. Every method may raise StoreUnavailable."""

    def __init__(self, address: StoreAddress, *, lock_days: int = 730, whole_up_to: int = _WHOLE) -> None:
        """Nothing is connected yet. Each object is locked (COMPLIANCE) for `lock_days` from its arrival.

        A file of at most `whole_up_to` bytes is sent in one PUT, which carries its checksum to the server but is held
        in memory whole; a larger one goes in parts, without it. Reading back compares the whole in either case.
        """
        super().__init__(timedelta(days=lock_days))
        self._whole_up_to = whole_up_to
        self._bucket = address.bucket
        self._pools = (_pool(read_seconds=60, tries=2), _pool(read_seconds=5, tries=0))
        self._client, self._hurried = (_client(address, pool) for pool in self._pools)
        self._pings_stay = False  # whether the bucket keeps what a ping leaves

    def close(self) -> None:
        """Close the connections: a server that stops may wait for idle ones. The next call would open new ones."""
        for pool in self._pools:
            pool.clear()

    def put_stream(self, stream: BinaryIO, blob: Blob, *, locked_until: datetime | None) -> Blob:
        """Send the bytes, without looking whether they arrived. Raises Corrupt when the store saw other bytes."""
        whole = blob.size <= self._whole_up_to
        metadata: dict[str, str | list[str] | tuple[str]] = {"x-amz-meta-sha256": blob.sha256}
        if whole:  # SeaweedFS 4.48 believes the signed hash of a body without looking; this one it checks
            metadata["x-amz-checksum-sha256"] = base64.b64encode(bytes.fromhex(blob.sha256)).decode()
        with _failures_told(blob.key):
            written = self._client.put_object(
                self._bucket,
                blob.key,
                stream,
                blob.size,
                content_type=blob.media_type,
                metadata=metadata,
                part_size=max(_PART, blob.size) if whole else _PART,
                num_parallel_uploads=1,
                retention=Retention(COMPLIANCE, locked_until) if locked_until else None,
            )
        return replace(blob, version_id=written.version_id)

    def read(self, blob: Blob, offset: int = 0, length: int = 0) -> Generator[bytes]:
        """Pieces of an object; `length` 0: to its end."""
        with _failures_told(blob.key):
            response = self._client.get_object(
                self._bucket, blob.key, offset=offset, length=length, version_id=blob.version_id
            )
            try:
                yield from response.stream(_CHUNK)
            finally:
                response.close()
                response.release_conn()

    def stat(self, blob: Blob) -> Held:
        """What the store says of the object; `version_id` None: of the newest version. Raises NotFound."""
        with _failures_told(blob.key):
            found = self._client.stat_object(self._bucket, blob.key, version_id=blob.version_id)
        told = {name.lower(): str(value) for name, value in (found.metadata or {}).items()}
        until = told.get("x-amz-object-lock-retain-until-date")
        strict = told.get("x-amz-object-lock-mode") == COMPLIANCE
        return Held(
            blob=Blob(
                key=blob.key,
                sha256=told.get("x-amz-meta-sha256", ""),
                size=found.size or 0,
                media_type=found.content_type or blob.media_type,
                version_id=found.version_id or None,
            ),
            locked_until=datetime.fromisoformat(until) if until and strict else None,
            on_hold=told.get("x-amz-object-lock-legal-hold") == "ON",
        )

    def hold(self, blob: Blob) -> None:
        """Put the archive's legal hold on the object; a second time changes nothing. Raises NotFound."""
        if self.stat(blob).on_hold:  # asked first: SeaweedFS answers 500 for an object that is not there
            return
        with _failures_told(blob.key):
            self._client.enable_object_legal_hold(self._bucket, blob.key, version_id=blob.version_id)

    def remove(self, blob: Blob) -> None:
        """Delete one version, for trials only: the product deletes nothing. Raises StoreRefused where it is locked."""
        with _failures_told(blob.key):
            self._client.remove_object(self._bucket, blob.key, version_id=blob.version_id)

    def list_keys(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix`, in order."""
        with _failures_told(prefix):
            for found in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                yield str(found.object_name)

    def ping(self) -> None:
        """Raises StoreUnavailable unless the store takes a put now: it answers health checks before it does."""
        blob = tiny("ping", b"ping")
        with _failures_told(blob.key):
            if not self._pings_stay:
                made = self._hurried.put_object(self._bucket, blob.key, io.BytesIO(b"ping"), blob.size)
                self._pings_stay = not self._gone(blob.key, made.version_id)
            else:
                self._hurried.stat_object(self._bucket, blob.key)

    def _gone(self, key: str, version_id: str | None) -> bool:
        """Remove a ping. False where a retention of the bucket's own keeps it: many would pile up."""
        try:
            self._hurried.remove_object(self._bucket, key, version_id=version_id)
        except S3Error:
            return False
        return True

    def ensure_bucket(self) -> None:
        """Make the bucket with object lock where it is missing; otherwise see that its lock is on.

        A key that may not ask is believed: `self_check` proves the lock by trying it.
        Raises StoreRefused with what an administrator must do.
        """
        with _failures_told(self._bucket):
            if self._is_there():
                self._see_lock()
            else:
                self._make()

    def _is_there(self) -> bool:
        try:
            return self._client.bucket_exists(self._bucket)
        except S3Error as error:
            if error.code != "AccessDenied":
                raise
            return True

    def _make(self) -> None:
        try:
            self._client.make_bucket(self._bucket, object_lock=True)
        except S3Error as error:
            if error.code not in _OWN:
                hint = "quản trị kho hãy tạo thùng này với object lock"
                raise StoreRefused(f"Kho không có thùng {self._bucket}; {hint}.") from error

    def _see_lock(self) -> None:
        try:
            self._client.get_object_lock_config(self._bucket)
        except S3Error as error:
            if error.code in _NO_LOCK:
                raise StoreRefused(f"Thùng {self._bucket} chưa bật object lock: không thể khóa hồ sơ.") from error
            if error.code != "AccessDenied":
                raise


def _pool(*, read_seconds: int, tries: int) -> urllib3.PoolManager:
    # The SDK's own defaults wait for minutes (minio-py#1226): a spoilt block answers 503 again and again.
    retries = urllib3.Retry(total=tries, backoff_factor=0.2, status_forcelist=(502, 503, 504), raise_on_status=False)
    timeout = urllib3.Timeout(connect=min(5, read_seconds), read=read_seconds)
    return urllib3.PoolManager(timeout=timeout, retries=retries, maxsize=10)


def _client(address: StoreAddress, pool: urllib3.PoolManager) -> Minio:
    return Minio(
        address.endpoint,
        address.access_key,
        address.secret_key,
        secure=address.secure,
        region=_REGION,
        http_client=pool,
    )


@contextmanager
def _failures_told(what: str) -> Iterator[None]:
    """Turn the failures of the SDK, the server and the network into ours."""
    try:
        yield
    except S3Error as error:
        raise _told(error, what) from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise StoreUnavailable("Kho lưu trữ không trả lời, xin thử lại sau.") from error


def _told(error: S3Error, what: str) -> StorageError:
    if error.code in _GONE:
        return NotFound(f"Kho không có {what}.")
    if error.code in _NOT_THOSE_BYTES:
        return Corrupt(f"Kho nhận {what} với nội dung không đúng mã băm.")
    if error.response.status >= 500:
        return StoreUnavailable("Kho lưu trữ đang có lỗi, xin thử lại sau.")
    return StoreRefused(f"Kho lưu trữ từ chối {what} ({error.code}).")
