"""What is put in place was read back first."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signing import Level, deliver, pipeline, sign
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import leaving_nothing


def _flip(path: Path, at: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(at)
        byte = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte[0] ^ 1]))


def while_copying(monkeypatch: pytest.MonkeyPatch) -> None:
    copyfile = shutil.copyfile

    def careless(source: Path, copy: Path) -> None:
        copyfile(source, copy)
        _flip(copy, source.read_bytes().index(b"0.5 g"))

    monkeypatch.setattr(deliver.shutil, "copyfile", careless)


def behind_the_old_end(monkeypatch: pytest.MonkeyPatch) -> None:
    _after_filling(monkeypatch, lambda prepared: prepared.start - 30)


def inside_the_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    _after_filling(monkeypatch, lambda prepared: prepared.start + 100)


def at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    _after_filling(monkeypatch, lambda prepared: prepared.end + 1)


def _after_filling(monkeypatch: pytest.MonkeyPatch, where: Callable[[Any], int]) -> None:
    fill_room = pipeline.fill_room

    def careless(stream: Any, prepared: Any, cms: bytes) -> None:
        fill_room(stream, prepared, cms)
        stream.flush()
        _flip(Path(stream.name), where(prepared))

    monkeypatch.setattr(pipeline, "fill_room", careless)


@pytest.mark.parametrize(
    "damage", [while_copying, behind_the_old_end, inside_the_signature, at_the_end], ids=lambda damage: damage.__name__
)
def test_a_bit_that_turned_on_the_disk_lets_no_file_out(
    damage: Callable[[pytest.MonkeyPatch], None],
    signer: SignerOf,
    paper: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    damage(monkeypatch)
    with leaving_nothing(tmp_path), pytest.raises(OSError, match="sign"):
        sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B)
