"""What remains of a page when its print is taken out: paper, and places where more than paper shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr.access_copy import raster
from ocr.access_copy.cells import Cells, Grid
from ocr.access_copy.ink import Ink
from ocr.access_copy.raster import Box
from ocr.prepare.page import Pixels

HALO = 0.66  # cells by which print is wider than its threshold says
SEEN = 0.1  # share of a cell beside print from which on its colour is known ...
CERTAIN = 0.4  # ... and from which on it is believed
MORE_THAN_PAPER = 20  # levels
NEAR = 13  # cells, about 3 mm: what lies closer is one place
LEAST = 12  # cells; smaller places are specks
MARGIN = 3  # cells
MOST = 60  # places; a page with more is one place
WIDE = 9  # cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The page without its print.

    `clear` is 255 where no print is near. `cells` show all the rest, with what is around where print stood. `places`
    are boxes of cells that hold seals, pens, stamps, photographs.
    """

    pixels: Pixels
    clear: Pixels
    grid: Grid
    cells: Cells
    paper: Cells
    places: tuple[Box, ...]

    @property
    def share(self) -> float:
        """How much of the page the places take."""
        taken = sum((right - left) * (bottom - top) for left, top, right, bottom in self.places)
        return taken / (self.grid.across * self.grid.down)

    def bare(self) -> Cells:
        """The cells with paper in all places, which are painted over anyhow."""
        bare = self.cells.copy()
        for left, top, right, bottom in self.places:
            bare[top:bottom, left:right] = self.paper[top:bottom, left:right]
        return bare

    def place(self, box: Box, factor: float) -> Pixels:
        """The pixels of a place, made smaller by a factor up to 1, with what is around where print stood."""
        part, (left, top, right, bottom) = self.grid.pixels_of(box), box
        kept = raster.scaled(raster.masked(self.pixels[part], self.clear[part]), factor)
        clear = raster.scaled(self.clear[part], factor)
        behind = raster.stretched(self.cells[top:bottom, left:right], (clear.shape[1], clear.shape[0]))
        return _filled(kept, clear, behind)


def without_print(pixels: Pixels, cells: Cells, paper: Cells, ink: Ink, grid: Grid) -> Rest:
    """Take the print out; `cells` are the page's and `paper` what lies under them."""
    clear = raster.inverted(raster.grown(ink.mask, 2 * max(round(grid.step * HALO), 1) + 1))
    share = grid.shrunk(clear)
    mean = grid.shrunk(raster.masked(pixels, clear))
    wide = _filled(raster.blurred(mean, WIDE), raster.blurred(share, WIDE), paper)
    shown = _filled(mean, share, wide)
    more = (raster.farthest(shown, paper) > MORE_THAN_PAPER) & (share > 255 * CERTAIN)
    found = raster.without_specks(raster.mask_of(more), 2) | ink.shades
    return Rest(pixels=pixels, clear=clear, grid=grid, cells=shown, paper=paper, places=tuple(_places(found, grid)))


def _filled(mean: Pixels, share: Pixels, behind: Pixels) -> Pixels:
    """What `mean`, darkened by all it could not see, would be; where it saw next to nothing, what is `behind`."""
    known = np.maximum(share, round(255 * SEEN))
    lit = raster.divided(mean, known if mean.ndim == 2 else np.dstack([known] * 3))
    lit[share < 255 * SEEN] = behind[share < 255 * SEEN]
    return lit


def _places(found: Cells, grid: Grid) -> Iterator[Box]:
    boxes = list(raster.patches(raster.joined(found, NEAR), LEAST))
    if len(boxes) > MOST:
        yield 0, 0, grid.across, grid.down
        return
    wider = [(left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN) for left, top, right, bottom in boxes]
    for left, top, right, bottom in _merged(wider):
        yield max(left, 0), max(top, 0), min(right, grid.across), min(bottom, grid.down)


def _merged(boxes: Sequence[Box]) -> Sequence[Box]:
    """Boxes that touch, as one each."""
    left, done = list(boxes), list[Box]()
    while left:
        box = left.pop()
        touching = [other for other in left if _touch(box, other)]
        if touching:
            left = [other for other in left if other not in touching] + [_around([box, *touching])]
        else:
            done.append(box)
    return done


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
