"""What others do to a signed file: each refused in ours, and in others' files where the standard does not allow it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from signing import (
    Change,
    Code,
    Level,
    Profile,
    Trust,
    Verdict,
    demo,
    sign,
    verify,
)
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_form, a_paper, appended, codes


def page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 99 99 re f"))
    writer.update_container(page)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    note = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Contents": generic.TextStringObject("da sua"),
        "/Rect": generic.ArrayObject([generic.NumberObject(number) for number in (10, 10, 200, 50)]),
    }
    reference = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in note.items()}))
    writer.register_annotation(writer.find_page_for_modification(0)[0], reference)


def empty_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Cho", box=(10, 10, 100, 50)))


def need_appearances(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def default_appearance(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/DA")] = generic.TextStringObject("/Helv 24 Tf 1 0 0 rg")
    writer.update_container(form)


def title(writer: IncrementalPdfFileWriter) -> None:
    info = generic.DictionaryObject({pdf_name("/Title"): generic.TextStringObject("khac")})
    writer.set_info(writer.add_object(info))


def stripped(writer: IncrementalPdfFileWriter) -> None:
    (field,) = writer.root["/AcroForm"]["/Fields"]
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


def form_gone(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def open_action(writer: IncrementalPdfFileWriter) -> None:
    script = {"/S": pdf_name("/JavaScript"), "/JS": generic.TextStringObject("app.alert(1)")}
    action = generic.DictionaryObject({pdf_name(key): value for key, value in script.items()})
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


def stamp_image(writer: IncrementalPdfFileWriter) -> None:
    (field,) = writer.root["/AcroForm"]["/Fields"]
    shown = field.get_object()["/AP"]
    shown[pdf_name("/N")] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 99 99 re f"))
    writer.mark_update(field.reference)


def nothing(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.DictionaryObject({pdf_name("/La"): generic.NumberObject(1)}))


ATTACKS = {
    page_content: (Code.MODIFIED, Change.PAGE),
    annotation: (Code.MODIFIED, Change.ANNOTATION),
    stamp_image: (Code.MODIFIED, None),
    title: (Code.MODIFIED, None),
    empty_field: (Code.MODIFIED, Change.FORM),
    need_appearances: (Code.MODIFIED, Change.FORM),
    default_appearance: (Code.MODIFIED, Change.FORM),
    open_action: (Code.MODIFIED, Change.OTHER),
    nothing: (Code.MODIFIED, None),
    stripped: (Code.SIGNATURE_REMOVED, None),
    form_gone: (Code.SIGNATURE_REMOVED, None),
}
TOLERATED = {title, empty_field, need_appearances, default_appearance, nothing}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_what_is_appended_to_our_own_file_makes_it_invalid(
    attack: Callable[[Any], None], signed: Path, trust: Trust
) -> None:
    code, change = ATTACKS[attack]
    report = verify(appended(signed, attack), trust, profile=Profile.OWN)
    assert report.verdict is Verdict.INVALID
    assert codes(report) == {code}
    if change is not None:
        assert change in report.signatures[0].changes_after


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_in_others_files_only_what_the_standard_allows_is_tolerated(
    attack: Callable[[Any], None], signed: Path, trust: Trust
) -> None:
    report = verify(appended(signed, attack), trust)
    assert (report.verdict is Verdict.VALID) == (attack in TOLERATED)


def test_filling_a_form_is_told_in_others_files_and_invalid_in_ours(
    signer: SignerOf, trust: Trust, tmp_path: Path
) -> None:
    source = a_form(tmp_path / "form.pdf")
    sign(source, source, signer("canbo"), level=Level.B_B, trust=trust)

    def filled(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[pdf_name("/V")] = generic.TextStringObject("sau")
        writer.update_container(field)

    changed = appended(source, filled)
    foreign = verify(changed, trust)
    assert foreign.verdict is Verdict.VALID
    assert foreign.signatures[0].changes_after == (Change.FORM,)
    assert codes(verify(changed, trust, profile=Profile.OWN)) == {Code.MODIFIED}


@pytest.mark.parametrize(
    "attack", [title, default_appearance, empty_field, page_content], ids=lambda attack: attack.__name__
)
def test_a_further_signature_hides_no_other_change(
    attack: Callable[[Any], None], pki: demo.DemoPki, signed: Path, trust: Trust
) -> None:
    stock = signers.SimpleSigner.load_pkcs12(pki.p12("lanhdao"), passphrase=pki.passphrase("lanhdao"))
    with signed.open("r+b") as stream:
        writer = IncrementalPdfFileWriter(stream)
        attack(writer)
        signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Khac"), signer=stock, in_place=True)
    first, second = verify(signed, trust, profile=Profile.OWN).signatures
    assert (first.codes, second.codes) == ((Code.MODIFIED,), ())


@pytest.mark.parametrize("with_metadata", [False, True])
def test_a_further_signature_by_a_stock_program_is_fine_in_our_own_file(
    with_metadata: bool, pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path: Path
) -> None:
    source = a_paper(tmp_path / "a.pdf")
    if with_metadata:
        with pikepdf.open(source, allow_overwriting_input=True) as pdf:
            with pdf.open_metadata() as metadata:
                metadata["dc:title"] = "Quyết định"
                metadata["pdfaid:part"] = "2"
                metadata["pdfaid:conformance"] = "B"
            pdf.docinfo["/Title"] = "Quyết định"
            pdf.save(source)
    sign(source, source, signer("canbo"), level=Level.B_B, trust=trust)
    stock = signers.SimpleSigner.load_pkcs12(pki.p12("lanhdao"), passphrase=pki.passphrase("lanhdao"))
    with source.open("r+b") as stream:
        meta = signers.PdfSignatureMetadata(field_name="Khac")
        signers.sign_pdf(IncrementalPdfFileWriter(stream), meta, signer=stock, in_place=True)
    report = verify(source, trust, profile=Profile.OWN)
    assert report.verdict is Verdict.VALID, report


@pytest.mark.parametrize("junk", [b"\n", b" ", b"%%EOF\n", b"junk", b"x" * 5000, b"\x00" * 3000])
def test_bytes_after_the_end_make_our_own_file_invalid(junk: bytes, signed: Path, trust: Trust) -> None:
    with signed.open("ab") as stream:
        stream.write(junk)
    report = verify(signed, trust, profile=Profile.OWN)
    assert report.verdict is Verdict.INVALID
    assert Code.TRAILING_BYTES in codes(report)
    assert (verify(signed, trust).verdict is Verdict.VALID) == (not junk.strip(b"\n \x00"))


def test_a_byte_changed_under_the_signature_is_a_digest_mismatch(signed: Path, trust: Trust) -> None:
    data = signed.read_bytes()
    signed.write_bytes(data.replace(b"200 400 100 100 re", b"200 400 100 900 re"))
    assert codes(verify(signed, trust)) == {Code.DIGEST_MISMATCH}


def test_a_signature_taken_from_another_document_is_a_digest_mismatch(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path: Path
) -> None:
    one, two = a_paper(tmp_path / "one.pdf"), a_paper(tmp_path / "two.pdf", rotate=180)
    for path in (one, two):
        sign(path, path, signer("canbo"), level=Level.B_B, trust=trust)
    two.write_bytes(_with_contents(two.read_bytes(), _contents(one.read_bytes())))
    assert codes(verify(two, trust)) == {Code.DIGEST_MISMATCH}


def test_a_forged_signature_value_is_a_mismatch(signed: Path, trust: Trust, signer: SignerOf, paper: Path) -> None:
    sign(paper, paper, signer("canbo"), level=Level.B_B, trust=trust)
    data = paper.read_bytes()
    contents = bytearray(bytes.fromhex(_contents(data).decode()))
    end = len(bytes(contents).rstrip(b"\0"))
    contents[end - 3] ^= 0xFF
    paper.write_bytes(_with_contents(data, bytes(contents).hex().upper().encode()))
    assert codes(verify(paper, trust)) & {Code.SIGNATURE_MISMATCH, Code.MALFORMED}


def test_a_byte_range_with_a_hole_is_malformed(signed: Path, trust: Trust) -> None:
    data = signed.read_bytes()
    start = data.rindex(b"/ByteRange [0 ") + len(b"/ByteRange [0 ")
    first, second, third = (int(number) for number in data[start : data.index(b"]", start)].split())
    old, new = b"%d %d %d" % (first, second, third), b"%d %d %d" % (first - 10, second, third)
    signed.write_bytes(data.replace(old, new.ljust(len(old))))
    report = verify(signed, trust)
    assert report.verdict is Verdict.INVALID
    assert Code.MALFORMED in codes(report)


def _contents(data: bytes) -> bytes:
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    return data[start : data.index(b">", start)]


def _with_contents(data: bytes, contents: bytes) -> bytes:
    return data.replace(_contents(data), contents)
