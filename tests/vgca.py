"""What VGCA SignService does with the file it fetched, and what it must not do: one function for each way.

Each takes the file that was lent, where to write what is sent back, and the key of the person at the computer.
"""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as PyHankoSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import Level, Signer, Stamp, StampKind, sign

Way = Callable[[Path, Path, Signer], None]


def honest(lent: Path, back: Path, key: Signer) -> None:
    """One visible signature, appended."""
    sign(lent, back, key, level=Level.B_B, stamp=Stamp(kind=StampKind.LEADER))


def unsigned(lent: Path, back: Path, key: Signer) -> None:
    back.write_bytes(lent.read_bytes())


def unsigned_but_longer(lent: Path, back: Path, key: Signer) -> None:
    _noted(lent, back)


def another_file(lent: Path, back: Path, key: Signer) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(back)
    sign(back, back, key, level=Level.B_B)


def rewritten(lent: Path, back: Path, key: Signer) -> None:
    """Saved anew by an editor, then signed."""
    with pikepdf.open(lent) as pdf:
        pdf.save(back)
    sign(back, back, key, level=Level.B_B)


def touched(lent: Path, back: Path, key: Signer) -> None:
    """One byte in front is another, which no reader would show; then signed."""
    content = bytearray(lent.read_bytes())
    content[11] ^= 1  # in the comment of the second line
    back.write_bytes(content)
    sign(back, back, key, level=Level.B_B)


def cut_short(lent: Path, back: Path, key: Signer) -> None:
    back.write_bytes(lent.read_bytes()[:-40])


def no_pdf(lent: Path, back: Path, key: Signer) -> None:
    back.write_bytes(b"<html>error</html>")


def signed_twice(lent: Path, back: Path, key: Signer) -> None:
    sign(lent, back, key, level=Level.B_B)
    sign(back, back, key, level=Level.B_B)


def noted_before(lent: Path, back: Path, key: Signer) -> None:
    """A note on the page that the signature then covers: valid, and yet not the paper that was lent."""
    _noted(lent, back)
    sign(back, back, key, level=Level.B_B)


def drawn_before(lent: Path, back: Path, key: Signer) -> None:
    """Other content on the page, covered by the signature."""

    def draw(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
        writer.mark_update(page.container_ref)

    _changed(lent, back, draw)
    sign(back, back, key, level=Level.B_B)


def noted_after(lent: Path, back: Path, key: Signer) -> None:
    sign(lent, back, key, level=Level.B_B)
    _noted(back, back)


def passed_over(lent: Path, back: Path, key: Signer) -> None:
    """The bytes of the last revision stay in front, but what follows is built on the one before it."""
    whole = lent.read_bytes()
    head = whole[: whole.rindex(b"%%EOF", 0, len(whole) - 10) + 6]
    tail = b"\nstartxref\n%d\n%%%%EOF\n" % int(head.rpartition(b"startxref")[2].split()[0])
    older = back.with_suffix(".older")
    older.write_bytes(head + b" " * (len(whole) - len(head) - len(tail)) + tail)
    _noted(older, back)
    back.write_bytes(whole + back.read_bytes()[len(whole) :])
    sign(back, back, key, level=Level.B_B)


def swollen(lent: Path, back: Path, key: Signer) -> None:
    honest(lent, back, key)
    with back.open("ab") as stream:
        stream.truncate(lent.stat().st_size + (16 << 20) + 1)


def broken_value(lent: Path, back: Path, key: Signer) -> None:
    """One bit of what was signed is another."""
    honest(lent, back, key)
    content = bytearray(back.read_bytes())
    content[content.rindex(b"/M (D") + 12] ^= 1  # a digit of the claimed time
    back.write_bytes(content)


def _noted(lent: Path, back: Path) -> None:
    def note(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        entries = {"/Type": "/Annot", "/Subtype": "/FreeText"}
        new = generic.DictionaryObject({generic.pdf_name(k): generic.pdf_name(v) for k, v in entries.items()})
        new[generic.pdf_name("/Rect")] = generic.ArrayObject([generic.NumberObject(n) for n in (50, 50, 200, 90)])
        new[generic.pdf_name("/Contents")] = generic.TextStringObject("Không đồng ý")
        try:
            notes = page["/Annots"]
        except KeyError:
            notes = generic.ArrayObject()
        page[generic.pdf_name("/Annots")] = generic.ArrayObject([*notes, writer.add_object(new)])
        writer.mark_update(page.container_ref)

    _changed(lent, back, note)


def _changed(lent: Path, back: Path, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    content = lent.read_bytes()
    back.write_bytes(content)
    with back.open("r+b") as stream:
        writer = IncrementalPdfFileWriter(stream, strict=False)
        change(writer)
        writer.write_in_place()


# Each lie with the code of its refusal; `passed_over` needs a file with two revisions.
LIES: dict[Way, str] = {
    unsigned: "unsigned",
    unsigned_but_longer: "unsigned",
    another_file: "not_extended",
    rewritten: "not_extended",
    touched: "not_extended",
    cut_short: "not_extended",
    no_pdf: "not_extended",
    signed_twice: "several_signatures",
    noted_before: "changed",
    drawn_before: "changed",
    noted_after: "not_whole",
    swollen: "too_large",
    broken_value: "digest_mismatch",
}


class _Raw(PyHankoSigner):
    """pyHanko's own signing, with the key of ours."""

    def __init__(self, key: Signer) -> None:
        super().__init__(
            signing_cert=x509.Certificate.load(key.leaf),
            cert_registry=SimpleCertificateStore.from_certs(x509.Certificate.load(der) for der in key.chain),
            prefer_pss=False,
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign_bytes(data)


def plain_cms(lent: Path, back: Path, key: Signer) -> None:
    """A signature as Adobe's older subfilter has it, with a visible field and new dates, written by another program."""
    back.write_bytes(lent.read_bytes())
    with back.open("r+b") as stream:
        writer = IncrementalPdfFileWriter(stream, strict=False)
        box = SigFieldSpec("VGCA", on_page=0, box=(300, 40, 500, 120))
        meta = PdfSignatureMetadata(
            field_name="VGCA", md_algorithm="sha256", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        )
        PdfSigner(meta, signer=_Raw(key), new_field_spec=box).sign_pdf(writer, in_place=True)
