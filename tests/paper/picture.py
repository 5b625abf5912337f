"""A page as pixels, and where its upright points have gone."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # height x width x RGB
Matrix = NDArray[np.float64]  # 3 x 3, of homogeneous (x, y, 1)
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`to_pixels` maps points (1/72 inch, from the top left of the upright page) onto the pixels."""

    pixels: Pixels
    dpi: int
    to_pixels: Matrix

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def with_pixels(self, pixels: Pixels) -> "Picture":
        """Changed in its colours only."""
        return replace(self, pixels=pixels)


def warped(picture: Picture, matrix: Matrix, size: tuple[int, int], paper: tuple[int, int, int]) -> Picture:
    """Moved by the matrix (pixels to pixels) onto a sheet of `size` (width, height) of the colour."""
    pixels = cv2.warpPerspective(
        picture.pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return replace(picture, pixels=pixels.astype(np.uint8), to_pixels=matrix @ picture.to_pixels)


def resized(picture: Picture, dpi: int) -> Picture:
    """The same page scanned at fewer dots an inch."""
    size = (round(picture.width * dpi / picture.dpi), round(picture.height * dpi / picture.dpi))
    scale = np.diag([size[0] / picture.width, size[1] / picture.height, 1.0])
    pixels = cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return Picture(pixels=pixels, dpi=dpi, to_pixels=scale @ picture.to_pixels)


def moved(box: Box, way: Matrix) -> Box:
    """The upright box around the moved one."""
    left, top, right, bottom = box
    corners = way @ np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]], float)
    xs, ys = corners[0] / corners[2], corners[1] / corners[2]
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
