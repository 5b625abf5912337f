"""The door to PDFium: what a PDF page shows, and the text that stands on it already."""

import ctypes
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from ocr.errors import PageFailed, Refused
from ocr.prepare.page import Pixels
from ocr.types import Box, Word

INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
BEST_DPI, LOWEST_DPI = 300.0, 70.0
LARGEST_PIXELS = 25_000_000
DEEPEST = 8
OPENED_AT_ONCE = 32  # pages looked at or drawn
COVERING = 0.5  # share of the page from which on a picture is the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One character of a page's text; `seen` is False for text that is not painted or lies under a picture."""

    text: str
    box: Box
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """One page as shown: sizes in points, `rotation` its own /Rotate, `box` its visible part in its own coordinates.

    `words` are all that stand on it, `seen` the printed ones, `unseen` those of an earlier text layer.
    `picture_share` is how much of the page its largest picture covers, `native_dpi` that picture's resolution; 0 where
    there is none. `has_notes`: annotations or form fields lie on it.
    """

    index: int
    width: float
    height: float
    box: tuple[float, float, float, float]
    rotation: int
    words: tuple[Word, ...]
    seen: tuple[Word, ...]
    unseen: tuple[Word, ...]
    picture_share: float
    native_dpi: float
    has_notes: bool


class PdfPages:
    """The pages of one file. Not for several threads: PDFium has one lock for all.

    Raises pdfium.PdfiumError where the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document = _document(path)
        self._used = 0

    def close(self) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def look(self, index: int) -> PdfPage:
        """What stands on a page; raises PageFailed where it cannot be read."""
        with self._page(index) as page:
            pictures = [(_share(page, item), item) for item in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], DEEPEST)]
            share, largest = max(pictures, key=lambda found: found[0], default=(0.0, None))
            width, height = page.get_size()
            letters = list(_letters(page, _covered(page)))
            return PdfPage(
                index=index,
                width=width,
                height=height,
                box=page.get_bbox(),
                rotation=page.get_rotation(),
                words=tuple(_words(iter(letters))),
                seen=tuple(_words(letter for letter in letters if letter.seen)),
                unseen=tuple(_words(letter for letter in letters if not letter.seen)),
                picture_share=share,
                native_dpi=_dpi(largest) if largest else 0.0,
                has_notes=raw.FPDFPage_GetAnnotCount(page.raw) > 0,
            )

    def draw(self, page: PdfPage) -> tuple[Pixels, float]:
        """The page as shown, RGB, and its resolution: its picture's own, 300 dpi at most."""
        dpi = min(page.native_dpi, BEST_DPI) if page.picture_share > COVERING else BEST_DPI
        dpi = max(dpi, LOWEST_DPI)
        dpi = min(dpi, 72 * (LARGEST_PIXELS / max(page.width * page.height, 1.0)) ** 0.5)
        with self._page(page.index) as opened:
            bitmap = opened.render(scale=dpi / 72, rev_byteorder=True)
            drawn = bitmap.to_numpy()
            pixels = np.array(drawn[..., :3] if drawn.ndim == 3 else drawn)
            bitmap.close()
        return (pixels if pixels.ndim == 2 or pixels.shape[2] == 3 else pixels[..., 0]), dpi

    @contextmanager
    def _page(self, index: int) -> Iterator[pdfium.PdfPage]:
        try:
            self._begin_anew()
            page = self._document[index]
            try:
                yield page
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            raise PageFailed(f"Không vẽ được trang {index + 1} của tệp PDF.") from error

    def _begin_anew(self) -> None:
        """Open the file again every now and then: PDFium keeps the compressed pictures of all pages it has shown."""
        self._used += 1
        if self._used > OPENED_AT_ONCE:
            old, self._document, self._used = self._document, _document(self._path), 1
            old.close()


