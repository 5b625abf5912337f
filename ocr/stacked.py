"""Words read in stacks of cells, back where they stand on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ocr.errors import PageFailed
from ocr.prepare.tables import Stack
from ocr.tesseract import Outcome, ReadWord
from ocr.types import Box

TABLE_BLOCK = 1_000_000  # blocks from here on are tables: Tesseract's own count from 1
SAME_LINE = 0.5  # of the lower line's height that two lines of neighbouring cells share to stand on one line


def put_in(page: Sequence[ReadWord], table: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """The table after the line that stands next above it."""
    if not table:
        return tuple(page)
    left, right = min(word.box.left for word in table), max(word.box.right for word in table)
    top, place, nearest = min(word.box.top for word in table), 0, -1.0
    lines = [list(line) for _, line in groupby(page, key=lambda word: word.place)]
    for number, line in enumerate(lines, start=1):
        middle = _middle(line)
        if nearest < middle < top and line[0].box.left < right and line[-1].box.right > left:
            nearest, place = middle, number
    flat = [word for line in lines[:place] for word in line], [word for line in lines[place:] for word in line]
    return (*flat[0], *table, *flat[1])


def table_words(table: Sequence[tuple[Stack, Outcome]], block: int) -> tuple[ReadWord, ...]:
    """Words of a table line by line across its cells, as the eye and every program that reads PDFs has them."""
    lines = [
        line for stack, outcome in table if not isinstance(outcome, PageFailed) for line in lines_of(stack, outcome)
    ]
    rows: list[list[list[ReadWord]]] = []
    for line in sorted(lines, key=_middle):
        if rows and all(_beside(line, other) for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(
        replace(word, place=(block, 0, number), table=block - TABLE_BLOCK)
        for number, row in enumerate(rows)
        for line in sorted(row, key=lambda line: line[0].box.left)
        for word in line
    )


def lines_of(stack: Stack, words: Sequence[ReadWord]) -> Iterator[list[ReadWord]]:
    """The lines of each cell, where they stand on the page."""
    scale = 72 / stack.page.dpi
    for _, line in groupby(words, key=lambda word: word.place):
        found = list(line)
        middle = _middle(found)
        for one in stack.cells:
            left, top, _, bottom = (edge * scale for edge in one.cell)
            if one.top * scale <= middle <= one.top * scale + bottom - top:
                across, down = left - one.margin * scale, top - one.top * scale
                yield [replace(word, box=_moved(word.box, across, down)) for word in found]
                break


def _moved(box: Box, across: float, down: float) -> Box:
    return Box(left=box.left + across, top=box.top + down, right=box.right + across, bottom=box.bottom + down)


def _middle(line: Sequence[ReadWord]) -> float:
    return (min(word.box.top for word in line) + max(word.box.bottom for word in line)) / 2


def _beside(line: Sequence[ReadWord], other: Sequence[ReadWord]) -> bool:
    """Whether two lines stand side by side at one height."""
    (top, bottom), (its_top, its_bottom) = _extent(line), _extent(other)
    shared = min(bottom, its_bottom) - max(top, its_top)
    apart = line[0].box.left >= other[-1].box.right or other[0].box.left >= line[-1].box.right
    return apart and shared >= SAME_LINE * min(bottom - top, its_bottom - its_top)


def _extent(line: Sequence[ReadWord]) -> tuple[float, float]:
    return min(word.box.top for word in line), max(word.box.bottom for word in line)
