"""The working copy beside a result: without a name where that can be, and gone with whoever made it."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from signing import Level, sign
from signing.deliver import replacing
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import knows_nameless_files, leaving_nothing


def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is."""


def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question that an old kernel hears: it answers EISDIR."""
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)


@pytest.fixture(params=[nameless, named], ids=lambda kind: kind.__name__)
def files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Both kinds of working copy."""
    request.param(monkeypatch)
    return request.param  # type: ignore[no-any-return]


def test_the_copy_bears_no_name_while_it_is_worked_on(paper: Path, tmp_path: Path) -> None:
    with replacing(paper, tmp_path / "out.pdf") as copy:
        assert list(tmp_path.iterdir()) == [paper] or not knows_nameless_files(tmp_path)
        assert copy.read_bytes() == paper.read_bytes()
    assert sorted(tmp_path.iterdir()) == [tmp_path / "out.pdf", paper]


@pytest.mark.usefixtures("files")
def test_a_block_that_fails_leaves_the_older_result_and_no_copy(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "out.pdf").write_bytes(b"older")

    def fail() -> None:
        with replacing(paper, tmp_path / "out.pdf") as copy:
            copy.write_bytes(b"newer")
            raise ZeroDivisionError

    with leaving_nothing(tmp_path), pytest.raises(ZeroDivisionError):
        fail()


@pytest.mark.usefixtures("files")
def test_a_folder_in_the_results_place_leaves_no_copy(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    (tmp_path / "out.pdf").mkdir()
    with leaving_nothing(tmp_path), pytest.raises(IsADirectoryError):
        sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B)


@pytest.mark.usefixtures("files")
def test_what_may_only_be_read_is_signed_and_so_is_its_result(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    paper.chmod(0o440)
    with replacing(paper, tmp_path / "out.pdf") as copy:
        assert copy.stat().st_mode & 0o777 == 0o600, "a copy its owner may not write cannot be signed"
    assert (tmp_path / "out.pdf").stat().st_mode & 0o777 == 0o440
    sign(paper, paper, signer("canbo"), level=Level.B_B)
    assert paper.stat().st_mode & 0o777 == 0o440


@pytest.mark.parametrize("names", [True, False])
def test_a_fault_of_the_disk_names_the_result(names: bool, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"out\.pdf"), replacing(paper, tmp_path / "out.pdf") as copy:
        raise OSError(errno.ENOSPC, "No space left on device", *([str(copy)] if names else []))
