"""The promise of the object store, whatever server stands behind it: locked on arrival, read back, compared (law 8)."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from storage.errors import Conflict, Corrupt, NotFound
from storage.records import Blob
from storage.selfcheck import Held, SelfCheck, self_check


class Keeping(ABC):
    """What is done with objects, over four verbs that a server's door supplies. All may raise StoreUnavailable."""

    def __init__(self, lock: timedelta) -> None:
        """`lock` is for how long each object is locked (COMPLIANCE) from its arrival."""
        self._lock = lock

    @abstractmethod
    def put_stream(self, stream: BinaryIO, blob: Blob, *, locked_until: datetime | None) -> Blob:
        """Send the bytes, without looking whether they arrived. Raises Corrupt when the store saw other bytes."""

    @abstractmethod
    def read(self, blob: Blob, offset: int = 0, length: int = 0) -> Generator[bytes]:
        """Pieces of an object of at most 1 MiB; `length` 0: to its end. Raises NotFound."""

    @abstractmethod
    def stat(self, blob: Blob) -> Held:
        """What the store says of the object; `version_id` None: of the newest version. Raises NotFound."""

    @abstractmethod
    def remove(self, blob: Blob) -> None:
        """Delete one version, for trials only: the product deletes nothing. Raises StoreRefused where it is locked."""

    def put(self, path: Path, key: str, *, sha256: str, media_type: str) -> Blob:
        """Store a file under an ASCII key, locked; then read it back and compare (law 8).

        A key that holds these very bytes already is answered with that object, and no second version is made.
        No key may lie under another (`a` and `a/b`): MinIO leaves the lower one out of every listing.

        Raises:
            Corrupt: the file, or what the store gave back, does not have that hash
            Conflict: the key holds other bytes
        """
        wanted = Blob(key=key, sha256=sha256, size=path.stat().st_size, media_type=media_type, version_id=None)
        if kept := self._kept(wanted):
            return kept
        with path.open("rb") as stream:
            made = self.put_stream(stream, wanted, locked_until=datetime.now(UTC) + self._lock)
        self.compare(made)
        return made

    def _kept(self, wanted: Blob) -> Blob | None:
        """The object under the key, if it is these bytes: read, not believed."""
        try:
            found = self.stat(wanted).blob
        except NotFound:
            return None
        if found.size != wanted.size or found.sha256 not in ("", wanted.sha256):  # "": restored without metadata
            raise Conflict(f"Khóa {wanted.key} trong kho đã chứa nội dung khác.")
        try:
            self.compare(replace(found, sha256=wanted.sha256))
        except Corrupt:
            return None  # spoilt in the store: a new version of the key, and the old one stays for whoever looks
        return replace(wanted, version_id=found.version_id)

    def compare(self, blob: Blob) -> None:
        """Read the object to its end. Raises Corrupt when it is not what was stored, NotFound."""
        with closing(self._checked(blob)) as pieces:
            for _ in pieces:
                pass

    def _checked(self, blob: Blob) -> Generator[bytes]:
        digest = hashlib.sha256()
        for piece in self.read(blob):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != blob.sha256:
            raise Corrupt(f"Nội dung của {blob.key} trong kho không đúng mã băm.")

    @contextmanager
    def open(self, blob: Blob, *, offset: int = 0, length: int | None = None) -> Iterator[Iterator[bytes]]:
        """The bytes from `offset` on, `length` of them (None: all), in pieces of at most 1 MiB; not compared.

        Nothing is asked of the store before the first piece, which may raise NotFound.
        """
        wanted = blob.size - offset if length is None else min(length, blob.size - offset)
        with closing(self.read(blob, offset, wanted) if wanted > 0 else _nothing()) as pieces:
            yield pieces

    def fetch(self, blob: Blob, target: Path) -> Path:
        """Bring the object to `target`, which appears whole or not at all. Raises NotFound, Corrupt."""
        part = target.with_name(f".{uuid4().hex}.part")
        try:
            with part.open("wb") as stream, closing(self._checked(blob)) as pieces:
                for piece in pieces:
                    stream.write(piece)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def locked(self, blob: Blob) -> bool:
        """Whether nobody may delete the object today: by its retention, or by a legal hold. Raises NotFound."""
        found = self.stat(blob)
        return found.on_hold or (found.locked_until is not None and found.locked_until > datetime.now(UTC))

    def self_check(self) -> SelfCheck:
        """Prove by trying that the store refuses to delete what is locked and to take other bytes than announced."""
        return self_check(self)


def _nothing() -> Generator[bytes]:
    yield from ()
