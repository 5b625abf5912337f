"""Files of an installation: whole or not at all, for their owner only, and the disk's refusals in words."""

import errno
import os
from pathlib import Path

import pytest

from service.local.errors import DiskFull, FolderUnusable
from service.local.private import make_folder, write_private


def test_a_file_is_the_owners_only_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        write_private(tmp_path / "a", "x")
        make_folder(tmp_path / "b" / "c")
    finally:
        os.umask(old)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "b" / "c").stat().st_mode & 0o777 == 0o700


def test_a_disk_that_fills_up_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_private(tmp_path / "a", "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="Hết dung lượng đĩa"):
        write_private(tmp_path / "a", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable, match="Không dùng được"):
        make_folder(tmp_path / "file" / "var")
