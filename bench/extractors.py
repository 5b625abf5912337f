"""The text of a PDF's pages as three programs read it, and the boxes of its words."""

import html
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2

WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([^"]+)" height="([^"]+)">(.*?)</page>', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWord:
    """A word of the text layer; its box `(left, top, right, bottom)` in points of the page as shown."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page as shown, in points."""

    width: float
    height: float
    words: tuple[FoundWord, ...]


def by_pypdf(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def by_pdfium(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def by_pdftotext(path: Path) -> list[str]:
    """With its own choice of order; a form feed ends every page."""
    return _printed("pdftotext", str(path), "-").split("\f")[:-1]


EXTRACTORS: Mapping[str, Callable[[Path], list[str]]] = {
    "pypdf": by_pypdf,
    "pdfium": by_pdfium,
    "pdftotext": by_pdftotext,
}


def words(path: Path) -> list[FoundPage]:
    """Words as pdftotext tells them apart, a page at a time."""
    pages = PAGE.findall(_printed("pdftotext", "-bbox", str(path), "-"))
    return [
        FoundPage(
            width=float(width),
            height=float(height),
            words=tuple(
                FoundWord(text=html.unescape(text), box=(float(x0), float(y0), float(x1), float(y1)))
                for x0, y0, x1, y1, text in WORD.findall(body)
            ),
        )
        for width, height, body in pages
    ]


def _printed(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")
