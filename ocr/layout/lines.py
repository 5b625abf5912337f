"""Lines of words as they are put in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from ocr.tesseract import ReadWord

WIDE = 1.0  # heights of a line from which on a gap may part two columns
CUT = 0.6  # heights of a line: what stands nearer to each other is no column
SAME_ROW = 0.6  # of the lower line's height that two lines on one row share
ALIKE = 1.8  # how much higher one of them may be


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, left to right; points. `top` and `bottom` are those of most words with letters."""

    words: tuple[ReadWord, ...]
    left: float
    top: float
    right: float
    bottom: float
    height: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def table(self) -> int | None:
        return self.words[0].table

    @property
    def column(self) -> tuple[int, int] | None:
        """As its words'; None for a line on both sides of the corridor."""
        column = self.words[0].column
        return column if column == self.words[-1].column else None


def line_of(words: Sequence[ReadWord]) -> Line:
    """The words as one line."""
    boxes = [word.box for word in words]
    high = [word.box for word in words if any(map(str.isalnum, word.text))] or boxes
    return Line(
        words=tuple(words),
        left=min(box.left for box in boxes),
        top=median(box.top for box in high),
        right=max(box.right for box in boxes),
        bottom=median(box.bottom for box in high),
        height=median(box.bottom - box.top for box in high),
    )


def lines_of(words: Iterable[ReadWord]) -> list[Line]:
    """The words line by line as they were read; lines whole again that were cut where the page was parted."""
    lines = [line_of(list(line)) for _, line in groupby(words, key=lambda word: (word.place, word.column))]
    for line in [line for line in lines if line.column and line.column[1] == 1]:
        place = next((place for place, other in enumerate(lines) if _is_cut(other, line)), None)
        if place is not None:
            lines[place] = joined(lines[place], line)
            lines.remove(line)
    return lines


def gaps(line: Line) -> Iterator[tuple[int, float]]:
    """Each word's place in the line, from the second on, and the gap before it in heights of the line."""
    for place, (one, other) in enumerate(pairwise(line.words), start=1):
        yield place, (other.box.left - one.box.right) / max(line.height, 1.0)


def cut(line: Line, places: Iterable[int]) -> list[Line]:
    """The line in pieces that begin at the places."""
    edges = [0, *places, len(line.words)]
    return [line_of(line.words[start:end]) for start, end in pairwise(edges) if end > start]


def parts(line: Line, also: int = 0) -> list[Line]:
    """The line in pieces between wide gaps; one more begins at the word `also`."""
    return cut(line, sorted({also, *(place for place, gap in gaps(line) if gap >= WIDE)} - {0}))


def joined(one: Line, other: Line) -> Line:
    """Two lines on one row as one."""
    return line_of(sorted((*one.words, *other.words), key=lambda word: word.box.left))


def on_one_row(one: Line, other: Line) -> bool:
    """Whether two lines stand side by side on one baseline."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    low, high = sorted((one.bottom - one.top, other.bottom - other.top))
    beside = one.right <= other.left or other.right <= one.left
    return beside and shared >= SAME_ROW * low and high <= ALIKE * low


def _is_cut(one: Line, other: Line) -> bool:
    """Whether the page was parted between two words of one line."""
    if one.column is None or other.column != (one.column[0], 1) or one.column[1] == 1:
        return False
    return other.left - one.right < CUT * one.height and on_one_row(one, other)


def column(lines: Iterable[Line]) -> list[Line]:
    """Pieces that stand in one column: from the top down, those on one row as one line."""
    whole: dict[tuple[int, int, int], Line] = {}
    for line in lines:
        place = line.words[0].place
        whole[place] = joined(whole[place], line) if place in whole else line
    rows: list[Line] = []
    for line in sorted(whole.values(), key=lambda line: line.top + line.bottom):
        if rows and on_one_row(rows[-1], line):
            rows[-1] = joined(rows[-1], line)
        else:
            rows.append(line)
    return rows
