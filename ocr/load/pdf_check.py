"""Whether a PDF may be taken: not encrypted, whole, not too long; and whether somebody has signed it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from ocr.errors import Refused
from ocr.types import Limits

TAIL = 4096
PIECE = 1 << 20  # bytes of a file in memory at once
LONGEST = 4096  # bytes of a word of PDF and the white space after it
MOST_FIELDS = 100_000
# A signature's byte range stands in clear in the file: the bytes around it are counted (ISO 32000-1, 12.8.1).
ENCRYPT = re.compile(rb"/Encrypt\b")
PAGELESS = re.compile(rb"/Pages\s*<<\s*>>")
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What `check` found. `pages` is 0 for a form without any (XFA): nothing to read, nothing to lose."""

    pages: int
    signed: bool


def check(path: Path, limits: Limits) -> PdfFacts:
    """Raises Refused: encrypted, damaged, too_many_pages.

    Any encryption is refused, the empty password included: what its author restricted must not be altered.
    """
    raw = _Raw(path)
    try:
        with pikepdf.open(path) as pdf:
            facts = _facts(pdf, raw)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except pikepdf.PdfError as error:
        if raw.finds(ENCRYPT):
            raise Refused("encrypted") from error
        if raw.finds(PAGELESS):
            return PdfFacts(pages=0, signed=raw.signed)
        raise Refused("damaged") from error
    _see(path)
    if facts.pages > limits.max_pages:
        raise Refused("too_many_pages", f"Tệp có {facts.pages} trang, giới hạn là {limits.max_pages}.")
    return facts


class _Raw:
    """The file as bytes, for what no parser should be trusted with."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def signed(self) -> bool:
        return self.finds(BYTE_RANGE)

    def finds(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether it stands anywhere. Read piece by piece: a file that is mapped counts as our memory."""
        before = b""
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                looked_at = before + piece
                if pattern.search(looked_at):
                    return True
                before = looked_at[-LONGEST:]
        return False

    @property
    def ends_well(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(max(self._path.stat().st_size - TAIL, 0))
            return b"%%EOF" in file.read()


def _facts(pdf: pikepdf.Pdf, raw: _Raw) -> PdfFacts:
    if pdf.is_encrypted:
        raise Refused("encrypted")
    signed = raw.signed or any(_is_signature(field) for field in _fields(pdf))
    pages = len(pdf.pages)
    mended = any("damaged" in str(warning) for warning in pdf.get_warnings())
    # A file that was cut off may still show some of its pages; the sender has the rest.
    if pages == 0 or (mended and not raw.ends_well):
        raise Refused("damaged")
    return PdfFacts(pages=pages, signed=signed)


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Form fields, each once: a hostile tree of them may loop."""
    form = pdf.Root.get("/AcroForm")
    waiting = _kids(form, "/Fields")
    met: set[tuple[int, int]] = set()
    while waiting and len(met) < MOST_FIELDS:
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or field.objgen in met:
            continue
        if field.is_indirect:
            met.add(field.objgen)
        yield field
        waiting += _kids(field, "/Kids")


def _kids(holder: pikepdf.Object | None, name: str) -> list[pikepdf.Object]:
    kids = holder.get(name) if isinstance(holder, pikepdf.Dictionary) else None
    return list(kids) if isinstance(kids, pikepdf.Array) else []


def _is_signature(field: pikepdf.Object) -> bool:
    value = field.get("/V")
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value


def _see(path: Path) -> None:
    """PDFium draws the pages: what it cannot open is of no use, whatever qpdf makes of it."""
    try:
        pdfium.PdfDocument(path).close()
    except pdfium.PdfiumError as error:
        raise Refused("damaged") from error
