"""Recognised pages as hOCR 1.2 (kba.github.io/hocr-spec/1.2): XHTML whose titles tell boxes in pixels."""

from collections.abc import Iterable, Iterator, Sequence

from ocr.exports.markup import Edges, Ruler, text
from ocr.lines import by_line
from ocr.types import RecognisedPage, Word

DPI = 300  # the resolution to which pixels are told, whatever the scan's was
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
<head>
<title>Hồ sơ số</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<meta name="ocr-system" content="Hồ sơ số (Tesseract)"/>
<meta name="ocr-langs" content="vi"/>
<meta name="ocr-capabilities" content="ocr_page ocr_line ocrx_word"/>
</head>
<body>
"""
FOOT = "</body>\n</html>\n"


def hocr(pages: Iterable[RecognisedPage]) -> Iterator[str]:
    """The document in pieces, one page at a time, so that memory stays flat."""
    yield HEAD
    for page in pages:
        yield _page(page)
    yield FOOT


def _page(page: RecognisedPage) -> str:
    ruler = Ruler(page=page, per_inch=DPI)
    lines = (_line(f"{page.number}_{number}", line, ruler) for number, line in enumerate(by_line(page.words), start=1))
    title = f"{_bbox(ruler.whole)}; ppageno {page.number - 1}; scan_res {DPI} {DPI}"
    return f"<div class='ocr_page' id='page_{page.number}' title='{title}'>\n{''.join(lines)}</div>\n"


def _line(name: str, words: Sequence[Word], ruler: Ruler) -> str:
    shown = " ".join(_word(f"{name}_{number}", word, ruler) for number, word in enumerate(words, start=1))
    return f"<span class='ocr_line' id='line_{name}' title='{_bbox(ruler.around(words))}'>{shown}</span><br/>\n"


def _word(name: str, word: Word, ruler: Ruler) -> str:
    title = f"{_bbox(ruler.edges(word.box))}; x_wconf {round(word.confidence)}"
    return f"<span class='ocrx_word' id='word_{name}' title='{title}'>{text(word.text)}</span>"


def _bbox(edges: Edges) -> str:
    return "bbox " + " ".join(map(str, edges))
