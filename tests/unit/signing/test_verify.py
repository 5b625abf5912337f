"""Verification: what is believed, what is not, and what cannot be known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing import (
    Change,
    Code,
    Kind,
    Level,
    Limits,
    Profile,
    Stamp,
    StampKind,
    Trust,
    Unreadable,
    Verdict,
    clock,
    demo,
    sign,
    timestamp,
    verify,
)
from signing.types import Finding
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_paper, a_profile, a_signer, codes, wait_for_the_next_second


@pytest.mark.parametrize("profile", list(Profile))
def test_what_we_signed_is_valid_and_told_in_full(profile: Profile, signed: Path, trust: Trust) -> None:
    report = verify(signed, trust, profile=profile)
    assert report.verdict is Verdict.VALID
    (told,) = report.to_json()["signatures"]
    assert told == {
        "field": "ChuKy1",
        "kind": "signature",
        "verdict": "valid",
        "signer": "Nguyễn Thị Cán Bộ TEST",
        "issuer": "CA TEST",
        "signed_at": told["signed_at"],
        "timestamped_at": told["timestamped_at"],
        "level": "B-T",
        "covers_document": True,
        "changes_after": [],
        "problems": [],
    }
    assert told["signed_at"].endswith("+07:00")
    assert told["timestamped_at"].endswith("+07:00")


def test_later_signatures_and_timestamps_are_told_and_harm_nothing(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, signed: Path
) -> None:
    sign(signed, signed, signer("lanhdao"), level=Level.B_B, trust=trust, stamp=Stamp(kind=StampKind.LEADER))
    timestamp(signed, signed, tsa=pki.tsa, trust=trust)
    report = verify(signed, trust, profile=Profile.OWN)
    assert report.verdict is Verdict.VALID
    assert [signature.kind for signature in report.signatures] == [Kind.SIGNATURE, Kind.SIGNATURE, Kind.TIMESTAMP]
    assert [signature.changes_after for signature in report.signatures] == [
        (Change.SIGNATURE, Change.TIMESTAMP),
        (Change.TIMESTAMP,),
        (),
    ]
    assert [signature.level for signature in report.signatures] == [Level.B_T, Level.B_T, None]


def test_a_document_timestamp_lifts_a_plain_signature_to_b_t(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path
) -> None:
    sign(paper, paper, signer("canbo"), level=Level.B_B, trust=trust)
    assert verify(paper, trust).signatures[0].level is Level.B_B
    stamped = timestamp(paper, paper, tsa=pki.tsa)
    (lifted, _) = verify(paper, trust).signatures
    assert (lifted.level, lifted.timestamped_at) == (Level.B_T, stamped.timestamped_at)


def test_without_the_root_the_chain_is_untrusted_but_the_content_intact(signed: Path) -> None:
    report = verify(signed, Trust())
    assert report.verdict is Verdict.INVALID
    assert Code.UNTRUSTED in codes(report)
    assert not codes(report) & {Code.MODIFIED, Code.DIGEST_MISMATCH, Code.SIGNATURE_MISMATCH}


def test_an_authority_of_the_same_name_is_not_ours(signed: Path, tmp_path: Path) -> None:
    rogue = demo.make_demo_pki(tmp_path / "rogue", "http://127.0.0.1:1")
    assert Code.UNTRUSTED in codes(verify(signed, Trust((_der(rogue.root),)), offline=True))


def _der(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)


def test_offline_a_timestamped_signature_is_unknown(signed: Path, trust: Trust) -> None:
    report = verify(signed, trust, offline=True)
    assert report.verdict is Verdict.UNKNOWN
    assert codes(report) == {Code.REVOCATION_UNKNOWN}


def test_a_paper_without_signatures_is_unsigned(paper: Path, trust: Trust) -> None:
    assert verify(paper, trust).to_json() == {"verdict": "unsigned", "signatures": [], "problems": []}


def test_a_certificate_revoked_before_signing_is_revoked_and_after_a_timestamp_is_not(
    pki: demo.DemoPki, trust: Trust, tmp_path: Path
) -> None:
    signer = a_signer(pki, "leaver", a_profile())
    plain, stamped = a_paper(tmp_path / "plain.pdf"), a_paper(tmp_path / "stamped.pdf")
    sign(plain, plain, signer, level=Level.B_B, trust=trust)
    sign(stamped, stamped, signer, level=Level.B_T, tsa=pki.tsa, trust=trust)
    wait_for_the_next_second()
    demo.revoke(pki, x509.load_der_x509_certificate(signer.leaf).serial_number)
    assert codes(verify(plain, trust)) == {Code.REVOKED}
    assert verify(stamped, trust).verdict is Verdict.VALID
    before = a_signer(pki, "leaver-2", a_profile())
    demo.revoke(pki, x509.load_der_x509_certificate(before.leaf).serial_number)
    before.memory.found = Finding(known_at=clock.now())  # as if it had been asked about a moment before
    late = a_paper(tmp_path / "late.pdf")
    wait_for_the_next_second()
    sign(late, late, before, level=Level.B_T, tsa=pki.tsa, trust=trust)
    assert codes(verify(late, trust)) == {Code.REVOKED}


def test_an_expired_certificate_is_judged_at_its_timestamps_time(
    pki: demo.DemoPki, trust: Trust, tmp_path: Path
) -> None:
    signer = a_signer(pki, "ending", a_profile(days=1 + 10 / 1440))
    plain, stamped = a_paper(tmp_path / "plain.pdf"), a_paper(tmp_path / "stamped.pdf")
    sign(plain, plain, signer, level=Level.B_B, trust=trust)
    sign(stamped, stamped, signer, level=Level.B_T, tsa=pki.tsa, trust=trust)
    later = clock.now() + timedelta(minutes=30)
    assert codes(verify(plain, trust, at=later)) == {Code.EXPIRED}
    assert verify(stamped, trust, at=later).verdict is Verdict.VALID
    earlier = clock.now() - timedelta(days=3)
    assert Code.NOT_YET_VALID in codes(verify(plain, trust, at=earlier))


def test_a_certificate_for_other_uses_is_named(pki: demo.DemoPki, trust: Trust, paper: Path) -> None:
    honest = a_signer(pki, "honest", a_profile())
    server = a_signer(pki, "web", a_profile(uses=(x509.ExtendedKeyUsageOID.SERVER_AUTH,)))
    pretending = type(server)(
        certificate=honest.certificate,
        algorithm=server.algorithm,
        leaf=server.leaf,
        chain=server.chain,
        sign_bytes=server.sign_bytes,
    )
    sign(paper, paper, pretending, level=Level.B_B, trust=trust)
    assert codes(verify(paper, trust)) == {Code.WRONG_KEY_USAGE}


def test_limits_are_told_not_crossed(signer: SignerOf, signed: Path, trust: Trust) -> None:
    sign(signed, signed, signer("lanhdao"), level=Level.B_B, trust=trust)
    for limits in (Limits(size=1000), Limits(signatures=1), Limits(revisions=1)):
        report = verify(signed, trust, limits=limits)
        assert (report.verdict, report.codes) == (Verdict.UNKNOWN, (Code.TOO_LARGE,))
    slow = verify(signed, trust, limits=Limits(seconds=-1))
    assert {signature.codes for signature in slow.signatures} == {(Code.TOO_LARGE,)}


def test_a_claimed_time_long_ago_proves_nothing(signer: SignerOf, trust: Trust, pki: demo.DemoPki, paper: Path) -> None:
    gone = a_signer(pki, "gone", a_profile(begins=-timedelta(days=2), days=1))
    then = clock.now() - timedelta(days=1, hours=12)
    gone.memory.found = Finding(known_at=then)
    sign(paper, paper, gone, level=Level.B_B, trust=trust, now=then)
    assert codes(verify(paper, trust)) == {Code.EXPIRED}


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_unreadable(content: bytes, trust: Trust, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(Unreadable):
        verify(tmp_path / "x.pdf", trust)


def test_the_moment_of_judging_may_carry_any_zone(signed: Path, trust: Trust) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=1)
    assert verify(signed, trust, at=clock.in_vietnam(moment)).verdict is Verdict.VALID
