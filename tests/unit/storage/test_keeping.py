"""The store's promise over a store that breaks it: what servers that can be had do not do on their own."""

import hashlib
import io
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from storage import Blob, Corrupt, NotFound, StoreRefused
from storage.keeping import Keeping
from storage.selfcheck import Held

CONTENT = b"the paper"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Memory(Keeping):
    """A store in a dictionary, which may lose a bit, ignore checksums, or ignore its locks."""

    def __init__(self, *, spoils: bool = False, checks: bool = True, locks: bool = True) -> None:
        super().__init__(timedelta(days=1))
        self.spoils, self.checks, self.locks = spoils, checks, locks
        self.kept: dict[str, tuple[Blob, bytes, datetime | None]] = {}
        self.puts = 0

    def put_stream(self, stream: BinaryIO, blob: Blob, *, locked_until: datetime | None) -> Blob:
        content = stream.read()
        if self.checks and hashlib.sha256(content).hexdigest() != blob.sha256:
            raise Corrupt
        self.puts += 1
        self.kept[blob.key] = (blob, b"X" + content[1:] if self.spoils else content, locked_until)
        return blob

    def read(self, blob: Blob, offset: int = 0, length: int = 0) -> Generator[bytes]:
        self.stat(blob)
        content = self.kept[blob.key][1][offset:]
        yield content[:length] if length else content

    def stat(self, blob: Blob) -> Held:
        if blob.key not in self.kept:
            raise NotFound
        kept, _, until = self.kept[blob.key]
        return Held(blob=kept, locked_until=until, on_hold=False)

    def remove(self, blob: Blob) -> None:
        if self.locks and self.kept[blob.key][2]:
            raise StoreRefused
        del self.kept[blob.key]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(CONTENT)
    return path


def test_a_put_is_read_back_and_a_lost_bit_is_told(paper: Path) -> None:
    with pytest.raises(Corrupt):
        Memory(spoils=True).put(paper, "a", sha256=DIGEST, media_type="x")


def test_an_object_spoilt_since_is_put_again(paper: Path) -> None:
    store = Memory(spoils=True)
    with pytest.raises(Corrupt):
        store.put(paper, "a", sha256=DIGEST, media_type="x")
    store.spoils = False
    blob = store.put(paper, "a", sha256=DIGEST, media_type="x")
    assert store.puts == 2
    assert store.put(paper, "a", sha256=DIGEST, media_type="x") == blob
    assert store.puts == 2


def test_every_put_asks_for_a_lock(paper: Path) -> None:
    store = Memory()
    assert store.locked(store.put(paper, "a", sha256=DIGEST, media_type="x"))
    store.kept["a"] = (*store.kept["a"][:2], datetime.now(UTC) - timedelta(seconds=1))
    assert not store.locked(store.kept["a"][0])


def test_a_fetch_leaves_an_older_file_alone_when_the_store_is_wrong(paper: Path, tmp_path: Path) -> None:
    store = Memory()
    blob = store.put(paper, "a", sha256=DIGEST, media_type="x")
    store.kept["a"] = (blob, b"spoilt..!", None)
    target = tmp_path / "target"
    target.write_bytes(b"older")
    with pytest.raises(Corrupt):
        store.fetch(blob, target)
    assert target.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper", "target"]


def test_the_self_check_finds_a_store_that_keeps_its_promises() -> None:
    store = Memory()
    assert store.self_check().problems == ()
    assert store.self_check().problems == ()
    assert list(store.kept) == ["selfcheck/locked"]
    assert store.puts == 1


def test_the_self_check_finds_a_store_that_deletes_what_is_locked() -> None:
    found = Memory(locks=False).self_check()
    assert (found.refuses_locked_delete, found.refuses_wrong_checksum) == (False, True)
    assert len(found.problems) == 1


def test_the_self_check_finds_a_store_that_takes_other_bytes_than_announced() -> None:
    store = Memory(checks=False)
    found = store.self_check()
    assert (found.refuses_locked_delete, found.refuses_wrong_checksum) == (True, False)
    assert "selfcheck/wrong" not in store.kept


def test_an_outdated_lock_of_the_trial_is_renewed() -> None:
    store = Memory()
    store.self_check()
    blob, content, _ = store.kept["selfcheck/locked"]
    store.kept["selfcheck/locked"] = (blob, content, datetime.now(UTC) + timedelta(seconds=5))
    assert store.self_check().problems == ()
    assert store.puts == 2
    assert store.put_stream(io.BytesIO(b"locked"), blob, locked_until=None)
