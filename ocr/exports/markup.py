"""What XML takes: text without characters that it forbids, and lengths as whole numbers of a unit."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.types import Box, RecognisedPage, Word

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
BREAKS = str.maketrans({"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})  # XML 1.0, 3.3.3: a parser makes spaces of them
POINTS_PER_INCH = 72

Edges = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """Measures a page in units of which an inch has `per_inch`."""

    page: RecognisedPage
    per_inch: int

    @property
    def whole(self) -> Edges:
        """The page."""
        return 0, 0, self._units(self.page.width), self._units(self.page.height)

    def edges(self, box: Box) -> Edges:
        """A box, what of it lies on the page."""
        _, _, width, height = self.whole
        left, top, right, bottom = (self._units(edge) for edge in (box.left, box.top, box.right, box.bottom))
        return min(left, width), min(top, height), min(right, width), min(bottom, height)

    def around(self, words: Iterable[Word]) -> Edges:
        """The smallest box that holds the words; there must be some."""
        left, top, right, bottom = zip(*(self.edges(word.box) for word in words), strict=True)
        return min(left), min(top), max(right), max(bottom)

    def _units(self, points: float) -> int:
        return max(round(points * self.per_inch / POINTS_PER_INCH), 0)


def text(value: str) -> str:
    """As the text of an element."""
    return html.escape(FORBIDDEN.sub("", value), quote=False)


def attribute(value: str) -> str:
    """As an attribute's value, with its quotation marks."""
    # Not xml.sax.saxutils: that imports the web's protocols, a tenth of this package's start.
    return f'"{html.escape(FORBIDDEN.sub("", value)).translate(BREAKS)}"'
