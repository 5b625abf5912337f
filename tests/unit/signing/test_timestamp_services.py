"""Timestamp services that are down, slow, broken or lying."""

import time
from pathlib import Path

import pytest

from signing import Level, Patience, ServiceFailed, demo, sign, timestamp
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.faults.services import answering
from tests.unit.signing.faults.stampers import ANSWERS, QUICK, honest, patience_with
from tests.unit.signing.papers import leaving_nothing


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_document_timestamp_comes_of_a_service_that(
    answer: str, pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    make, said = ANSWERS[answer]
    with answering(make(pki)) as address, leaving_nothing(tmp_path):
        with pytest.raises(ServiceFailed, match=said) as failed:
            timestamp(paper, paper, tsa=address, patience=patience_with(answer))
        assert failed.value.code == "timestamp_failed"


def test_a_service_that_is_not_there_fails_quickly(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:1/tsa", "not an address", "ftp://127.0.0.1/tsa", "file:///etc/passwd"):
        with leaving_nothing(tmp_path), pytest.raises(ServiceFailed):
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_T, tsa=address, patience=QUICK)


def test_a_service_that_fails_once_is_asked_again(pki: demo.DemoPki, signer: SignerOf, paper: Path) -> None:
    answers = iter([("503 Busy", b"")])
    with answering(lambda request: next(answers, ("200 OK", honest(pki)(request)))) as address:
        signed = sign(paper, paper, signer("canbo"), level=Level.B_T, tsa=address, patience=QUICK)
    assert signed.timestamped_at is not None


def test_a_slow_answer_is_a_success(pki: demo.DemoPki, signer: SignerOf, paper: Path) -> None:
    def reply(request: bytes) -> tuple[str, bytes]:
        time.sleep(1.2)
        return "200 OK", honest(pki)(request)

    with answering(reply) as address:
        assert sign(paper, paper, signer("canbo"), level=Level.B_T, tsa=address).timestamped_at is not None


def test_patience_covers_three_minutes_and_ends_within_four() -> None:
    patience = Patience()
    assert patience.one_try >= 180
    assert patience.all_tries + sum(patience.pauses) < 240
