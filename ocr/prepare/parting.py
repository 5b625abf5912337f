"""Takes the two-column head and foot of a page apart, so that each side is read by itself.

Papers of Decree 30/2020 have the agency beside quốc hiệu on top and the recipients beside the signature at the end, in
letters of different size on lines that do not meet. Tesseract joins such neighbours into lines of its own making and
misreads both: of the list "- Như trên; - Bộ Tài chính;" it made "- nh Là) b ' ĐỢ là BÀ GHI".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.prepare.corridors import Corridor, corridors
from ocr.prepare.page import Page
from ocr.types import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A rectangle of the page, in pixels, and where its top lies in the copy for reading.

    `column` is the corridor, counted from 0, and the side of it (0 left, 1 right); None for what runs across the page.
    """

    left: int
    top: int
    right: int
    bottom: int
    column: tuple[int, int] | None = None
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A copy for reading, in which strips of the page stand one below the other."""

    page: Page
    strips: tuple[Strip, ...]

    def strip_of(self, box: Box) -> Strip:
        """The strip that a box of the copy, in points, lies in."""
        middle = (box.top + box.bottom) / 2 * self.page.dpi / 72
        return next((strip for strip in reversed(self.strips) if strip.at <= middle), self.strips[0])

    def on_page(self, box: Box) -> Box:
        """Where on the page a box of the copy lies; points."""
        strip = self.strip_of(box)
        down = (strip.top - strip.at) * 72 / self.page.dpi
        return replace(box, top=box.top + down, bottom=box.bottom + down)

    def column_at(self, box: Box) -> tuple[int, int] | None:
        """The column of the page that a box on it, in points, lies in."""
        across, down = (self.page.dpi / 144 * (a + b) for a, b in ((box.left, box.right), (box.top, box.bottom)))
        inside = (one for one in self.strips if one.left <= across < one.right and one.top <= down < one.bottom)
        return next((strip.column for strip in inside), None)


def whole(page: Page) -> Parted:
    """The page itself, in one strip."""
    return Parted(page=page, strips=tuple(_strips(page, ())))


def parted(page: Page) -> Parted:
    """The page's copy for reading, its columns in head and foot apart; the page itself where it has none.

    CER of 8 real pages 3.1 -> 2.5 %, of 28 generated ones 0.73 -> 0.59, for 0.03 s.
    """
    found = corridors(page)
    if not found:
        return whole(page)
    strips = tuple(_strips(page, found))
    tall = sum(strip.bottom - strip.top for strip in strips)
    paper = int(np.median(page.pixels[::16, ::16]))
    pixels = np.full((tall, page.pixels.shape[1]), paper, np.uint8)
    for strip in strips:
        across, rows = slice(strip.left, strip.right), strip.bottom - strip.top
        pixels[strip.at : strip.at + rows, across] = page.pixels[strip.top : strip.bottom, across]
    return Parted(page=replace(page, pixels=pixels), strips=strips)


def _strips(page: Page, found: Sequence[Corridor]) -> Iterator[Strip]:
    height, width = page.pixels.shape[:2]
    top = at = 0
    for number, way in enumerate(found):
        if way.top > top:
            yield Strip(left=0, top=top, right=width, bottom=way.top, at=at)
            at += way.top - top
        for side, (left, right) in enumerate(((0, way.middle), (way.middle, width))):
            yield Strip(left=left, top=way.top, right=right, bottom=way.bottom, column=(number, side), at=at)
            at += way.bottom - way.top
        top = way.bottom
    if top < height or not found:
        yield Strip(left=0, top=top, right=width, bottom=height, at=at)
