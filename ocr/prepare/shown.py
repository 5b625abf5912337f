"""Where what was read on the prepared copy stands on the page as shown.

A scan's copy differs from the page as shown in nothing but its resolution. A photographed sheet was made flat for
reading, yet the page shows the photo as it is, turned and rotated as a whole; a page with notes on it is not even
rotated. There places are mapped back.
"""

from dataclasses import dataclass, replace
from math import cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

from ocr.prepare.page import Flattening, Homography, Page
from ocr.types import Box, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page as shown: size in points, and how the picture that came in is turned and rotated for it as in Page.

    `places`: None, or the map from points of the copy to points of the page as shown, both from the top left.
    """

    width: float
    height: float
    turn: int
    angle: float
    places: Homography | None = None

    def box(self, box: Box) -> Box:
        """The upright rectangle around a box of the copy, on the page as shown."""
        if self.places is None:
            return box
        corners = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]])
        xs, ys = _mapped(self.places, corners).T
        return Box(left=float(xs.min()), top=float(ys.min()), right=float(xs.max()), bottom=float(ys.max()))

    def words(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Words of the copy where they stand on the page as shown."""
        return words if self.places is None else tuple(replace(word, box=self.box(word.box)) for word in words)


def shown(copy: Page) -> Shown:
    """How the page of a prepared copy is shown."""
    if copy.flattening is None and not copy.stays:
        return Shown(width=copy.width, height=copy.height, turn=copy.turn, angle=copy.angle)
    came = copy.flattening or _unflattened(copy)
    stood, _ = _stand(came.flat, copy.turn, copy.angle, grows=copy.grows)
    to_photo = np.linalg.inv(came.matrix) @ np.linalg.inv(stood)
    turned, _ = _stand(came.photo, copy.turn, 0.0, grows=True)
    angle = 0.0 if copy.stays else _slope(turned @ to_photo, (copy.width / 2, copy.height / 2))
    placed, (width, height) = _stand(came.photo, copy.turn, angle, grows=copy.grows)
    return Shown(width=width, height=height, turn=copy.turn, angle=angle, places=placed @ to_photo)


def _unflattened(copy: Page) -> Flattening:
    """A page that keeps its size as the photo of itself."""
    size = (copy.width, copy.height) if copy.turn % 180 == 0 else (copy.height, copy.width)
    return Flattening(matrix=np.eye(3), photo=size, flat=size)


def _stand(
    size: tuple[float, float], turn: int, angle: float, *, grows: bool
) -> tuple[Homography, tuple[float, float]]:
    """The map that turns and levels a picture of that size about its middle, and the canvas it then lies on."""
    width, height = size if turn % 180 == 0 else (size[1], size[0])
    c, s = abs(cos(radians(angle))), abs(sin(radians(angle)))
    canvas = (width * c + height * s, width * s + height * c) if grows else (width, height)
    a = radians(angle - turn)
    turning = np.array([[cos(a), sin(a), 0.0], [-sin(a), cos(a), 0.0], [0.0, 0.0, 1.0]])
    return _shift(canvas[0] / 2, canvas[1] / 2) @ turning @ _shift(-size[0] / 2, -size[1] / 2), canvas


def _shift(x: float, y: float) -> Homography:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _slope(places: Homography, middle: tuple[float, float]) -> float:
    """Degrees clockwise at which a level line through the middle of the copy runs: what levels it again."""
    (x0, y0), (x1, y1) = _mapped(places, np.array([middle, (middle[0] + 1.0, middle[1])]))
    return round(degrees(float(np.arctan2(y1 - y0, x1 - x0))), 2)


def _mapped(places: Homography, points: NDArray[np.float64]) -> NDArray[np.float64]:
    moved = np.column_stack([points, np.ones(len(points))]) @ places.T
    return moved[:, :2] / moved[:, 2:]
