"""Where the lines of a text layer stand, so that every reader of PDFs finds each of them whole and apart from others.

Readers guess lines from the height a word stands on, its font's size and the gaps between words; a word's box tells
none of these well. So the words of a line share one height, its base, even where the line slopes, and its size is
chosen for what readers make of it. The box is told by the font's shape (see `ocr.blank_font`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ocr.lines import by_line
from ocr.types import Box, Word

# Poppler (TextOutputDev.cc) puts two words on one line where their bases lie within half the size and their gap is
# below 0.7 of it, or below 1.5 where lines above or below hold them together.
WIDEST_GAP = 0.65  # of the size that is chosen for it
SPACE = 0.08  # of the size: words with a smaller gap are read as one
SPELLED = 0.45  # of the size: the same for letters that stand by themselves evenly, as in a word printed wide
NEAR = 1.5  # of the size: lines side by side that may be taken for one
REACHABLE = 0.4  # of the size: how far beside the base a word may lie and still stand on it
STRAYING = 1.6  # sizes for the distance of a word that lies beside the base
LARGEST = 1.6  # of its height: more would reach to the lines above and below
SMALL = 0.5  # of its height: the size of a line with others near it
BESIDE = 0.75  # of its height: lines whose middles differ less stand side by side
TYPICAL = 0.8  # the part of a line's words that lie within its height
SPREAD = 0.25  # of its words' height, from the middle to the base of a line with others near it
LEVELS = (-1, 1, 0)  # where lines near each other may stand: higher, lower, in the middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words that run to the right in one row. Points, y downwards.

    `height` is that of a tall word, `middle` the y in the middle of them all. The words stand on `base` in a font of
    `size`.
    """

    words: Sequence[Word]
    left: float
    right: float
    height: float
    middle: float
    size: float
    base: float

    @property
    def is_spelled(self) -> bool:
        """Whether all its words are single letters."""
        return len(self.words) > 1 and all(len(word.text) == 1 for word in self.words)

    @property
    def space(self) -> float:
        """The smallest gap there must be between two words."""
        return (SPELLED if self.is_spelled else SPACE) * self.size


def standing(words: Iterable[Word]) -> list[Line]:
    """The lines in their order; where the words of a line turn back or leave their row, it becomes several."""
    lines = [_measured(row) for line in by_line(words) for row in _rows(line)]
    placed: list[Line] = []
    for place, line in enumerate(lines):
        near = [other for other, there in enumerate(lines) if other != place and _is_near(line, there)]
        if place and _turns_back(lines[place - 1], line):
            near.append(place - 1)
        taken = [placed[other].base for other in near if other < place]
        placed.append(_set_apart(line, taken) if near or line.is_spelled else line)
    return placed


def _rows(line: Sequence[Word]) -> Iterator[list[Word]]:
    tallest = max(_height(word.box) for word in line)
    row = [line[0]]
    for word in line[1:]:
        if _goes_on(row[-1].box, word.box, tallest):
            row.append(word)
        else:
            yield row
            row = [word]
    yield row


def _goes_on(before: Box, box: Box, tallest: float) -> bool:
    away = max(box.top - before.bottom, before.top - box.bottom)
    return box.right > before.left and away < tallest


def _measured(row: Sequence[Word]) -> Line:
    boxes = [word.box for word in row]
    height = max(_part(map(_height, boxes), TYPICAL), 1.0)
    middle = (_part((box.top for box in boxes), 1 - TYPICAL) + _part((box.bottom for box in boxes), TYPICAL)) / 2
    line = Line(
        words=row,
        left=min(box.left for box in boxes),
        right=max(box.right for box in boxes),
        height=height,
        middle=middle,
        size=height,
        base=middle,
    )
    return _sized(line, height)


def _sized(line: Line, size: float) -> Line:
    """The line in that size or the least that holds its words together; a gap too wide for any is left to tear."""
    boxes = [word.box for word in line.words]
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    straying = max(max(box.top - line.base, line.base - box.bottom) for box in boxes)
    largest = LARGEST * line.height
    held = max((gap for gap in gaps if gap < WIDEST_GAP * largest), default=0.0)
    if line.is_spelled:
        largest = min(largest, max(min(gaps), 0.0) / SPELLED)
    return replace(line, size=max(size, min(max(held / WIDEST_GAP, straying * STRAYING), largest)))


def _is_near(line: Line, other: Line) -> bool:
    apart = max(line.left - other.right, other.left - line.right)
    return _are_beside(line, other) and apart < NEAR * max(line.size, other.size)


def _turns_back(before: Line, line: Line) -> bool:
    """PDFium puts what follows at the same height into order from left to right."""
    return _are_beside(before, line) and line.left < before.right


def _are_beside(line: Line, other: Line) -> bool:
    return abs(line.middle - other.middle) < BESIDE * min(line.height, other.height)


def _set_apart(line: Line, taken: Sequence[float]) -> Line:
    """The line as small as may be, and as far as can be from bases that are taken."""
    spread = SPREAD * median(_height(word.box) for word in line.words)
    bases = [line.middle + level * spread for level in LEVELS]
    base = max(bases, key=lambda base: min((abs(base - other) for other in taken), default=0.0))
    return _sized(replace(line, base=base), SMALL * line.height)


def _part(values: Iterable[float], part: float) -> float:
    """The value that this part of them does not exceed."""
    ordered = sorted(values)
    return ordered[round(part * (len(ordered) - 1))]


def _height(box: Box) -> float:
    return box.bottom - box.top
