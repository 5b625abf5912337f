"""A page is read again where the first reading cannot be trusted, and only there."""

from collections.abc import Sequence

import numpy as np

from ocr.prepare import Page
from ocr.prepare.parting import whole
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
