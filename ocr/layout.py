"""Words in reading order, on numbered lines.

Tesseract reads two blocks that stand side by side as one block of long lines. Papers of Decree 30/2020 have two such
places: the head (agency and number left; quốc hiệu, place and date right) and the foot (nơi nhận left, signature
right). Both are known by their words; there each side is read by itself, left before right. All else stays as
Tesseract has it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from ocr.folding import folded
from ocr.tesseract import ReadWord
from ocr.types import Word

HEAD = ("CONG HOA XA HOI", "DOC LAP - ")
FOOT = ("NOI NHAN", "OI NHAN")  # the N is italic, bold, and often lost
HEAD_WITHIN = 0.4  # of the page, from the top
FOOT_WITHIN = 0.3  # of the page, from the left
CORRIDOR = 1.0  # empty width between the sides, in line heights

Line = list[ReadWord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Lines that lie in two columns; `gutter` is the x between them."""

    first: int
    last: int
    gutter: float


def in_order(words: Iterable[ReadWord], width: float, height: float) -> tuple[Word, ...]:
    """Words of one page, `width` x `height` points, in reading order with their line counted from 0."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.place)]
    for find in (_head, _foot):
        zone = find(lines, width, height)
        if zone is not None:
            lines[zone.first : zone.last] = _columns(lines[zone.first : zone.last], zone.gutter)
    return tuple(
        Word(text=word.text, box=word.box, confidence=word.confidence, line=number)
        for number, line in enumerate(lines)
        for word in line
    )


def text_of(words: Iterable[Word]) -> str:
    """One line of text for each line of words."""
    return "\n".join(" ".join(word.text for word in line) for line in by_line(words))


def by_line(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words of each line, in order."""
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)


def _head(lines: Sequence[Line], _: float, height: float) -> Zone | None:
    """From the first line down to the first one that crosses from the left side to quốc hiệu's."""
    marks = [
        mark
        for line in lines
        if line[0].box.top < HEAD_WITHIN * height
        for mark in (_mark(line, HEAD),)
        if mark is not None
    ]
    if not marks:
        return None
    gutter = min(mark.box.left for mark in marks) - 1
    last = 0
    while last < len(lines) and lines[last][0].box.top < HEAD_WITHIN * height and _parts(lines[last], gutter):
        last += 1
    return Zone(first=0, last=last, gutter=gutter)


def _foot(lines: Sequence[Line], width: float, _: float) -> Zone | None:
    """From the line of "Nơi nhận" to the page's end, if an empty corridor runs down there."""
    for first, line in enumerate(lines):
        mark = _mark(line, FOOT)
        if mark is not None and mark.box.left < FOOT_WITHIN * width:
            rest = [word for following in lines[first:] for word in following]
            gutter = _corridor(rest, mark.box.bottom - mark.box.top)
            return None if gutter is None else Zone(first=first, last=len(lines), gutter=gutter)
    return None


def _mark(line: Line, phrases: Sequence[str]) -> ReadWord | None:
    """The word with which one of the phrases begins."""
    for start in range(len(line)):
        text = folded(" ".join(word.text for word in line[start : start + 6]))
        if text.startswith(tuple(phrases)):
            return line[start]
    return None


def _corridor(words: Sequence[ReadWord], wide: float) -> float | None:
    """The middle of the widest gap that no word stands in."""
    edge, best, middle = None, CORRIDOR * wide, None
    for word in sorted(words, key=lambda word: word.box.left):
        if edge is not None and word.box.left - edge > best:
            best, middle = word.box.left - edge, (word.box.left + edge) / 2
        edge = max(edge or 0.0, word.box.right)
    return middle


def _parts(line: Line, gutter: float) -> tuple[Line, Line] | None:
    """The line's words left and right of the gutter; None where it runs across."""
    left = [word for word in line if (word.box.left + word.box.right) / 2 < gutter]
    right = line[len(left) :]
    if left and right:
        tall = median(word.box.bottom - word.box.top for word in line)
        gap = right[0].box.left - left[-1].box.right
        if gap < CORRIDOR * tall or any(word.box.left < left[-1].box.right for word in right):
            return None
    return left, right


def _columns(lines: Sequence[Line], gutter: float) -> list[Line]:
    """The left sides of the lines from the top down, then the right ones."""
    parts = [parts for parts in (_parts(line, gutter) for line in lines) if parts is not None]
    sides = ([left for left, _ in parts if left], [right for _, right in parts if right])
    return [line for side in sides for line in sorted(side, key=lambda line: line[0].box.top)]
