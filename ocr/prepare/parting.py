"""Takes the two-column head and foot of a page apart, so that each side is read by itself.

Papers of Decree 30/2020 have the agency beside quốc hiệu on top and the recipients beside the signature at the end, in
letters of different size on lines that do not meet. Tesseract joins such neighbours into lines of its own making and
misreads both: of the list "- Như trên; - Bộ Tài chính;" it made "- nh Là) b ' ĐỢ là BÀ GHI".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.prepare.corridors import Corridor, corridors
from ocr.prepare.page import Page
from ocr.prepare.trimming import lightest_ink, print_on
from ocr.types import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A rectangle of the page, in pixels, that is read by itself.

    `column` is the corridor, counted from 0, and the side of it (0 left, 1 right); None for what runs across the page.
    """

    left: int
    top: int
    right: int
    bottom: int
    column: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A page and the strips of it that are read, in this order."""

    page: Page
    strips: tuple[Strip, ...]

    def pictures(self) -> Iterator[Page]:
        """Each strip by itself."""
        for strip in self.strips:
            pixels = self.page.pixels[strip.top : strip.bottom, strip.left : strip.right]
            yield replace(self.page, pixels=pixels)

    def on_page(self, box: Box, strip: Strip) -> Box:
        """Where on the page a box of the strip's picture lies; points."""
        across, down = strip.left * 72 / self.page.dpi, strip.top * 72 / self.page.dpi
        return Box(left=box.left + across, top=box.top + down, right=box.right + across, bottom=box.bottom + down)

    def column_at(self, box: Box) -> tuple[int, int] | None:
        """The column of the page that a box on it, in points, lies in."""
        across, down = (self.page.dpi / 144 * (a + b) for a, b in ((box.left, box.right), (box.top, box.bottom)))
        inside = (one for one in self.strips if one.left <= across < one.right and one.top <= down < one.bottom)
        return next((strip.column for strip in inside), None)


def whole(page: Page) -> Parted:
    """The page itself, in one strip."""
    height, width = page.pixels.shape[:2]
    return Parted(page=page, strips=(Strip(left=0, top=0, right=width, bottom=height),))


def parted(page: Page) -> Parted:
    """The page, its columns in head and foot apart, without strips on which nothing stands; whole where it has none.

    CER of 8 real pages 3.1 -> 2.5 %, of 28 generated ones 0.73 -> 0.59, for 0.02 s. One below the other in one picture
    the strips are read as well, but Tesseract, which looks at each pixel many times, has twice as many and takes 6 %
    longer.
    """
    apart = Parted(page=page, strips=tuple(_strips(page, corridors(page))))
    if len(apart.strips) == 1:
        return apart
    lightest = lightest_ink(page)
    each = zip(apart.strips, apart.pictures(), strict=True)
    strips = tuple(strip for strip, picture in each if print_on(picture, lightest))
    return replace(apart, strips=strips) if len(strips) > 1 else whole(page)


def _strips(page: Page, found: Sequence[Corridor]) -> Iterator[Strip]:
    height, width = page.pixels.shape[:2]
    top = 0
    for number, way in enumerate(found):
        if way.top > top:
            yield Strip(left=0, top=top, right=width, bottom=way.top)
        for side, (left, right) in enumerate(((0, way.middle), (way.middle, width))):
            yield Strip(left=left, top=way.top, right=right, bottom=way.bottom, column=(number, side))
        top = way.bottom
    if top < height:
        yield Strip(left=0, top=top, right=width, bottom=height)
