"""Files and folders that only their owner may read, written so that a crash leaves the old one or the new one."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.local.errors import DiskFull, FolderUnusable

FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about `path` into DiskFull or FolderUnusable."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(f"Hết dung lượng đĩa tại {path}. Dọn bớt rồi chạy lại. / Disk full.") from error
        raise FolderUnusable(f"Không dùng được {path}: {error.strerror}. / Cannot use this path.") from error


def make_folder(path: Path) -> Path:
    """Make `path` (and its parents) and close it to everyone but the owner."""
    with telling(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` as a whole, mode 0600, on disk before this returns."""
    with telling(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make the names in `path` survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
