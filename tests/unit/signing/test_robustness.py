"""Bytes that lie: on disk while signing, and anywhere in a file to be judged."""

import random
from pathlib import Path

import pytest

from signing import Level, Trust, Unreadable, Unsignable, Verdict, pipeline, sign, verify
from signing.types import Finding
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import leaving_nothing


def test_a_byte_changed_anywhere_is_noticed_and_never_an_accident(signed: Path, trust: Trust, tmp_path: Path) -> None:
    data, chance = signed.read_bytes(), random.Random(7)
    room = range(data.rindex(b"/Contents <") + 10, data.index(b">", data.rindex(b"/Contents <")))
    target = tmp_path / "changed.pdf"
    for _ in range(150):
        position = chance.randrange(len(data))
        changed = bytearray(data)
        changed[position] ^= 1 << chance.randrange(8)
        target.write_bytes(changed)
        try:
            verdict = verify(target, trust, offline=True).verdict
        except Unreadable:
            continue
        assert position in room or verdict in (Verdict.INVALID, Verdict.UNSIGNED), position
        assert verdict is not Verdict.VALID


def test_a_file_cut_anywhere_is_never_valid(signed: Path, trust: Trust, tmp_path: Path) -> None:
    data, chance = signed.read_bytes(), random.Random(8)
    for _ in range(40):
        (tmp_path / "cut.pdf").write_bytes(data[: chance.randrange(1, len(data) - 1)])
        try:
            assert verify(tmp_path / "cut.pdf", trust, offline=True).verdict in (Verdict.INVALID, Verdict.UNSIGNED)
        except Unreadable:
            continue


def test_bytes_hidden_behind_the_cms_are_refused(signed: Path, trust: Trust) -> None:
    data = signed.read_bytes()
    end = data.index(b">", data.rindex(b"/Contents <"))
    signed.write_bytes(data[: end - 8] + b"DEADBEEF" + data[end:])
    assert verify(signed, trust).verdict is Verdict.INVALID


@pytest.mark.parametrize("spoilt", ["first byte", "signature", "last byte"])
def test_a_disk_that_lies_is_caught_before_the_file_is_in_place(
    spoilt: str, signer: SignerOf, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = pipeline.fill_room

    def lying(stream, prepared, cms):  # type: ignore[no-untyped-def]
        honest(stream, prepared, cms)
        where = {"first byte": 0, "signature": prepared.start + 20, "last byte": stream.seek(0, 2) - 1}[spoilt]
        stream.seek(where)
        byte = stream.read(1)
        stream.seek(where)
        stream.write(b"0" if byte != b"0" else b"1")

    monkeypatch.setattr(pipeline, "fill_room", lying)
    with leaving_nothing(tmp_path), pytest.raises(OSError, match="Errno 5"):
        sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B)


def test_a_signature_longer_than_its_room_is_refused(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    honest = signer("canbo")
    heavy = type(honest)(
        certificate=honest.certificate,
        algorithm=honest.algorithm,
        leaf=honest.leaf,
        chain=tuple(honest.chain[0] + bytes(9000 + number) for number in range(2)),
        sign_bytes=honest.sign_bytes,
    )
    heavy.memory.found = Finding(chain=heavy.chain, known_at=pipeline.clock.now())
    with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
        sign(paper, tmp_path / "out.pdf", heavy, level=Level.B_B)
    assert refused.value.code == "no_room"
