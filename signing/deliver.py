"""A finished file or none: work on a copy beside the target, check it, then put it in place in one step."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import Any

from signing.embed import Prepared
from signing.pdf import CHUNK


@contextmanager
def replacing(source: Path, target: Path) -> Iterator[Path]:
    """Yield a copy of `source` beside `target`; at the end of the block it takes target's place, durably.

    When the block fails, the copy is removed, target is as it was and source was never touched. The two may be the same
    file. Raises OSError when disk or folder do not allow it.
    """
    handle, name = tempfile.mkstemp(prefix=".ky-", suffix=".tmp", dir=target.parent)
    os.close(handle)
    copy = Path(name)
    try:
        shutil.copyfile(source, copy)
        shutil.copymode(source, copy)
        yield copy
        _sync(copy)
        copy.replace(target)
        _sync(target.parent)
    finally:
        copy.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_written(source: Path, written: Path, prepared: Prepared, cms: bytes) -> None:
    """Read back what was written: the old bytes first and unchanged, the CMS in its room, the digest still true.

    Raises OSError (EIO): a disk that does not give back what it was given.
    """
    total = sha256()
    with source.open("rb", buffering=0) as old, written.open("rb", buffering=0) as new:
        _compare(old, new, total, written)
        _feed(new, total, prepared.start)
        room = new.read(prepared.end - prepared.start)
        if room[:1] + room[-1:] != b"<>" or not bytes.fromhex(room[1:-1].decode("ascii")).startswith(cms):
            raise OSError(errno.EIO, "the signature is not in its room", str(written))
        _feed(new, total, new.seek(0, os.SEEK_END), prepared.end)
    if total.digest() != prepared.digest:
        raise OSError(errno.EIO, "the digest changed while signing", str(written))


def _compare(old: FileIO, new: FileIO, total: Any, written: Path) -> None:
    """The old bytes of both, hashed as they pass: for 107 MB 20 ms more than hashing alone."""
    first, second = bytearray(CHUNK), bytearray(CHUNK)
    view = memoryview(second)
    while size := old.readinto(first):
        same = new.readinto(view[:size]) == size and (first == second if size == CHUNK else first[:size] == view[:size])
        if not same:
            raise OSError(errno.EIO, "bytes before the signature changed", str(written))
        total.update(view[:size])


def _feed(stream: FileIO, total: Any, stop: int, begin: int | None = None) -> None:
    """Hash up to `stop`; from `begin`, or from where the stream stands."""
    at = stream.tell() if begin is None else stream.seek(begin)
    while at < stop and (chunk := stream.read(min(CHUNK, stop - at))):
        total.update(chunk)
        at += len(chunk)
