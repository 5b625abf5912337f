"""What is read on a prepared page: its columns apart, its tables cell by cell, small pictures twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ocr.errors import PageFailed
from ocr.prepare import Page, prepare
from ocr.prepare.ink import greyed
from ocr.prepare.parting import Parted, parted, whole
from ocr.prepare.tables import Stack, cells_of, stacks, without_cells
from ocr.prepare.turning import SecondOpinion
from ocr.tesseract import Layout, Outcome, ReadWord, Recogniser
from ocr.types import Box, Step

TABLE_BLOCK = 1_000_000  # blocks from here on are tables: Tesseract's own count from 1
SMALL = 1_200_000  # pixels of a picture that may be a crop, a receipt or a card rather than a page
SURE = 50.0  # confidence from which on a word speaks for a reading
UNSURE = 75.0  # mean confidence of a page's letters below which it is read again
SAME_LINE = 0.5  # of the lower line's height that two lines of neighbouring cells share to stand on one line


Asked = tuple[Layout, Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page ready to be read: `copy` is all of it, `prose` what is left without its tables, columns apart.

    `tables` holds a group of stacks for each. `as_it_is`: None, or the unprepared grey picture, where its reading may
    be the better one.
    """

    copy: Page
    prose: Parted
    tables: tuple[tuple[Stack, ...], ...] = ()
    as_it_is: Page | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: words in points of `copy`, the picture that gave them, or why there are none."""

    copy: Page
    outcome: Outcome


def prepared(picture: Page, second_opinion: SecondOpinion, without: frozenset[Step]) -> Prepared:
    """Prepare a picture and take the tables out."""
    copy = prepare(picture, second_opinion, without)
    small = picture.pixels.shape[0] * picture.pixels.shape[1] <= SMALL and Step.SECOND_LOOK not in without
    tables = () if Step.TABLES in without else cells_of(copy)
    prose = without_cells(copy, tables) if tables else copy
    return Prepared(
        copy=copy,
        prose=whole(prose) if Step.COLUMNS in without else parted(prose),
        tables=tuple(tuple(stacks(copy, cells)) for cells in tables),
        as_it_is=greyed(picture) if small else None,
    )


def read(pages: Sequence[Prepared], recogniser: Recogniser) -> list[Reading]:
    """Read pages with as few calls of Tesseract as can be: one for each layout that it is told to look for.

    A page that was read unsurely is read again as one column: of poor photos Tesseract's own search for columns makes
    junk now and then (two of seven: 95 and 80 % CER, as one column 4 and 5), and the surer reading is mostly the right
    one.
    """
    readings = _read_once(pages, recogniser)
    # A table's cells were read by themselves already.
    unsure = [
        at for at, (page, one) in enumerate(zip(pages, readings, strict=True)) if not page.tables and _is_unsure(one)
    ]
    again = recogniser.read([pages[at].prose.page for at in unsure], Layout.COLUMN) if unsure else []
    for at, outcome in zip(unsure, again, strict=True):
        other = Reading(copy=pages[at].copy, outcome=_on_page(outcome, pages[at].prose))
        readings[at] = max(readings[at], other, key=_sureness)
    return readings


def _read_once(pages: Sequence[Prepared], recogniser: Recogniser) -> list[Reading]:
    asked: list[Asked] = []
    for page in pages:
        asked.append((Layout.PAGE, page.prose.page))
        asked += [(Layout.BLOCK, stack.page) for table in page.tables for stack in table]
        asked += [] if page.as_it_is is None else [(Layout.PAGE, page.as_it_is)]
    answers = _answers(asked, recogniser)
    readings = []
    for page in pages:
        prose = _on_page(next(answers), page.prose)
        tables = [[(stack, next(answers)) for stack in table] for table in page.tables]
        one = Reading(copy=page.copy, outcome=_together(prose, tables))
        other = None if page.as_it_is is None else Reading(copy=page.as_it_is, outcome=next(answers))
        readings.append(one if other is None else max(other, one, key=_sureness))
    return readings


def _answers(asked: Sequence[Asked], recogniser: Recogniser) -> Iterator[Outcome]:
    """In the order asked."""
    answers: dict[int, Outcome] = {}
    for layout in Layout:
        chosen = [number for number, (wanted, _) in enumerate(asked) if wanted is layout]
        if chosen:
            outcomes = recogniser.read([asked[number][1] for number in chosen], layout)
            answers.update(zip(chosen, outcomes, strict=True))
    return iter(answers[number] for number in range(len(asked)))


def _is_unsure(reading: Reading) -> bool:
    """Whether most of a page may be wrong: print, even poor one, is read with 85 and more; junk with 40."""
    if isinstance(reading.outcome, PageFailed) or not reading.outcome:
        return False
    letters = sum(len(word.text) for word in reading.outcome)
    return sum(len(word.text) * word.confidence for word in reading.outcome) < UNSURE * letters


def _sureness(reading: Reading) -> float:
    """How much text was read, and how surely: a reading that leaves words out is no better for its confidence.

    All readings that are mostly guesses, as of handwriting, are worth the same.
    """
    if isinstance(reading.outcome, PageFailed):
        return -1.0
    return max(sum(len(word.text) * (word.confidence - SURE) for word in reading.outcome), 0.0)


def _on_page(outcome: Outcome, prose: Parted) -> Outcome:
    """The words where they stand on the page."""
    if isinstance(outcome, PageFailed) or len(prose.strips) == 1:
        return outcome
    strips = [(word, prose.strip_of(word.box)) for word in outcome]
    return tuple(replace(word, box=prose.on_page(word.box), column=strip.column) for word, strip in strips)


def _together(page: Outcome, tables: Sequence[Sequence[tuple[Stack, Outcome]]]) -> Outcome:
    """The page's words with each table's put in where the table begins."""
    for number, table in enumerate(tables):
        failed = next((outcome for _, outcome in table if isinstance(outcome, PageFailed)), None)
        if failed is not None or isinstance(page, PageFailed):
            return failed or page
        page = _put_in(page, _table_words(table, TABLE_BLOCK + number))
    return page


def _put_in(page: Sequence[ReadWord], table: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
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


def _table_words(table: Sequence[tuple[Stack, Outcome]], block: int) -> tuple[ReadWord, ...]:
    """Words of a table line by line across its cells, as the eye and every program that reads PDFs has them."""
    lines = [line for stack, outcome in table if not isinstance(outcome, PageFailed) for line in _lines(stack, outcome)]
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


def _lines(stack: Stack, words: Sequence[ReadWord]) -> Iterator[list[ReadWord]]:
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
