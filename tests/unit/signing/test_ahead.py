"""Timestamps of many values at once, and what `embed` makes of them."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from signing import (
    Desk,
    Level,
    Misuse,
    Patience,
    ServiceFailed,
    Trust,
    ahead,
    demo,
    embed,
    load_trust,
    prepare,
    stamp_values,
)
from tests import eyes
from tests.pki import demo_services
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_paper, a_profile, a_signer

NOWHERE = "http://127.0.0.1:9/tsa"


def test_many_papers_in_one_go_ask_for_one_timestamp_each_and_for_few_statuses(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    with demo_services(tmp_path / "pki", asked) as pki, Desk() as desk:
        trust, signer = load_trust([pki.root]), a_signer(pki, "nhieu", a_profile())
        papers = [a_paper(tmp_path / f"{number}.pdf", filler=1000 * number) for number in range(12)]
        pending = [prepare(paper, paper.with_suffix(".cho"), signer, trust=trust, desk=desk) for paper in papers]
        values = [signer.sign_bytes(each.attributes) for each in pending]
        tokens = stamp_values(values, tsa=pki.tsa, desk=desk)
        for paper, each, value in zip(papers, pending, values, strict=True):
            order = {"level": Level.B_T, "tsa": pki.tsa, "trust": trust, "desk": desk, "token": tokens[value]}
            embed(each, paper.with_suffix(".cho"), paper, value, signer, **order)
        assert asked["/tsa"] == len(papers)
        assert sum(count for path, count in asked.items() if path.startswith("/ocsp")) <= 8
        assert {eyes.verdicts(paper, pki.root)[0] for paper in papers} == {"Signature is Valid."}


def test_a_timestamp_of_another_value_is_not_taken(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    leader, prepared = signer("lanhdao"), tmp_path / "prepared.pdf"
    pending = prepare(paper, prepared, leader, trust=trust)
    other = stamp_values([b"another value"], tsa=pki.tsa)[b"another value"]
    value = leader.sign_bytes(pending.attributes)
    before = paper.read_bytes()
    with pytest.raises(Misuse) as refusal:
        embed(pending, prepared, paper, value, leader, level=Level.B_T, tsa=pki.tsa, trust=trust, token=other)
    assert refusal.value.code == "other_timestamp"
    assert paper.read_bytes() == before


def test_after_a_failure_no_more_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[bytes] = []

    async def failing(net: object, address: str, digest: bytes, patience: Patience) -> None:
        tries.append(digest)
        await asyncio.sleep(0.01)
        raise ServiceFailed("timestamp_failed", "không trả lời")

    monkeypatch.setattr(ahead, "fetch_token", failing)
    assert stamp_values([bytes([number]) for number in range(50)], tsa=NOWHERE) == {}
    assert len(tries) == ahead.AT_ONCE


def test_few_wait_at_the_authority_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, most = 0, 0

    async def slow(net: object, address: str, digest: bytes, patience: Patience) -> bytes:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        await asyncio.sleep(0.01)
        waiting -= 1
        return digest

    monkeypatch.setattr(ahead, "fetch_token", slow)
    assert len(stamp_values([bytes([number]) for number in range(20)], tsa=NOWHERE)) == 20
    assert most == ahead.AT_ONCE
