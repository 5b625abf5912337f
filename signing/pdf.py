"""The door to PDF files: open one for reading or appending, and say whether it may be signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from signing.errors import Unreadable, Unsignable
from signing.parsing import Malformed, parsing

CHUNK = 1024 * 1024
"""Reading 107 MB takes 75 ms in pieces of this size, 200 ms in pyHanko's own of 4 KiB."""


class Appender(IncrementalPdfFileWriter):
    """Appends to a PDF and touches nothing else: no new dates or producer in /Info or XMP, as pyHanko would write."""

    IO_CHUNK_SIZE = CHUNK

    def _update_meta(self) -> None:
        pass

    def root_changed(self) -> None:
        """Write the catalogue anew."""
        self.update_root()  # type: ignore[no-untyped-call]

    def append(self) -> None:
        """Write the new revision."""
        self.write_in_place()  # type: ignore[no-untyped-call]


def open_pdf(stream: BinaryIO) -> PdfFileReader:
    """Read a PDF's skeleton. Raises Unreadable: no PDF, damaged or encrypted."""
    head = stream.read(1024)
    stream.seek(0)
    if b"%PDF-" not in head:
        raise Unreadable("not_pdf", "Tệp không phải PDF")
    try:
        with parsing("pdf"):
            reader = PdfFileReader(stream, strict=False)
            encrypted = "/Encrypt" in reader.trailer
            _ = encrypted or reader.root["/Pages"]["/Kids"]
    except Malformed as fault:
        raise Unreadable("damaged", "Tệp PDF bị hỏng, không đọc được") from fault
    if encrypted:
        raise Unreadable("encrypted", "Tệp PDF được bảo vệ bằng mật khẩu")
    return reader


@contextmanager
def appending(path: Path) -> Iterator[tuple[BinaryIO, Appender]]:
    """Open `path` for appending in place. Raises Unsignable: no PDF, damaged or encrypted."""
    with path.open("r+b") as stream:
        try:
            writer = Appender(stream, prev=open_pdf(stream))
        except Unreadable as fault:
            raise Unsignable(fault.code, str(fault)) from fault
        yield stream, writer


@contextmanager
def composing() -> Iterator[None]:
    """Whatever does not parse while the new revision is composed becomes Unsignable."""
    try:
        with parsing("pdf"):
            yield
    except Malformed as fault:
        raise Unsignable("damaged", "Tệp PDF hỏng hoặc không đúng chuẩn, không ký được") from fault


def refuse_unsignable(writer: Appender) -> None:
    """Raise Unsignable when the form is XFA, which pyHanko signs without a word, or a signer forbade any change."""
    if "/XFA" in _form(writer):
        raise Unsignable("xfa", "Tệp chứa biểu mẫu XFA, không ký được")
    certification = read_certification_data(writer.prev)
    locks = {signature.docmdp_level for signature in writer.prev.embedded_signatures}
    if (certification is not None and certification.permission == MDPPerm.NO_CHANGES) or MDPPerm.NO_CHANGES in locks:
        raise Unsignable("locked", "Người ký trước không cho phép ký thêm vào văn bản này")


def free_field(writer: Appender, wanted: str | None, prefix: str) -> str:
    """The field name to create: `wanted`, else `prefix` with the next free number. Raises Unsignable when taken."""
    taken = {name for name, _, _ in enumerate_sig_fields(writer)} | _top_level_names(writer)
    if wanted is None:
        return next(name for number in range(1, len(taken) + 2) if (name := f"{prefix}{number}") not in taken)
    if wanted in taken:
        raise Unsignable("field_exists", f"Văn bản đã có trường ký tên {wanted}")
    if not wanted or "." in wanted:
        raise Unsignable("bad_field", "Tên trường ký không được rỗng hoặc chứa dấu chấm")
    return wanted


def _top_level_names(writer: Appender) -> set[str]:
    form = _form(writer)
    return {str(field.get_object().get("/T")) for field in resolved(form, "/Fields", ())}


def _form(writer: Appender) -> Any:
    return resolved(writer.root, "/AcroForm", {})


def resolved(dictionary: Any, key: str, default: Any) -> Any:
    """The value with references followed, which pyHanko's own `.get` does not do."""
    try:
        return dictionary[key]
    except KeyError:
        return default
