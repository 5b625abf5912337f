"""Where things lie on a PDF page: from the page as shown to the page's own coordinates, and how pictures are turned.

Matrices are PDF's `a b c d e f`: x' = ax + cy + e, y' = bx + dy + f, y growing upwards.
"""

from dataclasses import dataclass
from math import cos, radians, sin


@dataclass(frozen=True, slots=True)
class Matrix:
    """A plane's affine map."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: "Matrix") -> "Matrix":
        """First this map, then the other."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    @property
    def area(self) -> float:
        """What the unit square's becomes."""
        return abs(self.a * self.d - self.b * self.c)

    def operands(self) -> str:
        """As the operands of `cm`."""
        return " ".join(f"{value:.6f}" for value in (self.a, self.b, self.c, self.d, self.e, self.f))


def shift(x: float, y: float) -> Matrix:
    """Move by that much."""
    return Matrix(e=x, f=y)


def rotation(degrees: float) -> Matrix:
    """Turn counter-clockwise about the origin; exact at right angles."""
    quarters, rest = divmod(degrees, 90)
    if rest == 0:
        c, s = ((1, 0), (0, 1), (-1, 0), (0, -1))[int(quarters) % 4]
        return Matrix(c, s, -s, c)
    c_, s_ = cos(radians(degrees)), sin(radians(degrees))
    return Matrix(c_, s_, -s_, c_)


def turned_about(degrees: float, centre: tuple[float, float], to: tuple[float, float]) -> Matrix:
    """Turn counter-clockwise about one point, and put that point on another."""
    return shift(-centre[0], -centre[1]).then(rotation(degrees)).then(shift(*to))


def shown_to_own(box: tuple[float, float, float, float], rotate: int) -> Matrix:
    """From a page as shown (origin bottom left) to its own coordinates, by its visible box and /Rotate."""
    x0, y0, x1, y1 = box
    to = {0: (x0, y0), 90: (x1, y0), 180: (x1, y1), 270: (x0, y1)}[rotate % 360]
    return rotation(rotate % 360).then(shift(*to))
