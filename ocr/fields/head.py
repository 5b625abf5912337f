"""The head of a paper in the layout of NĐ 30/2020: the office at the left, quốc hiệu with place and date at the right.

Everything is found by boxes: what stands where is laid down in the decree, the order that Tesseract reads it in is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ocr.fields.likeness import nearest
from ocr.fields.run import Run, legible, pieces, rows, trimmed
from ocr.folding import folded
from ocr.types import RecognisedPage, Word

# What stands at the top right: of the state, and of the Party.
MARKS = tuple(
    folded(mark)
    for mark in ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Đảng Cộng sản Việt Nam")
)
DEPTH = 0.5  # of the page: below there is no head
RIGHT_FROM = 0.3  # of the page's width: further left no date of a head begins
ABOVE, BELOW = 3.0, 9.0  # heights above quốc hiệu and under the date between which the office's side lies
# A number may touch the words beside it, as one written by hand does: "ngày 04tháng".
DATE = re.compile(r"\bNGAY.{0,12}?THANG.{0,12}?NAM\b(?: ?[0-9OIL ]{2,6})?")
PLACE_GAP = 1.2  # heights between the words of place and date


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the parts of a head are.

    `date` is the line of place and date, None where there is none; `floor` the y under which the title begins. `left`
    are the rows of the office's side from its name down as far as a head reaches, with all that was taken for words;
    `below` are the lines under the floor.
    """

    date: Run | None
    floor: float
    left: tuple[Run, ...]
    below: tuple[Run, ...]

    def above(self, level: float | None) -> list[Run]:
        """The office's rows above a level; where it is not known, those above the floor."""
        return [row for row in self.left if row.level < (self.floor if level is None else level)]


def head_of(page: RecognisedPage) -> Head | None:
    """The page's head; None where it has none."""
    words = legible(page.words)
    top = rows(word for word in words if word.box.top < DEPTH * page.height)
    mark = next(_marks(top), None)
    date = next(_dates(top, page.width), None)
    anchors = [run for run in (mark, date) if run]
    if not anchors:
        return None
    gutter = min(run.box.left for run in anchors) - 1
    tall = anchors[0].height
    first, floor = anchors[0].box.top - ABOVE * tall, max(run.box.bottom for run in anchors)
    told = {word for run in anchors for word in run.words}
    beside = (word for word in page.words if word not in told and _centre(word) < gutter)
    left = rows(word for word in beside if first < word.box.top < floor + BELOW * tall)
    return Head(date=date, floor=floor, left=tuple(left), below=tuple(_under(words, floor)))


def _marks(top: Sequence[Run]) -> Iterator[Run]:
    for mark in MARKS:
        length = mark.count(" ") + 1
        for row in top:
            for start in range(len(row.words) - length + 1):
                run = Run(words=row.words[start : start + length])
                if nearest(run.folded, (mark,)):
                    yield run


def _dates(top: Iterable[Run], width: float) -> Iterator[Run]:
    """Lines of place and date."""
    for row in top:
        found = DATE.search(row.folded)
        if not found:
            continue
        date = row.part(*found.span())
        start = row.words.index(date.words[0])
        while start and row.words[start].box.left - row.words[start - 1].box.right < PLACE_GAP * row.height:
            start -= 1
        last = row.words.index(date.words[-1])
        run = Run(words=row.words[start : last + 1])
        if run.box.left > RIGHT_FROM * width:
            yield run


def _under(words: Iterable[Word], floor: float) -> Iterator[Run]:
    for row in rows(word for word in words if (word.box.top + word.box.bottom) / 2 > floor):
        yield from map(trimmed, pieces(row))


def _centre(word: Word) -> float:
    return (word.box.left + word.box.right) / 2
