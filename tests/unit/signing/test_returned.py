"""A file lent to another program is taken back only as itself with one good signature more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate

from signing import Level, Rejected, Signer, Trust, demo, require_faithful, sign
from signing.demo.folder import issuing_authority
from tests import vgca
from tests.unit.signing.papers import a_form, a_paper, a_profile, a_signer, with_dead_services

SignerOf = Callable[[str], Signer]


@pytest.fixture
def back(tmp_path: Path) -> Path:
    return tmp_path / "back.pdf"


def test_one_good_signature_is_accepted_with_its_level_and_time(
    paper: Path, back: Path, signer: SignerOf, trust: Trust, pki: demo.DemoPki
) -> None:
    vgca.honest(paper, back, signer("lanhdao"))
    accepted = require_faithful(paper, back, signer("lanhdao"), trust)
    assert (accepted.level, accepted.timestamped_at, accepted.status_known) == (Level.B_B, None, True)
    assert accepted.signed_at is not None
    sign(paper, back, signer("lanhdao"), level=Level.B_T, tsa=pki.tsa, trust=trust)
    stamped = require_faithful(paper, back, signer("lanhdao"), trust)
    assert stamped.level is Level.B_T
    assert stamped.timestamped_at is not None


def test_another_programs_plain_signature_is_taken_but_called_no_pades(
    paper: Path, signed: Path, back: Path, signer: SignerOf, trust: Trust
) -> None:
    for lent in (paper, signed):
        vgca.plain_cms(lent, back, signer("lanhdao"))
        accepted = require_faithful(lent, back, signer("lanhdao"), trust)
        assert (accepted.field, accepted.level, accepted.status_known) == ("VGCA", None, True)
        assert accepted.signed_at is not None


@pytest.mark.parametrize("way", vgca.LIES, ids=lambda way: way.__name__)
@pytest.mark.parametrize("earlier", [False, True], ids=["first signature", "second signature"])
def test_anything_else_is_refused(
    paper: Path, signed: Path, back: Path, signer: SignerOf, trust: Trust, way: vgca.Way, earlier: bool
) -> None:
    lent = signed if earlier else paper
    before = lent.read_bytes()
    way(lent, back, signer("lanhdao"))
    with pytest.raises(Rejected) as refusal:
        require_faithful(lent, back, signer("lanhdao"), trust)
    assert refusal.value.code == vgca.LIES[way]
    assert lent.read_bytes() == before


def test_a_revision_that_is_passed_over_is_not_extended(
    signed: Path, back: Path, signer: SignerOf, trust: Trust
) -> None:
    vgca.passed_over(signed, back, signer("lanhdao"))
    assert back.read_bytes().startswith(signed.read_bytes())
    with pytest.raises(Rejected) as refusal:
        require_faithful(signed, back, signer("lanhdao"), trust)
    assert refusal.value.code == "not_extended"


def test_somebody_elses_signature_is_refused(paper: Path, back: Path, signer: SignerOf, trust: Trust) -> None:
    vgca.honest(paper, back, signer("vanthu"))
    with pytest.raises(Rejected) as refusal:
        require_faithful(paper, back, signer("lanhdao"), trust)
    assert refusal.value.code == "other_certificate"


def test_an_untrusted_chain_is_refused(paper: Path, back: Path, signer: SignerOf) -> None:
    vgca.honest(paper, back, signer("lanhdao"))
    with pytest.raises(Rejected) as refusal:
        require_faithful(paper, back, signer("lanhdao"), Trust())
    assert refusal.value.code == "untrusted"


def test_a_revoked_certificate_is_refused(paper: Path, back: Path, pki: demo.DemoPki, trust: Trust) -> None:
    key = a_signer(pki, "mat", a_profile())
    vgca.honest(paper, back, key)
    demo.revoke(pki, Certificate.load(key.leaf).serial_number)
    with pytest.raises(Rejected) as refusal:
        require_faithful(paper, back, key, trust)
    assert refusal.value.code == "revoked"


def test_a_status_that_cannot_be_had_is_told_not_taken_for_good(
    paper: Path, back: Path, pki: demo.DemoPki, trust: Trust
) -> None:
    key = a_signer(pki, "xa", a_profile(), with_dead_services(issuing_authority(pki)))
    vgca.honest(paper, back, key)
    accepted = require_faithful(paper, back, key, trust)
    assert not accepted.status_known


def test_a_field_filled_beside_the_signature_is_a_change(
    tmp_path: Path, back: Path, signer: SignerOf, trust: Trust
) -> None:
    lent = a_form(tmp_path / "form.pdf")
    vgca.honest(lent, back, signer("lanhdao"))
    assert require_faithful(lent, back, signer("lanhdao"), trust).level is Level.B_B
    filled = tmp_path / "filled.pdf"
    filled.write_bytes(lent.read_bytes())
    with filled.open("r+b") as stream:
        _fill(stream)
    sign(filled, back, signer("lanhdao"), level=Level.B_B)
    with pytest.raises(Rejected) as refusal:
        require_faithful(lent, back, signer("lanhdao"), trust)
    assert refusal.value.code == "changed"


def _fill(stream: object) -> None:
    writer = vgca.IncrementalPdfFileWriter(stream, strict=False)
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[vgca.generic.pdf_name("/V")] = vgca.generic.TextStringObject("sau")
    writer.mark_update(field.container_ref)
    writer.write_in_place()


def test_a_paper_of_many_pages_is_taken_as_well(tmp_path: Path, back: Path, signer: SignerOf, trust: Trust) -> None:
    lent = a_paper(tmp_path / "many.pdf", pages=3, filler=3_000_000)
    vgca.honest(lent, back, signer("lanhdao"))
    assert require_faithful(lent, back, signer("lanhdao"), trust).status_known
