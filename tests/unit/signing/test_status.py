"""What is asked of a certificate, and how long the answer serves."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from signing import Desk, Level, Patience, Trust, clock, demo, load_pkcs12, load_trust, sign, stamp_values, status
from signing.chain import Judgement, judge
from signing.status import STAMPER_UNKNOWN, STATUS_UNKNOWN, timestamp_warnings
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.faults.services import Held, served


def test_an_authority_beyond_the_roots_is_told_each_time_and_looked_at_anew_after_five_minutes(
    signer: SignerOf, pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = load_trust([demo.make_demo_pki(tmp_path / "other", "http://127.0.0.1:1").root])

    status._reach_of.cache_clear()  # tests before this one asked, up to five minutes ago

    def warned(by: Trust) -> bool:
        order = {"level": Level.B_T, "tsa": pki.tsa, "trust": by}
        return STAMPER_UNKNOWN in sign(paper, tmp_path / "out.pdf", signer("canbo"), **order).warnings

    assert [warned(each) for each in (trust, other, other, trust)] == [False, True, True, False]
    judged = Counter[str]()

    async def counted(*given: Any, **named: Any) -> Judgement:
        judged["now"] += 1
        return await judge(*given, **named)

    (token,) = stamp_values([b"x"], tsa=pki.tsa).values()
    monkeypatch.setattr(status, "judge", counted)
    begun = clock.now()
    for minutes, looked in ((0, 0), (4, 0), (6, 1), (7, 1)):
        monkeypatch.setattr(clock, "now", partial(begun.__add__, timedelta(minutes=minutes)))
        assert asyncio.run(timestamp_warnings(token, trust)) == ()
        assert judged["now"] == looked


def test_papers_signed_in_a_row_wait_once_for_a_responder_that_says_nothing(paper: Path, tmp_path: Path) -> None:
    asked = Counter[str]()
    with served(lambda environ, start: []) as service:
        pki = demo.make_demo_pki(tmp_path / "pki", service.url)
        held = Held(demo.application(pki.folder))

        def counting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            asked["now"] += 1
            return held(environ, start)

        service.application = counting
        signer, trust = load_pkcs12(pki.p12("canbo"), pki.passphrase("canbo")), load_trust([pki.root])
        order = {"level": Level.B_B, "trust": trust, "patience": Patience(status=0.4)}

        def row(papers: int) -> int:
            """How much is asked for so many papers of one desk; each is told what could not be found out."""
            before = asked["now"]
            with Desk() as desk:
                for _ in range(papers):
                    assert sign(paper, tmp_path / "out.pdf", signer, desk=desk, **order).warnings[0] == STATUS_UNKNOWN
            return asked["now"] - before

        assert row(1) == row(3) > 0
        held.released.set()
        with Desk() as desk:
            assert sign(paper, tmp_path / "out.pdf", signer, desk=desk, **order).warnings == ()
