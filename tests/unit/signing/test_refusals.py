"""PDFs that must not be signed, and folders that are not there."""

from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm

from signing import Level, Misuse, Stamp, StampKind, Unsignable, demo, sign
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_form, a_paper, leaving_nothing


def encrypted(path: Path) -> None:
    with pikepdf.open(a_paper(path), allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def restricted(path: Path) -> None:
    with pikepdf.open(a_paper(path), allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user=""))


def truncated(path: Path) -> None:
    path.write_bytes(a_paper(path).read_bytes()[:-200])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)


def with_xfa(path: Path) -> None:
    with pikepdf.open(a_form(path), allow_overwriting_input=True) as pdf:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xfa/>")
        pdf.save(path)


def without_pages(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(path)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (encrypted, "encrypted"),
        (restricted, "encrypted"),
        (truncated, "damaged"),
        (empty, "not_pdf"),
        (a_picture, "not_pdf"),
        (with_xfa, "xfa"),
        (without_pages, "no_such_page"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_pdf_that_cannot_be_signed_is_told_and_left_alone(
    make: object, code: str, signer: SignerOf, tmp_path: Path
) -> None:
    make(tmp_path / "in.pdf")  # type: ignore[operator]
    with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
        sign(
            tmp_path / "in.pdf",
            tmp_path / "out.pdf",
            signer("canbo"),
            level=Level.B_B,
            stamp=Stamp(kind=StampKind.SCAN),
        )
    assert refused.value.code == code


def test_a_document_certified_against_any_change_is_not_signed(
    pki: demo.DemoPki, signer: SignerOf, paper: Path, tmp_path: Path
) -> None:
    stock = signers.SimpleSigner.load_pkcs12(pki.p12("lanhdao"), passphrase=pki.passphrase("lanhdao"))
    meta = signers.PdfSignatureMetadata(field_name="Certified", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    with paper.open("r+b") as stream:
        signers.sign_pdf(IncrementalPdfFileWriter(stream), meta, signer=stock, in_place=True)
    with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
        sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B)
    assert refused.value.code == "locked"


def test_a_field_name_is_used_once(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    sign(paper, paper, signer("canbo"), level=Level.B_B, field="LanhDao")
    for name, code in (("LanhDao", "field_exists"), ("a.b", "bad_field"), ("", "bad_field")):
        with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B, field=name)
        assert refused.value.code == code
    assert sign(paper, paper, signer("canbo"), level=Level.B_B).field == "ChuKy1"
    assert sign(paper, paper, signer("canbo"), level=Level.B_B).field == "ChuKy2"


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_level_above_b_b_needs_a_timestamp_service(level: Level, signer: SignerOf, paper: Path) -> None:
    with leaving_nothing(paper.parent), pytest.raises(Misuse) as refused:
        sign(paper, paper, signer("canbo"), level=level)
    assert refused.value.code == "no_tsa"


def test_a_missing_folder_and_a_missing_source_are_the_disks_errors(
    signer: SignerOf, paper: Path, tmp_path: Path
) -> None:
    for source, target in ((paper, tmp_path / "no" / "out.pdf"), (tmp_path / "no.pdf", tmp_path / "out.pdf")):
        with leaving_nothing(tmp_path), pytest.raises(OSError, match="No such file"):
            sign(source, target, signer("canbo"), level=Level.B_B)
