"""Objects, in one suite for every store: SeaweedFS as an installation has it, and a real MinIO."""

import hashlib
import io
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from minio import Minio
from minio.error import S3Error

from storage import Blob, Blobs, Conflict, Corrupt, NotFound, StoreRefused
from tests.contract.objects import MEGABYTE, a_file, address, put, versions
from tests.servers import S3


def test_what_is_put_is_fetched_again(blobs: Blobs, tmp_path: Path, key: str) -> None:
    content = secrets.token_bytes(3 * MEGABYTE + 7)
    blob = put(blobs, tmp_path, key, content)
    assert (blob.key, blob.size, blob.media_type) == (key, len(content), "application/pdf")
    assert blob.version_id
    assert blobs.fetch(blob, tmp_path / "back.pdf").read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith(".part")) == []


def test_an_empty_file_is_kept_too(blobs: Blobs, tmp_path: Path, key: str) -> None:
    blob = put(blobs, tmp_path, key, b"")
    assert blobs.fetch(blob, tmp_path / "back").read_bytes() == b""
    with blobs.open(blob) as pieces:
        assert list(pieces) == []


def test_putting_the_same_bytes_again_makes_no_second_version(
    blobs: Blobs, admin: Minio, server: S3, tmp_path: Path, key: str
) -> None:
    first = put(blobs, tmp_path, key)
    assert put(blobs, tmp_path, key) == first
    assert versions(admin, server, key) == [first.version_id]


def test_a_key_never_changes_its_bytes(blobs: Blobs, tmp_path: Path, key: str) -> None:
    first = put(blobs, tmp_path, key)
    with pytest.raises(Conflict):
        put(blobs, tmp_path, key, b"other bytes!!!")
    assert blobs.fetch(first, tmp_path / "back").read_bytes() == b"%PDF-1.7 paper"


def test_a_file_that_is_not_what_was_announced_is_refused(blobs: Blobs, tmp_path: Path, key: str) -> None:
    path, _ = a_file(tmp_path, b"changed on the way")
    with pytest.raises(Corrupt):
        blobs.put(path, key, sha256=hashlib.sha256(b"as it was hashed").hexdigest(), media_type="application/pdf")


def test_every_object_is_locked_from_its_arrival_and_nobody_deletes_it(
    blobs: Blobs, admin: Minio, server: S3, tmp_path: Path, key: str
) -> None:
    blob = put(blobs, tmp_path, key)
    assert blobs.locked(blob)
    retention = admin.get_object_retention(server.bucket, key, version_id=blob.version_id)
    assert retention is not None
    assert retention.mode == "COMPLIANCE"
    assert abs(retention.retain_until_date - datetime.now(UTC) - timedelta(days=2)) < timedelta(minutes=5)
    with pytest.raises(S3Error):
        admin.remove_object(server.bucket, key, version_id=blob.version_id)
    with pytest.raises(StoreRefused):
        blobs.remove(blob)
    assert blobs.fetch(blob, tmp_path / "back").read_bytes() == b"%PDF-1.7 paper"


def test_an_object_without_a_lock_is_told_from_one_with(blobs: Blobs, admin: Minio, server: S3, key: str) -> None:
    made = admin.put_object(server.bucket, key, io.BytesIO(b"x"), 1)
    free = Blob(key=key, sha256="", size=1, media_type="", version_id=made.version_id)
    assert not blobs.locked(free)
    blobs.hold(free)
    blobs.hold(free)
    assert blobs.locked(free)
    with pytest.raises(StoreRefused):
        blobs.remove(free)
    admin.disable_object_legal_hold(server.bucket, key, version_id=made.version_id)
    assert not blobs.locked(free)
    blobs.remove(free)
    with pytest.raises(NotFound):
        blobs.locked(free)


