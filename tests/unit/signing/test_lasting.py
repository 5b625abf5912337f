"""Signatures that carry their own proof: B-LT and B-LTA."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509

from signing import (
    Change,
    Desk,
    KeyUnavailable,
    Kind,
    Level,
    Patience,
    Profile,
    ServiceFailed,
    Trust,
    Verdict,
    clock,
    demo,
    load_pkcs12,
    load_trust,
    sign,
    verify,
)
from signing.demo.folder import issuing_authority
from signing.demo.issue import PROFILES
from tests import eyes
from tests.pki import demo_services
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.faults.services import answering
from tests.unit.signing.faults.stampers import QUICK, honest
from tests.unit.signing.papers import a_paper, a_profile, a_signer, leaving_nothing, with_dead_services

LASTING = [Level.B_LT, Level.B_LTA]


@pytest.mark.parametrize("level", LASTING)
@pytest.mark.parametrize("roots", ["given", "none given"])
def test_a_lasting_signature_needs_nothing_but_the_root_to_be_valid(
    level: Level, roots: str, pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    signed = sign(
        paper, target, signer("lanhdao"), level=level, tsa=pki.tsa, trust=trust if roots == "given" else Trust()
    )
    assert (signed.level, signed.warnings) == (level, ())
    assert target.read_bytes().startswith(paper.read_bytes())
    report = verify(target, trust, profile=Profile.OWN, offline=True)
    assert report.verdict is Verdict.VALID, report
    assert report.signatures[0].level is level
    kinds = [Kind.SIGNATURE, Kind.TIMESTAMP] if level is Level.B_LTA else [Kind.SIGNATURE]
    assert [each.kind for each in report.signatures] == kinds
    assert Change.VALIDATION_DATA in report.signatures[0].changes_after
    assert eyes.verdicts(target, pki.root)[0] == "Signature is Valid."
    assert eyes.trusts(target, pki.root)[0] == "Certificate is Trusted."


def test_the_file_carries_the_status_of_signer_stamper_and_their_authority(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path
) -> None:
    signed = sign(paper, paper, signer("lanhdao"), level=Level.B_LT, tsa=pki.tsa, trust=trust)
    with pikepdf.open(paper) as pdf:
        held = {key: [stream.read_bytes() for stream in pdf.Root.DSS[key]] for key in ("/Certs", "/OCSPs", "/CRLs")}
        assert "/VRI" not in pdf.Root.DSS
    subjects = {_name(x509.load_der_x509_certificate(der)) for der in held["/Certs"]}
    assert subjects == {"Trần Văn Lãnh Đạo TEST", "Dấu thời gian TEST", "CA TEST"}
    answers = [x509.ocsp.load_der_ocsp_response(der) for der in held["/OCSPs"]]
    asked = {answer.serial_number for answer in answers}
    assert asked == {_serial(pki, name) for name in ("lanhdao", "tsa")}
    lists = {x509.load_der_x509_crl(der).issuer for der in held["/CRLs"]}
    assert lists == {x509.load_pem_x509_certificate(pki.root.read_bytes()).subject}
    assert signed.lasts_until == x509.load_der_x509_certificate(_leaf(pki, "tsa")).not_valid_after_utc


def _name(certificate: x509.Certificate) -> str:
    (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(name.value)


def _leaf(pki: demo.DemoPki, name: str) -> bytes:
    return load_pkcs12(pki.p12(name), pki.passphrase(name)).leaf


def _serial(pki: demo.DemoPki, name: str) -> int:
    return x509.load_der_x509_certificate(_leaf(pki, name)).serial_number


def test_leader_and_seal_share_one_store_and_both_last(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path
) -> None:
    for name, level in (("lanhdao", Level.B_LTA), ("vanthu", Level.B_LTA), ("canbo", Level.B_LT)):
        before = paper.read_bytes()
        sign(paper, paper, signer(name), level=level, tsa=pki.tsa, trust=trust)
        assert paper.read_bytes().startswith(before)
    report = verify(paper, trust, profile=Profile.OWN, offline=True)
    assert report.verdict is Verdict.VALID, report
    levels = [each.level for each in report.signatures if each.kind is Kind.SIGNATURE]
    assert levels == [Level.B_LTA, Level.B_LTA, Level.B_LT]


@pytest.mark.parametrize("level", LASTING)
def test_without_the_signers_status_nothing_lasting_is_signed(
    level: Level, pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    signer = a_signer(pki, "unreachable", a_profile(), with_dead_services(issuing_authority(pki)))
    with leaving_nothing(tmp_path), pytest.raises(ServiceFailed) as failed:
        sign(paper, tmp_path / "out.pdf", signer, level=level, tsa=pki.tsa, trust=trust, patience=Patience(status=3))
    assert failed.value.code == "status_unknown"


@pytest.mark.parametrize("level", LASTING)
def test_without_the_stampers_status_nothing_lasting_is_signed(
    level: Level, pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    a_signer(pki, "tsa-unreachable", PROFILES["tsa"], with_dead_services(issuing_authority(pki)))
    answer = honest(pki, "tsa-unreachable")
    with answering(lambda request: ("200 OK", answer(request))) as address, leaving_nothing(tmp_path):
        with pytest.raises(ServiceFailed) as failed:
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=level, tsa=address, trust=trust)
        assert failed.value.code == "stamper_unproven"


def test_a_revoked_timestamp_authority_makes_nothing_lasting(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    a_signer(pki, "tsa-revoked", PROFILES["tsa"])
    demo.revoke(pki, _serial(pki, "tsa-revoked"))
    answer = honest(pki, "tsa-revoked")
    with answering(lambda request: ("200 OK", answer(request))) as address, leaving_nothing(tmp_path):
        with pytest.raises(ServiceFailed) as failed:
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_LT, tsa=address, trust=trust)
        assert "revoked" in str(failed.value)


@pytest.mark.parametrize("level", LASTING)
def test_a_revoked_certificate_signs_nothing_lasting(
    level: Level, pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    signer = a_signer(pki, "struck-off", a_profile())
    demo.revoke(pki, x509.load_der_x509_certificate(signer.leaf).serial_number)
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refused:
        sign(paper, tmp_path / "out.pdf", signer, level=level, tsa=pki.tsa, trust=trust)
    assert refused.value.code == "revoked"


def test_a_service_that_fails_at_the_second_timestamp_leaves_nothing(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    answers = iter([honest(pki)])
    out, options = tmp_path / "out.pdf", {"level": Level.B_LTA, "trust": trust, "patience": QUICK}

    def once(request: bytes) -> tuple[str, bytes]:
        answer = next(answers, None)
        return ("200 OK", answer(request)) if answer else ("503 Busy", b"")

    with answering(once) as address, leaving_nothing(tmp_path):
        with pytest.raises(ServiceFailed) as failed:
            sign(paper, out, signer("canbo"), tsa=address, **options)
        assert failed.value.code == "timestamp_failed"
    assert next(answers, None) is None


def test_a_batch_asks_the_responders_once(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    with demo_services(tmp_path / "pki", asked) as pki, Desk() as desk:
        signer, trust = load_pkcs12(pki.p12("canbo"), pki.passphrase("canbo")), load_trust([pki.root])
        for number in range(5):
            paper = a_paper(tmp_path / f"{number}.pdf")
            sign(paper, paper, signer, level=Level.B_LTA, tsa=pki.tsa, trust=trust, desk=desk)
            assert verify(paper, trust, offline=True).verdict is Verdict.VALID
    assert asked == {"/tsa": 10, "/ocsp": 2, "/root.crl": 2}


def test_what_is_known_serves_five_minutes_and_not_past_the_next_update(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    with demo_services(tmp_path / "pki", asked) as pki:
        signer, trust = load_pkcs12(pki.p12("canbo"), pki.passphrase("canbo")), load_trust([pki.root])
        moment = clock.now()

        def asks(minutes: float, trust: Trust = trust) -> int:
            before = asked["/ocsp"]
            paper = a_paper(tmp_path / "paper.pdf")
            sign(paper, paper, signer, level=Level.B_B, trust=trust, now=moment + timedelta(minutes=minutes))
            return asked["/ocsp"] - before

        assert [asks(0), asks(4), asks(6), asks(7)] == [1, 0, 1, 0]
        assert asks(7, Trust()) == 1, "judged by other roots, it is judged anew"
        assert asks(7) == 1
        found = signer.memory.found
        assert found.until is not None
        assert timedelta(minutes=50) < found.until - moment < timedelta(minutes=61), "as the responder says"
        signer.memory.found = replace(found, until=moment + timedelta(minutes=8))
        assert [asks(7.9), asks(8)] == [0, 1]
