"""Digits as a hand writes them: strokes of a pen, no two alike."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import ImageDraw

Point = tuple[float, float]
Stroke = tuple[Point, ...]
Edges = tuple[float, float, float, float]  # left, top, right, bottom
Colour = tuple[int, int, int]
INKS: tuple[Colour, ...] = ((25, 25, 30), (35, 50, 150), (75, 95, 190))  # black, two blues
SMOOTH = 12  # pieces of a curve between two points

# In a box one wide and two high, y downwards; a stroke runs smoothly through its points, or straight where it has two.
DIGITS: Mapping[str, tuple[Stroke, ...]] = {
    "0": (((0.6, 0.1), (0.1, 0.7), (0.2, 1.7), (0.6, 1.95), (0.95, 1.2), (0.8, 0.3), (0.55, 0.08)),),
    "1": (((0.2, 0.5), (0.6, 0.0)), ((0.6, 0.0), (0.5, 2.0))),
    "2": (((0.1, 0.5), (0.45, 0.02), (0.9, 0.4), (0.55, 1.2), (0.08, 1.9)), ((0.08, 1.9), (1.0, 1.9))),
    "3": (((0.1, 0.2), (0.6, 0.02), (0.85, 0.45), (0.4, 0.9), (0.95, 1.4), (0.6, 1.95), (0.05, 1.75)),),
    "4": (((0.55, 0.0), (0.05, 1.3)), ((0.05, 1.3), (1.0, 1.25)), ((0.7, 0.7), (0.65, 2.0))),
    "5": (
        ((0.3, 0.1), (0.2, 0.8)),
        ((0.2, 0.8), (0.7, 0.75), (0.9, 1.35), (0.5, 1.95), (0.05, 1.8)),
        ((0.3, 0.1), (0.95, 0.05)),
    ),
    "6": (((0.75, 0.02), (0.25, 0.8), (0.15, 1.6), (0.55, 1.97), (0.9, 1.5), (0.6, 1.05), (0.2, 1.4)),),
    "7": (((0.05, 0.1), (0.95, 0.08)), ((0.95, 0.08), (0.4, 2.0)), ((0.3, 1.05), (0.9, 0.98))),
    "8": (((0.85, 0.25), (0.45, 0.03), (0.2, 0.5), (0.8, 1.3), (0.5, 1.95), (0.12, 1.5), (0.75, 0.6), (0.85, 0.25)),),
    "9": (((0.85, 0.35), (0.5, 0.05), (0.12, 0.5), (0.45, 0.95), (0.88, 0.4)), ((0.88, 0.4), (0.8, 1.3), (0.6, 2.0))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How somebody writes: `height` of a digit and `width` of the line in pixels, `lean` to the right for each down."""

    height: float
    width: int
    lean: float
    ink: Colour

    @classmethod
    def by_lot(cls, chance: random.Random, dpi: int) -> "Hand":
        """Somebody's: digits of 3.2 to 4.6 mm, a line of 0.35 to 0.6."""
        return cls(
            height=chance.uniform(3.2, 4.6) * dpi / 25.4,
            width=max(round(chance.uniform(0.35, 0.6) * dpi / 25.4), 1),
            lean=chance.uniform(-0.05, 0.25),
            ink=chance.choice(INKS),
        )

    def length(self, digits: str) -> float:
        """Pixels from the first to the last."""
        return len(digits) * self._advance

    def write(self, draw: ImageDraw.ImageDraw, place: Point, digits: str, chance: random.Random) -> Edges:
        """From `place` on, the left end of what they stand on, in pixels; answers the box of what was written."""
        x, foot = place
        every, r = list[Point](), self.width / 2
        for digit in digits:
            size, drop = self.height * chance.uniform(0.9, 1.1), chance.uniform(-0.08, 0.08) * self.height
            for stroke in DIGITS[digit]:
                points = _through([self._shaken(point, chance) for point in stroke])
                placed = [
                    (x + (px + self.lean * (2 - py)) * size / 2, foot + drop - (2 - py) * size / 2) for px, py in points
                ]
                every += placed
                draw.line(placed, self.ink, self.width, joint="curve")
                for px, py in (placed[0], placed[-1]):
                    draw.ellipse((px - r, py - r, px + r, py + r), self.ink)
            x += self._advance
        (left, top), (right, bottom) = map(min, zip(*every, strict=True)), map(max, zip(*every, strict=True))
        return left - r, top - r, right + r, bottom + r

    @property
    def _advance(self) -> float:
        return 0.68 * self.height

    @staticmethod
    def _shaken(point: Point, chance: random.Random) -> Point:
        return point[0] + chance.uniform(-0.05, 0.05), point[1] + chance.uniform(-0.05, 0.05)


def _through(points: Sequence[Point]) -> list[Point]:
    """A smooth line (Catmull-Rom) through the points."""
    if len(points) < 3:
        return list(points)
    line = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(line, line[1:], line[2:], line[3:], strict=False):
        for piece in range(SMOOTH):
            t = piece / SMOOTH
            curve.append(
                (_spline(t, before[0], start[0], end[0], after[0]), _spline(t, before[1], start[1], end[1], after[1]))
            )
    return [*curve, points[-1]]


def _spline(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * math.pow(t, 3))