@contextmanager
def opened(path: Path) -> Iterator[PdfPages]:
    """The file in PDFium; raises Refused(damaged)."""
    try:
        pages = PdfPages(path)
    except pdfium.PdfiumError as error:
        raise Refused("damaged") from error
    try:
        yield pages
    finally:
        pages.close()


def _document(path: Path) -> pdfium.PdfDocument:
    document = pdfium.PdfDocument(path)
    document.init_forms()  # draws fields too: a registrar's number and date are often part of a signature's
    return document


def _share(page: pdfium.PdfPage, picture: pdfium.PdfObject) -> float:
    left, bottom, right, top = picture.get_bounds()
    box = page.get_bbox()
    across = min(right, box[2]) - max(left, box[0])
    down = min(top, box[3]) - max(bottom, box[1])
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return max(across, 0.0) * max(down, 0.0) / whole if whole else 0.0


def _dpi(picture: pdfium.PdfObject) -> float:
    width, height = picture.get_px_size()
    matrix = picture.get_matrix()
    across, down = np.hypot(matrix.a, matrix.b), np.hypot(matrix.c, matrix.d)
    return float(max(width * 72 / across, height * 72 / down)) if across and down else 0.0


def _covered(page: pdfium.PdfPage) -> set[int]:
    """Addresses of text objects painted before a picture that hides them: some scanners put their text there."""
    before: list[int] = []
    hidden: set[int] = set()
    for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE], DEEPEST):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            before.append(_address(item.raw))
        elif _share(page, item) > COVERING and not raw.FPDFPageObj_HasTransparency(item.raw):
            hidden.update(before)
    return hidden


def _letters(page: pdfium.PdfPage, covered: set[int]) -> Iterator[Letter]:
    """The characters of a page in PDFium's order, with the spaces and line ends it puts between."""
    text = page.get_textpage()
    seen: dict[int, bool] = {}
    try:
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            shown = raw.FPDFText_GetTextObject(text.raw, index)
            address = _address(shown)
            if address and address not in seen:
                seen[address] = raw.FPDFTextObj_GetTextRenderMode(shown) not in INVISIBLE and address not in covered
            box = _as_shown(page, text.get_charbox(index, loose=True))
            yield Letter(text=_character(code), box=box, seen=seen.get(address, True))
    finally:
        text.close()


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _character(code: int) -> str:
    broken = code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or 0xFFFE <= code <= 0xFFFF
    character = "" if broken else chr(code)
    return character if character.isspace() or character.isprintable() else ""


def _as_shown(page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> Box:
    """From the page's own coordinates to points from the top left as shown."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = page.get_bbox()
    match page.get_rotation():
        case 90:
            return Box(left=bottom - y0, top=left - x0, right=top - y0, bottom=right - x0)
        case 180:
            return Box(left=x1 - right, top=bottom - y0, right=x1 - left, bottom=top - y0)
        case 270:
            return Box(left=y1 - top, top=x1 - right, right=y1 - bottom, bottom=x1 - left)
        case _:
            return Box(left=left - x0, top=y1 - top, right=right - x0, bottom=y1 - bottom)


def _words(letters: Iterator[Letter]) -> Iterator[Word]:
    """Letters between white space as words; PDFium puts a line end between lines."""
    line, pending = 0, list[Letter]()
    for letter in letters:
        if letter.text and not letter.text.isspace():
            pending.append(letter)
            continue
        if pending and letter.text:
            yield _word(pending, line)
            pending = []
        line += letter.text == "\n"
    if pending:
        yield _word(pending, line)


def _word(letters: list[Letter], line: int) -> Word:
    boxes = [letter.box for letter in letters]
    return Word(
        text=unicodedata.normalize("NFC", "".join(letter.text for letter in letters)),
        box=Box(
            left=min(box.left for box in boxes),
            top=min(box.top for box in boxes),
            right=max(box.right for box in boxes),
            bottom=max(box.bottom for box in boxes),
        ),
        confidence=100.0,
        line=line,
    )
