"""The picture of one page between the steps that prepare it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Homography = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flattening:
    """How a photographed sheet was made flat.

    `matrix` maps points of the photo to points of the flat sheet, both from their top left and before any turn; `photo`
    and `flat` are width and height of both in points.
    """

    matrix: Homography
    photo: tuple[float, float]
    flat: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Square pixels, grey (h, w) or RGB (h, w, 3), `dpi` to the inch, turned and levelled as told.

    `turn`: degrees clockwise (0, 90, 180, 270) the picture was turned to stand upright; `angle`: degrees
    counter-clockwise it was then rotated to be level. `grows`: levelling enlarges the canvas so that no corner is
    lost; a PDF page keeps its size instead. `stays`: it is levelled for reading only, as notes lie on the page that
    could not follow. `flattening`: None for what was scanned.
    """

    pixels: Pixels
    dpi: float
    turn: int = 0
    angle: float = 0.0
    grows: bool = True
    stays: bool = False
    flattening: Flattening | None = None

    def step_to(self, dpi: float) -> int:
        """Of how many rows and columns one is enough for so many dots to the inch; 199.9 is twice 100."""
        return max(int(self.dpi / dpi + 0.05), 1)

    def sampled(self, step: int) -> Pixels:
        """Of `step` rows and columns one, copied; what is left over at right and bottom falls away."""
        height, width = (max(length // step, 1) for length in self.pixels.shape[:2])
        whole = self.pixels[: height * step, : width * step]
        # The same pixels as [::step, ::step], in colour in a fifth of the time.
        return cv2.resize(whole, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)

    def greys(self) -> NDArray[np.float32]:
        """How many pixels of a grey page have each level, 0 to 255; of every other row and column."""
        return cv2.calcHist([self.sampled(2)], [0], None, [256], [0, 256]).ravel().astype(np.float32, copy=False)

    @property
    def width(self) -> float:
        """In points."""
        return float(self.pixels.shape[1] * 72 / self.dpi)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.pixels.shape[0] * 72 / self.dpi)
