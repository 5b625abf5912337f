"""Does the object store keep its promises? Not asked: tried, on tiny objects of our own."""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Final, Protocol

from storage.errors import Corrupt, NotFound, StoreRefused
from storage.records import Blob

TRIALS: Final = "selfcheck"  # the folder of keys that trials use
_LOCK: Final = timedelta(days=1)
_LOCKED, _ANNOUNCED, _SENT = b"locked", b"announced", b"different"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """What the trials showed; `problems` are sentences for an administrator."""

    refuses_locked_delete: bool
    refuses_wrong_checksum: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the store says of one version of a key, without its bytes."""

    blob: Blob
    locked_until: datetime | None  # COMPLIANCE retention; None: none
    on_hold: bool


class Store(Protocol):
    """What the trials need of a store."""

    def put_stream(self, stream: BinaryIO, blob: Blob, *, locked_until: datetime | None) -> Blob:
        """See storage.blobs.Blobs, as for the others."""

    def stat(self, blob: Blob) -> Held: ...

    def compare(self, blob: Blob) -> None: ...

    def remove(self, blob: Blob) -> None: ...


def self_check(store: Store) -> SelfCheck:
    """Run both trials. Raises StoreUnavailable when the store does not answer at all."""
    keeps, refuses = _refuses_locked_delete(store), _refuses_wrong_checksum(store)
    problems = []
    if not keeps:
        problems.append("Kho lưu trữ không giữ khóa: bản đã khóa vẫn bị xóa được.")
    if not refuses:
        problems.append("Kho lưu trữ không kiểm mã băm khi nhận; hệ thống vẫn đọc lại để so.")
    return SelfCheck(refuses_locked_delete=keeps, refuses_wrong_checksum=refuses, problems=tuple(problems))


def tiny(name: str, content: bytes) -> Blob:
    """A trial's object, not yet stored."""
    digest = hashlib.sha256(content).hexdigest()
    return Blob(key=f"{TRIALS}/{name}", sha256=digest, size=len(content), media_type="text/plain", version_id=None)


def _refuses_locked_delete(store: Store) -> bool:
    """Try to delete a locked version: the one of the last trial, while its lock lasts, so that they do not pile up."""
    try:
        blob = _locked_object(store)
    except StoreRefused:
        return False  # it takes no locked object at all
    try:
        store.remove(blob)
    except StoreRefused:
        pass  # as it should; some servers say AccessDenied, some InvalidRequest, so look whether it is still there
    except NotFound:
        return False
    return _still_there(store, blob)


def _locked_object(store: Store) -> Blob:
    wanted = tiny("locked", _LOCKED)
    now = datetime.now(UTC)
    try:
        found = store.stat(wanted)
    except NotFound:
        return store.put_stream(io.BytesIO(_LOCKED), wanted, locked_until=now + _LOCK)
    if found.locked_until and found.locked_until > now + timedelta(minutes=1):
        return found.blob
    made = store.put_stream(io.BytesIO(_LOCKED), wanted, locked_until=now + _LOCK)
    _remove_if_possible(store, found.blob)
    return made


def _still_there(store: Store, blob: Blob) -> bool:
    try:
        store.compare(blob)
    except (NotFound, Corrupt):
        return False
    return True


def _refuses_wrong_checksum(store: Store) -> bool:
    """Announce the hash of other bytes of the same length than are sent."""
    announced = tiny("wrong", _ANNOUNCED)
    try:
        made = store.put_stream(io.BytesIO(_SENT), announced, locked_until=None)
    except (Corrupt, StoreRefused):
        return True
    _remove_if_possible(store, made)
    return False


def _remove_if_possible(store: Store, blob: Blob) -> None:
    try:
        store.remove(blob)
    except (StoreRefused, NotFound):
        return  # a retention of the bucket's own keeps it until its day
