"""What is print on a page: dark, thin or even, and without a colour of its own."""

from dataclasses import dataclass

import numpy as np

from ocr.access_copy import raster
from ocr.access_copy.cells import Cells, Grid
from ocr.prepare.page import Pixels

DARKEST_PAPER = 80  # levels
MOTLEY = 0.3  # difference of saturation from which on it is no paper
THRESHOLDS = (110, 190)  # of paper at 255: print is not looked for beyond
# Print is darker than its threshold somewhere within NEARBY cells, by this part of the way to its thickest strokes;
# pencil is not.
DEEPER, NEARBY = 0.3, 5
# Ink is red or blue from so many levels between its strongest and its weakest component on, and such a part of its
# darkness; black letters have colour fringes of less, or of single cells.
LEAST_COLOUR, COLOURED = 16, 0.2
# In coloured ink only this dark is print over it: black under a red seal has 60, dark blue pen 120 and more.
DARKEST_COLOUR = 100
SOLID = 250  # of 255: cells covered by print
UNLIKE = 40  # levels by which one colour for all print may be wrong
EDGE = 3  # cells; a letter's edge lies in the cell beside as often as not
FINE_DPI = 250  # below it edges of letters are kept at twice the picture's resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The print of a page.

    `tone` is below `threshold` on print only. `colour` has as many components as the page; `darkness` is how far it is,
    from 0 to 1, from paper to black. `shades` is not 0 in cells that are as dark as print but are a picture's.
    """

    tone: Pixels
    threshold: float
    colour: tuple[int, ...]
    darkness: float
    shades: Cells

    @property
    def mask(self) -> Pixels:
        return raster.below(self.tone, self.threshold)

    def fine_mask(self, dpi: float) -> Pixels:
        """The mask at 250 dpi or more: a letter's edge at 200 dpi lies in its greys."""
        return self.mask if dpi >= FINE_DPI else raster.below(raster.doubled(self.tone), self.threshold)


def paper_of(cells: Cells) -> Cells:
    """The paper with its shadows, without what stands on it: the lightest around, smoothed over centimetres."""
    height, width = cells.shape[:2]
    lightest = raster.grown(raster.scaled(cells, 0.5), 9)
    return np.maximum(raster.stretched(raster.smooth(lightest, 11, 5), (width, height)), 1)


def is_paper(paper: Cells) -> bool:
    """Whether it may be a sheet: light for the most part, and of one colour whatever light falls on it."""
    if np.percentile(raster.grey(paper), 10) < DARKEST_PAPER:
        return False
    if paper.ndim == 2:
        return True
    colour = raster.divided(raster.strongest(paper) - raster.weakest(paper), raster.strongest(paper))
    low, high = np.percentile(colour, (10, 90))
    return bool(high - low < 255 * MOTLEY)


def find_ink(pixels: Pixels, cells: Cells, paper: Cells, grid: Grid) -> Ink:
    """Tell print from all else; `cells` are the page's and `paper` what lies under them."""
    light = grid.smoothed(raster.grey(paper))
    tone = raster.divided(raster.grey(pixels), light)
    threshold = min(max(raster.parting(tone), THRESHOLDS[0]), THRESHOLDS[1])
    coloured = _coloured(cells, paper)
    if coloured.any():
        _spare_colour(tone, threshold, pixels, light, grid, coloured)
    coverage = grid.shrunk(raster.below(tone, threshold))
    colour = _colour(cells, coverage)
    shades = _shades(cells, paper, coverage, coloured, colour)
    darkness = 1 - float(np.mean(colour)) / float(np.median(paper))
    pale = _pale(tone, threshold, grid, darkness)
    tone[grid.grown(shades | pale) > 0] = 255
    return Ink(tone=tone, threshold=threshold, colour=colour, darkness=darkness, shades=shades)


def _coloured(cells: Cells, paper: Cells) -> Cells:
    """Where ink has a colour, and a little around it. Yellow paper is none: it is compared with the paper."""
    if cells.ndim == 2:
        return np.zeros_like(cells)
    lit = raster.divided(cells, paper)
    weakest = raster.weakest(lit)
    colour = raster.strongest(lit) - weakest
    found = (colour > LEAST_COLOUR) & (colour > COLOURED * raster.inverted(weakest).astype(np.float32))
    return raster.grown(raster.without_specks(raster.mask_of(found), 2), 5)


def _spare_colour(tone: Pixels, threshold: float, pixels: Pixels, light: Pixels, grid: Grid, coloured: Cells) -> None:
    """In coloured places, let only what is dark in all components be as dark as print."""
    part = grid.pixels_of(raster.around(coloured))
    dark = raster.divided(raster.strongest(pixels[part]), light[part], 255 * threshold / DARKEST_COLOUR)
    np.copyto(tone[part], dark, where=grid.grown(coloured)[part] > 0)


def _colour(cells: Cells, coverage: Cells) -> tuple[int, ...]:
    """The print's colour where it is thickest; black where no cell is covered."""
    solid = cells[coverage >= SOLID]
    dark = np.percentile(solid, 25, axis=0) if len(solid) else np.zeros(cells.shape[2:])
    return tuple(int(value) for value in np.atleast_1d(dark))


def _shades(cells: Cells, paper: Cells, coverage: Cells, coloured: Cells, colour: tuple[int, ...]) -> Cells:
    """Where print, painted in its one colour, would look unlike the page; and a little around."""
    even = np.empty_like(cells)
    even[:] = colour if cells.ndim == 3 else colour[0]
    painted = raster.blended(paper, even, coverage)
    unlike = raster.farthest(raster.blurred(painted, EDGE), raster.blurred(cells, EDGE)) > UNLIKE
    unlike &= (coverage > 0) & (coloured == 0)
    unlike |= (raster.farthest(even, cells) > UNLIKE) & (raster.eaten(coverage, EDGE) >= SOLID)
    return raster.grown(raster.without_specks(raster.mask_of(unlike), 2), 9)


def _pale(tone: Pixels, threshold: float, grid: Grid, darkness: float) -> Cells:
    """Where nothing near is as dark as print gets."""
    thickest = 255 * (1 - darkness)
    deep = raster.below(tone, threshold - DEEPER * max(threshold - thickest, 0))
    return raster.mask_of(raster.grown(grid.shrunk(deep), NEARBY) == 0)
