"""Recognised pages as ALTO 4.4 (loc.gov/standards/alto), the form in which libraries and archives keep them."""

from collections.abc import Iterable, Iterator, Sequence

from ocr.exports.markup import Edges, Ruler, attribute, text
from ocr.lines import by_line
from ocr.types import RecognisedPage, Word

PER_INCH = 1200  # ALTO knows pixels, tenths of a millimetre and this; the last is the finest
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.4">
<Description>
<MeasurementUnit>inch1200</MeasurementUnit>
<Processing ID="OCR">
<processingSoftware><softwareName>Hồ sơ số (Tesseract)</softwareName></processingSoftware>
</Processing>
</Description>
<Layout>
"""
FOOT = "</Layout>\n</alto>\n"


def alto(pages: Iterable[RecognisedPage]) -> Iterator[str]:
    """The document in pieces, one page at a time, so that memory stays flat; there must be a page.

    What was read before a correction stands as an ALTERNATIVE for the purpose `raw`.
    """
    yield HEAD
    for page in pages:
        yield _page(page)
    yield FOOT


def _page(page: RecognisedPage) -> str:
    ruler, name = Ruler(page=page, per_inch=PER_INCH), f"P{page.number}"
    lines = "".join(_line(f"{name}_L{n}", line, ruler) for n, line in enumerate(by_line(page.words), start=1))
    block = f'<TextBlock ID="{name}_B" {_place(ruler.around(page.words))}>\n{lines}</TextBlock>\n' if lines else ""
    _, _, width, height = ruler.whole
    return (
        f'<Page ID="{name}" PHYSICAL_IMG_NR="{page.number}" WIDTH="{width}" HEIGHT="{height}" LANG="vi">\n'
        f"<PrintSpace {_place(ruler.whole)}>\n{block}</PrintSpace>\n</Page>\n"
    )


def _line(name: str, words: Sequence[Word], ruler: Ruler) -> str:
    strings = "<SP/>".join(_string(f"{name}_S{number}", word, ruler) for number, word in enumerate(words, start=1))
    return f'<TextLine ID="{name}" {_place(ruler.around(words))}>{strings}</TextLine>\n'


def _string(name: str, word: Word, ruler: Ruler) -> str:
    sure = f'WC="{word.confidence / 100:.2f}"'
    told = f'<String ID="{name}" {_place(ruler.edges(word.box))} {sure} CONTENT={attribute(word.text)}'
    return (
        f"{told}/>"
        if word.raw is None
        else f'{told}><ALTERNATIVE PURPOSE="raw">{text(word.raw)}</ALTERNATIVE></String>'
    )


def _place(edges: Edges) -> str:
    left, top, right, bottom = edges
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{max(right - left, 0)}" HEIGHT="{max(bottom - top, 0)}"'
