"""What is read on a prepared page: columns apart, tables cell by cell, small pictures twice, missed lines once more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from ocr.errors import PageFailed
from ocr.prepare import Page, files, prepare
from ocr.prepare.ink import greyed
from ocr.prepare.missed import missed
from ocr.prepare.parting import Parted, Strip, parted, whole
from ocr.prepare.perspective import unwarped
from ocr.prepare.tables import Stack, cells_of, stacks, without_cells
from ocr.prepare.turning import SecondOpinion
from ocr.prepare.upper import Upper, upper_half
from ocr.stacked import TABLE_BLOCK, lines_of, put_in, table_words
from ocr.tesseract import Layout, Outcome, ReadWord, Recogniser
from ocr.types import Step

SMALL = 1_200_000  # pixels of a picture that may be a crop, a receipt or a card rather than a page
SURE = 50.0  # confidence from which on a word speaks for a reading
UNSURE = 75.0  # mean confidence of the letters of a page below which it is read again, of a missed line not believed
# Tesseract's own blocks count from 1 on each strip, tables from TABLE_BLOCK.
STRIP_BLOCKS, MISSED_BLOCK = 10_000, 900_000
LEAST_MISSED = 5  # letters of a missed line; less is mostly dirt


Asked = tuple[Layout, Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page ready to be read: `copy` is all of it, `prose` what is left without its tables, columns apart.

    `tables` holds a group of stacks for each. `as_it_is`: None, or the unprepared grey picture, where its reading may
    be the better one. `looks_again`: lines that were passed over are looked for and read. `upper` goes with
    the copy.
    """

    copy: Page
    prose: Parted
    tables: tuple[tuple[Stack, ...], ...] = ()
    as_it_is: Page | None = None
    looks_again: bool = False
    upper: Upper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: words in points of `copy`, the picture that gave them, or why there are none.

    `upper` is None where `copy` shows all inks.
    """

    copy: Page
    outcome: Outcome
    upper: Upper | None = None


def prepared(picture: Page, second_opinion: SecondOpinion, without: frozenset[Step]) -> Prepared:
    """Prepare a picture and take the tables out."""
    flat = picture if Step.UNWARP in without else unwarped(picture)
    copy = prepare(flat, second_opinion, without)
    small = picture.pixels.shape[0] * picture.pixels.shape[1] <= SMALL and Step.SECOND_LOOK not in without
    tables = () if Step.TABLES in without else cells_of(copy)
    prose = without_cells(copy, tables) if tables else copy
    return Prepared(
        copy=copy,
        prose=whole(prose) if Step.COLUMNS in without else parted(prose),
        tables=tuple(tuple(stacks(copy, cells)) for cells in tables),
        as_it_is=greyed(picture) if small else None,
        looks_again=not small and Step.MISSED not in without,
        upper=None if Step.BY_HAND in without else upper_half(flat, copy),
    )


def put_aside(page: Prepared) -> Prepared:
    """The page as it waits for its turn, its large pictures in files."""
    copy = files.put_aside(page.copy)
    prose = copy if page.prose.page is page.copy else files.put_aside(page.prose.page)
    upper = page.upper and replace(page.upper, page=files.put_aside(page.upper.page))
    return replace(page, copy=copy, prose=replace(page.prose, page=prose), upper=upper)


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
    strips = [picture for at in unsure for picture in pages[at].prose.pictures()]
    again = iter(recogniser.read(strips, Layout.COLUMN) if strips else ())
    for at in unsure:
        page = pages[at]
        other = Reading(copy=page.copy, outcome=_on_page(again, page.prose), upper=page.upper)
        readings[at] = max(readings[at], other, key=_sureness)
    return _with_missed(pages, readings, recogniser)


def _with_missed(pages: Sequence[Prepared], readings: Sequence[Reading], recogniser: Recogniser) -> list[Reading]:
    """The readings with lines put in that were passed over, read by themselves in one call."""
    found = [_missed(page, reading) for page, reading in zip(pages, readings, strict=True)]
    asked = [stack.page for group in found for stack in group]
    answers = iter(recogniser.read(asked, Layout.BLOCK) if asked else ())
    return [
        _added(reading, page.prose, [(stack, next(answers)) for stack in group])
        for page, reading, group in zip(pages, readings, found, strict=True)
    ]


def _missed(page: Prepared, reading: Reading) -> tuple[Stack, ...]:
    if not page.looks_again or isinstance(reading.outcome, PageFailed) or _is_unsure(reading):
        return ()
    return tuple(stacks(page.copy, missed(page.copy, [word.box for word in reading.outcome])))


def _added(reading: Reading, prose: Parted, found: Sequence[tuple[Stack, Outcome]]) -> Reading:
    """The reading with those of the lines that were read surely, each after the line that stands above it."""
    if isinstance(reading.outcome, PageFailed):
        return reading
    outcome = reading.outcome
    lines = chain.from_iterable(lines_of(stack, one) for stack, one in found if not isinstance(one, PageFailed))
    for number, line in enumerate(lines):
        new = [word for word in line if not any(word.box.middle_in(other.box) for other in reading.outcome)]
        if sum(len(word.text) for word in new) >= LEAST_MISSED and _mean_confidence(new) >= UNSURE:
            place = (MISSED_BLOCK, 0, number)
            outcome = put_in(outcome, [replace(word, place=place, column=prose.column_at(word.box)) for word in new])
    return replace(reading, outcome=outcome)


def _read_once(pages: Sequence[Prepared], recogniser: Recogniser) -> list[Reading]:
    asked: list[Asked] = []
    for page in pages:
        asked += [(Layout.PAGE, strip) for strip in page.prose.pictures()]
        asked += [(Layout.BLOCK, stack.page) for table in page.tables for stack in table]
        asked += [] if page.as_it_is is None else [(Layout.PAGE, page.as_it_is)]
    answers = _answers(asked, recogniser)
    readings = []
    for page in pages:
        prose = _on_page(answers, page.prose)
        tables = [[(stack, next(answers)) for stack in table] for table in page.tables]
        one = Reading(copy=page.copy, outcome=_together(prose, tables), upper=page.upper)
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
    return _mean_confidence(reading.outcome) < UNSURE


def _mean_confidence(words: Sequence[ReadWord]) -> float:
    """Of the letters of one word or more."""
    return sum(len(word.text) * word.confidence for word in words) / sum(len(word.text) for word in words)


def _sureness(reading: Reading) -> float:
    """How much text was read, and how surely: a reading that leaves words out is no better for its confidence.

    All readings that are mostly guesses, as of handwriting, are worth the same.
    """
    if isinstance(reading.outcome, PageFailed):
        return -1.0
    return max(sum(len(word.text) * (word.confidence - SURE) for word in reading.outcome), 0.0)


def _on_page(answers: Iterator[Outcome], prose: Parted) -> Outcome:
    """The words of the next answers, one for each strip, where they stand on the page; why, where one has failed."""
    outcomes = list(islice(answers, len(prose.strips)))
    words = list[ReadWord]()
    for number, (strip, outcome) in enumerate(zip(prose.strips, outcomes, strict=True)):
        if isinstance(outcome, PageFailed):
            return outcome
        words += (_moved(word, number * STRIP_BLOCKS, strip, prose) for word in outcome)
    return tuple(words)


def _moved(word: ReadWord, blocks: int, strip: Strip, prose: Parted) -> ReadWord:
    block, paragraph, line = word.place
    place = (blocks + block, paragraph, line)
    return replace(word, box=prose.on_page(word.box, strip), place=place, column=strip.column)


def _together(page: Outcome, tables: Sequence[Sequence[tuple[Stack, Outcome]]]) -> Outcome:
    """The page's words with each table's put in where the table begins."""
    for number, table in enumerate(tables):
        failed = next((outcome for _, outcome in table if isinstance(outcome, PageFailed)), None)
        if failed is not None or isinstance(page, PageFailed):
            return failed or page
        page = put_in(page, table_words(table, TABLE_BLOCK + number))
    return page
