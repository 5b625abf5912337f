"""Signatures that outlive the certificates they were made with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from signing import (
    Code,
    KeyUnavailable,
    Kind,
    Level,
    Profile,
    ServiceFailed,
    Trust,
    Unsignable,
    Verdict,
    clock,
    demo,
    lift,
    renew,
    renewal,
    sign,
    verify,
)
from signing.demo.issue import PROFILES
from tests.judges import Judge
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.faults.services import answering
from tests.unit.signing.faults.stampers import QUICK, honest
from tests.unit.signing.papers import a_paper, a_profile, a_signer, codes, leaving_nothing, wait_for_the_next_second

SOON = 1 + 10 / 1440  # days from its beginning, a day ago: ten minutes from now
LATER, TOMORROW = timedelta(minutes=30), timedelta(days=1)


@contextmanager
def ending_stamps(pki: demo.DemoPki) -> Iterator[str]:
    """A timestamp authority whose certificate ends in ten minutes."""
    a_signer(pki, "tsa-ending", replace(PROFILES["tsa"], days=SOON))
    answer = honest(pki, "tsa-ending")
    with answering(lambda request: ("200 OK", answer(request))) as address:
        yield address


@pytest.fixture
def ending(pki: demo.DemoPki, trust: Trust, tmp_path: Path) -> Path:
    """A B-LTA signature of which every certificate but the CAs' ends in ten minutes."""
    paper, signer = a_paper(tmp_path / "ending.pdf"), a_signer(pki, "signer-ending", a_profile(days=SOON))
    with ending_stamps(pki) as tsa:
        signed = sign(paper, paper, signer, level=Level.B_LTA, tsa=tsa, trust=trust)
    assert signed.lasts_until is not None
    assert signed.lasts_until - clock.now() < timedelta(minutes=10)
    return paper


def test_a_renewed_signature_outlives_its_timestamps_certificate(
    pki: demo.DemoPki, trust: Trust, ending: Path, tmp_path: Path
) -> None:
    renewed = tmp_path / "renewed.pdf"
    told = renew(ending, renewed, tsa=pki.tsa, trust=trust)
    assert told.lasts_until - clock.now() > timedelta(days=1000)
    assert renewed.read_bytes().startswith(ending.read_bytes())
    later = clock.now() + LATER
    assert verify(ending, trust, at=later).verdict is not Verdict.VALID
    report = verify(renewed, trust, at=later, offline=True, profile=Profile.OWN)
    assert report.verdict is Verdict.VALID, report
    assert [each.kind for each in report.signatures] == [Kind.SIGNATURE, Kind.TIMESTAMP, Kind.TIMESTAMP]
    assert report.signatures[0].level is Level.B_LTA


@pytest.mark.judge
def test_dss_passes_it_after_the_ends_of_signer_and_stamper_only_when_renewed_in_time(
    judge: Judge, pki: demo.DemoPki, trust: Trust, ending: Path, tmp_path: Path
) -> None:
    signer = a_signer(pki, "signer-ending", a_profile(days=SOON))
    expired, short = a_paper(tmp_path / "expired.pdf"), a_paper(tmp_path / "short.pdf")
    sign(expired, expired, signer, level=Level.B_LTA, tsa=pki.tsa, trust=trust)
    sign(short, short, signer, level=Level.B_T, tsa=pki.tsa, trust=trust)
    renewed = tmp_path / "renewed.pdf"
    wait_for_the_next_second()
    renew(ending, renewed, tsa=pki.tsa, trust=trust)
    at = (clock.now() + TOMORROW).strftime("%Y-%m-%dT%H:%M:%SZ")
    verdicts = judge.pades(expired, renewed, ending, short, trust=pki.root, options=["--at", at])
    assert [verdict["valid"] for verdict in verdicts] == [True, True, False, False]
    for verdict in verdicts[:2]:
        assert verdict["untouched"], verdict
        assert verdict["signatures"][0]["level"] == "PAdES_BASELINE_LTA"


