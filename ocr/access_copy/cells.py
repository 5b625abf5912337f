"""A page seen through a grid of about 90 cells to the inch: what is looked for is looked for there, at little cost."""

from dataclasses import dataclass

from ocr.access_copy import raster
from ocr.access_copy.raster import Box
from ocr.prepare.page import Pixels

CELLS_PER_INCH = 90

Cells = Pixels  # one value, or one colour, a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of `step` x `step` pixels over a picture; what is left over at its right and lower edge has none."""

    width: int
    height: int
    step: int

    @classmethod
    def over(cls, pixels: Pixels, dpi: float) -> "Grid":
        """The grid for a picture; it must be larger than a cell."""
        height, width = pixels.shape[:2]
        return cls(width=width, height=height, step=max(round(dpi / CELLS_PER_INCH), 1))

    @property
    def across(self) -> int:
        return self.width // self.step

    @property
    def down(self) -> int:
        return self.height // self.step

    def shrunk(self, pixels: Pixels) -> Cells:
        """The mean of each cell."""
        return raster.shrunk(pixels[: self.down * self.step, : self.across * self.step], (self.across, self.down))

    def grown(self, cells: Cells) -> Pixels:
        """Each cell's value in all its pixels; those without a cell have their neighbour's."""
        return raster.repeated(cells, self.step, (self.width, self.height))

    def smoothed(self, cells: Cells) -> Pixels:
        """The picture's pixels, with values between those of the cells."""
        return raster.stretched(cells, (self.width, self.height))

    def pixels_of(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of the picture that lie in a box of cells."""
        left, top, right, bottom = (edge * self.step for edge in box)
        return slice(top, bottom), slice(left, right)

    def part(self, box: Box) -> tuple[float, float, float, float]:
        """A box of cells as parts of the picture."""
        left, top, right, bottom = (edge * self.step for edge in box)
        return left / self.width, top / self.height, right / self.width, bottom / self.height
