"""What the pipeline's two halves tell each other: pages come in as sheets, and go out over the same ones."""

from dataclasses import dataclass
from pathlib import Path

from ocr.prepare import Page
from ocr.types import Word

BoxEdges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A PDF whose pages go into the output, in order; `scans`: we wrote it ourselves from pictures.

    `portable`: its colours may stand in a PDF/A-2b.
    """

    path: Path
    scans: bool
    portable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page before it is read.

    `part` and `index` say where it lies; `box` is its visible part (left, bottom, right, top) and `rotate` its
    /Rotate, both in its own coordinates; `width` and `height` points as shown. `came_with`: the words that stand on
    it, an earlier layer's too; `words`: those that stay when it is read. `picture` is None when nothing is to be
    recognised; `failure` says why it could not be drawn. `drops_layer`: reading it drops the earlier layer.
    """

    part: int
    index: int
    box: BoxEdges
    rotate: int
    width: float
    height: float
    came_with: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()
    picture: Page | None = None
    failure: str | None = None
    drops_layer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """How a sheet goes into the output: turned clockwise, then rotated counter-clockwise to be level.

    `kept` of its recognised words stand on it already; `untouched`: nothing is changed at all.
    """

    part: int
    index: int
    box: BoxEdges
    rotate: int
    turn: int = 0
    angle: float = 0.0
    kept: int = 0
    drops_layer: bool = False
    untouched: bool = False