@pytest.mark.parametrize(("offset", "length"), [(0, None), (5, None), (1, 10), (MEGABYTE, MEGABYTE), (2_500_000, 9**9)])
def test_a_piece_of_an_object_is_read_in_small_pieces(
    blobs: Blobs, tmp_path: Path, key: str, offset: int, length: int | None
) -> None:
    content = secrets.token_bytes(2_500_001)
    blob = put(blobs, tmp_path, key, content)
    with blobs.open(blob, offset=offset, length=length) as pieces:
        got = list(pieces)
    assert b"".join(got) == content[offset:][:length]
    assert max(map(len, got)) <= MEGABYTE


def test_reading_may_stop_early_and_another_may_begin(blobs: Blobs, tmp_path: Path, key: str) -> None:
    blob = put(blobs, tmp_path, key, secrets.token_bytes(4 * MEGABYTE))
    for _ in range(15):  # more than the pool has connections
        with blobs.open(blob) as pieces:
            assert next(pieces)


def test_nothing_lies_beyond_the_end(blobs: Blobs, tmp_path: Path, key: str) -> None:
    blob = put(blobs, tmp_path, key)
    with blobs.open(blob, offset=99) as pieces:
        assert list(pieces) == []


def test_a_missing_object_is_not_found(blobs: Blobs, tmp_path: Path) -> None:
    missing = Blob(key="blobs/none.pdf", sha256="0" * 64, size=5, media_type="application/pdf", version_id=None)
    with pytest.raises(NotFound):
        blobs.fetch(missing, tmp_path / "back")
    with pytest.raises(NotFound), blobs.open(missing) as pieces:
        next(pieces)
    with pytest.raises(NotFound):
        blobs.locked(missing)
    with pytest.raises(NotFound):
        blobs.hold(missing)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_changed_in_the_store_are_told(
    blobs: Blobs, admin: Minio, server: S3, tmp_path: Path, key: str
) -> None:
    sound = hashlib.sha256(b"sound").hexdigest()
    made = admin.put_object(server.bucket, key, io.BytesIO(b"spoil"), 5, metadata={"x-amz-meta-sha256": sound})
    spoilt = Blob(key=key, sha256=sound, size=5, media_type="", version_id=made.version_id)
    with pytest.raises(Corrupt):
        blobs.fetch(spoilt, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    healed = put(blobs, tmp_path, key, b"sound")  # a put does not believe what the store says of the old ones
    assert healed.version_id != made.version_id
    assert blobs.fetch(healed, tmp_path / "back").read_bytes() == b"sound"


def test_the_older_version_of_a_key_stays_readable(
    blobs: Blobs, admin: Minio, server: S3, tmp_path: Path, key: str
) -> None:
    blob = put(blobs, tmp_path, key)
    admin.put_object(server.bucket, key, io.BytesIO(b"over"), 4)
    admin.remove_object(server.bucket, key)  # a delete marker
    assert blobs.fetch(blob, tmp_path / "back").read_bytes() == b"%PDF-1.7 paper"


def test_a_large_file_goes_in_parts_and_is_locked_all_the_same(server: S3, tmp_path: Path, key: str) -> None:
    # SeaweedFS 4.48 takes 30 s to stop once it was given 60 MB at once: the limit is lowered, not the file enlarged.
    frugal = Blobs(address(server), lock_days=2, whole_up_to=MEGABYTE)
    piece = secrets.token_bytes(MEGABYTE)
    blob = put(frugal, tmp_path, key, piece * 17)
    assert frugal.locked(blob)
    with frugal.open(blob, offset=16 * MEGABYTE, length=MEGABYTE) as pieces:
        assert b"".join(pieces) == piece
    frugal.close()


def test_keys_are_listed_in_order(blobs: Blobs, tmp_path: Path) -> None:
    folder = f"blobs/{secrets.token_hex(8)}"
    for name in ("b", "a", "c"):
        put(blobs, tmp_path, f"{folder}/{name}.pdf")
    assert list(blobs.list_keys(f"{folder}/")) == [f"{folder}/{name}.pdf" for name in "abc"]
