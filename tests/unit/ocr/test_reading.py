"""A page is read again where the first reading cannot be trusted, and only there."""

from collections.abc import Sequence

import numpy as np

from ocr.errors import PageFailed
from ocr.prepare import Page
from ocr.prepare.parting import Parted, Strip, whole
from ocr.reading import Prepared, read
from ocr.tesseract import Layout, Outcome, ReadWord
from ocr.types import Box

PAGE = Page(pixels=np.full((200, 200), 255, np.uint8), dpi=200)


def a_word(text: str, confidence: float) -> ReadWord:
    return ReadWord(text=text, box=Box(left=10, top=10, right=40, bottom=20), confidence=confidence, place=(1, 1, 1))


class Eyes:
    """Reads the same word in every picture, another where one column is looked for."""

    def __init__(self, first: ReadWord, again: ReadWord) -> None:
        self.words = {Layout.PAGE: first, Layout.COLUMN: again}
        self.asked: list[tuple[Layout, int]] = []

    def read(self, pictures: Sequence[Page], layout: Layout) -> list[Outcome]:
        self.asked.append((layout, len(pictures)))
        return [(self.words[layout],) for _ in pictures]


def outcome_of(eyes: Eyes) -> Outcome:
    (reading,) = read([Prepared(copy=PAGE, prose=whole(PAGE))], eyes)  # type: ignore[arg-type]
    return reading.outcome


def test_an_unsure_page_is_read_again_as_one_column_and_the_surer_reading_counts() -> None:
    eyes = Eyes(a_word("rác", 40), a_word("chữ", 95))
    assert outcome_of(eyes) == (a_word("chữ", 95),)
    assert eyes.asked == [(Layout.PAGE, 1), (Layout.COLUMN, 1)]


def test_the_first_reading_stays_where_the_second_is_no_surer() -> None:
    assert outcome_of(Eyes(a_word("chữ", 70), a_word("rác", 40))) == (a_word("chữ", 70),)


def test_a_page_read_surely_is_read_once() -> None:
    eyes = Eyes(a_word("chữ", 95), a_word("rác", 99))
    assert outcome_of(eyes) == (a_word("chữ", 95),)
    assert eyes.asked == [(Layout.PAGE, 1)]


class OneByOne:
    """Reads the next of some outcomes in each picture."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.rest = list(outcomes)

    def read(self, pictures: Sequence[Page], _: Layout) -> list[Outcome]:
        return [self.rest.pop(0) for _ in pictures]


def apart() -> Parted:
    """A page in three strips, two of them side by side below the first."""
    sides = (
        Strip(left=0, top=100, right=100, bottom=200, column=(0, 0)),
        Strip(left=100, top=100, right=200, bottom=200),
    )
    return Parted(page=PAGE, strips=(Strip(left=0, top=0, right=200, bottom=100), *sides))


def test_words_of_strips_stand_where_the_strips_do_on_lines_of_their_own() -> None:
    eyes = OneByOne((a_word("trên", 95),), (a_word("trái", 95),), (a_word("phải", 95),))
    (reading,) = read([Prepared(copy=PAGE, prose=apart())], eyes)  # type: ignore[arg-type]
    assert isinstance(reading.outcome, tuple)
    places = [(word.text, word.box.left, word.box.top, word.column) for word in reading.outcome]
    assert places == [("trên", 10, 10, None), ("trái", 10, 46, (0, 0)), ("phải", 46, 46, None)]
    assert len({word.place for word in reading.outcome}) == 3


def test_a_strip_that_fails_fails_its_page_and_no_other() -> None:
    broken = PageFailed("hỏng")
    eyes = OneByOne((a_word("trên", 95),), broken, (a_word("phải", 95),), (a_word("sau", 95),))
    pages = [Prepared(copy=PAGE, prose=apart()), Prepared(copy=PAGE, prose=whole(PAGE))]
    failed, fine = read(pages, eyes)  # type: ignore[arg-type]
    assert failed.outcome is broken
    assert fine.outcome == (a_word("sau", 95),)
