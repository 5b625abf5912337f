"""A finished file or none: work on a nameless copy beside the target, check it, then put it in place in one step."""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signing.embed import Head, Prepared, digest_around
from signing.pdf import CHUNK

NAMELESS = Path("/proc/self/fd")
"""Where an open file without a name is reached by a path."""
NEED_A_NAME = frozenset({errno.EOPNOTSUPP, errno.EISDIR})
"""What file systems (NFS) and kernels answer that know no files without a name."""


@contextmanager
def replacing(source: Path, target: Path, head: Head | None = None, *, durable: bool = True) -> Iterator[Path]:
    """Yield a copy of `source` beside `target`; at the end of the block it takes target's place.

    `head` is fed what is copied; `durable`: the new target outlives a power cut. When the block fails, the copy is
    gone, target is as it was and source was never touched; so after a kill and a power cut, where the file system knows
    nameless files (else `.ky-*.tmp` is left). The two may be the same file. Raises OSError when disk or folder do not
    allow it.
    """
    with copied(source, target, head) as copy:
        yield copy
        shutil.copymode(source, copy)  # only now: what may only be read could not be worked on
        if durable:
            _sync(copy)
        _put(copy, target)
        if durable:
            _sync(target.parent)


@contextmanager
def copied(source: Path, target: Path, head: Head | None = None) -> Iterator[Path]:
    """Yield a copy of `source` on the disk of `target` for the length of the block, to be changed or compared with."""
    with _scratch(target.parent) as copy:
        try:
            if head is None:
                shutil.copyfile(source, copy)
            else:
                _copy(source, copy, head)
            yield copy
        except OSError as fault:
            if fault.filename in (None, str(copy)):  # writing names no file, and of the copy nobody has heard
                fault.filename = str(target)
            raise


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """An empty file for the length of the block."""
    try:
        handle = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
        path = NAMELESS / str(handle)
    except OSError as fault:
        if fault.errno not in NEED_A_NAME:
            raise
        handle, name = tempfile.mkstemp(prefix=".ky-", suffix=".tmp", dir=folder)
        path = Path(name)
    try:
        yield path
    finally:
        os.close(handle)
        if path.parent != NAMELESS:
            path.unlink(missing_ok=True)


def _put(copy: Path, target: Path) -> None:
    """Give the finished copy target's name. A file without one gets another first: links replace nothing."""
    if copy.parent != NAMELESS:
        copy.replace(target)
        return
    name = target.with_name(f".ky-{secrets.token_hex(8)}.tmp")
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        # Given a folder's handle, Python links the file that the path under /proc leads to; else the path itself.
        os.link(copy, name.name, dst_dir_fd=folder)
        name.replace(target)
    finally:
        os.close(folder)
        name.unlink(missing_ok=True)


def _copy(source: Path, copy: Path, head: Head) -> None:
    buffer = memoryview(bytearray(CHUNK))
    with source.open("rb", buffering=0) as old, copy.open("wb", buffering=0) as new:
        while size := old.readinto(buffer):
            head.take(buffer[:size])
            if new.write(buffer[:size]) != size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(copy))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_written(source: Path, written: Path, prepared: Prepared, cms: bytes, head: Head | None = None) -> None:
    """Read back what was written: the old bytes first and unchanged, the CMS in its room, the digest still true.

    `head`: what the digest was continued from. Raises OSError (EIO): a disk that does not give back what it was given.
    """
    with source.open("rb") as old, written.open("rb") as new:
        while chunk := old.read(CHUNK):
            if new.read(len(chunk)) != chunk:
                raise OSError(errno.EIO, "bytes before the signature changed", str(written))
    check_filled(written, prepared, cms, head)


def check_filled(written: Path, prepared: Prepared, cms: bytes, head: Head | None = None) -> None:
    """Read back the CMS in its room, and that the digest of all around it is still true. Raises OSError (EIO)."""
    with written.open("rb") as new:
        new.seek(prepared.start)
        room = new.read(prepared.end - prepared.start)
        if room[:1] + room[-1:] != b"<>" or not bytes.fromhex(room[1:-1].decode("ascii")).startswith(cms):
            raise OSError(errno.EIO, "the signature is not in its room", str(written))
        if digest_around(new, prepared.start, prepared.end, head) != prepared.digest:
            raise OSError(errno.EIO, "the digest changed while signing", str(written))