def test_what_has_no_timestamp_is_not_renewed(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
            renew(paper, tmp_path / "out.pdf", tsa=pki.tsa, trust=trust)
        assert refused.value.code == "no_timestamp"
        sign(paper, paper, signer("canbo"), level=Level.B_B, trust=trust)


def test_after_the_end_it_is_too_late(
    pki: demo.DemoPki, trust: Trust, ending: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(renewal.clock, "now", lambda: now + LATER)
    with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
        renew(ending, tmp_path / "out.pdf", tsa=pki.tsa, trust=trust)
    assert refused.value.code == "too_late"


def test_a_renewal_that_finds_no_service_leaves_nothing(
    pki: demo.DemoPki, trust: Trust, ending: Path, tmp_path: Path
) -> None:
    with leaving_nothing(tmp_path), pytest.raises(ServiceFailed):
        renew(ending, tmp_path / "out.pdf", tsa="http://127.0.0.1:1/", trust=trust, patience=QUICK)


@pytest.mark.parametrize("before", [Level.B_B, Level.B_T, Level.B_LT])
@pytest.mark.parametrize("after", [Level.B_LT, Level.B_LTA])
def test_every_signature_of_a_file_is_lifted(
    before: Level, after: Level, pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    for name in ("canbo", "lanhdao"):
        sign(paper, paper, signer(name), level=before, tsa=pki.tsa, trust=trust)
    target = tmp_path / "lifted.pdf"
    told = lift(paper, target, level=after, tsa=pki.tsa, trust=trust)
    assert target.read_bytes().startswith(paper.read_bytes())
    report = verify(target, trust, offline=True, profile=Profile.OWN)
    assert report.verdict is Verdict.VALID, report
    levels = {each.level for each in report.signatures if each.kind is Kind.SIGNATURE}
    assert levels == {after}
    assert told.field in {each.field for each in report.signatures}


@pytest.mark.judge
def test_dss_finds_what_was_lifted_at_its_level(
    judge: Judge, pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path: Path
) -> None:
    papers = {level: a_paper(tmp_path / f"{level.value}.pdf") for level in (Level.B_LT, Level.B_LTA)}
    for level, paper in papers.items():
        sign(paper, paper, signer("lanhdao"), level=Level.B_B, trust=trust)
        lift(paper, paper, level=level, tsa=pki.tsa, trust=trust)
    for level, verdict in zip(papers, judge.pades(*papers.values(), trust=pki.root), strict=True):
        assert verdict["valid"], verdict
        assert verdict["untouched"], verdict
        assert verdict["signatures"][0]["level"] == f"PAdES_BASELINE_{level.value.removeprefix('B-')}"


def test_a_signer_revoked_after_the_timestamp_is_lifted_and_one_before_is_not(
    pki: demo.DemoPki, trust: Trust, tmp_path: Path
) -> None:
    good, late = a_signer(pki, "left-later", a_profile()), a_signer(pki, "left-before", a_profile())
    stamped, plain = a_paper(tmp_path / "stamped.pdf"), a_paper(tmp_path / "plain.pdf")
    sign(stamped, stamped, good, level=Level.B_T, tsa=pki.tsa, trust=trust)
    sign(plain, plain, late, level=Level.B_B, trust=trust)
    wait_for_the_next_second()
    for signer in (good, late):
        demo.revoke(pki, x509.load_der_x509_certificate(signer.leaf).serial_number)
    lift(stamped, stamped, level=Level.B_LT, tsa=pki.tsa, trust=trust)
    assert verify(stamped, trust, offline=True).verdict is Verdict.VALID
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refused:
        lift(plain, tmp_path / "out.pdf", level=Level.B_LT, tsa=pki.tsa, trust=trust)
    assert refused.value.code == "revoked"
    assert codes(verify(plain, trust)) == {Code.REVOKED}
