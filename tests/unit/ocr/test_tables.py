"""Ruled tables are found, taken out of the page, and come back line by line across their cells."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from ocr.prepare import Page
from ocr.prepare.page import Pixels
from ocr.prepare.parting import whole
from ocr.prepare.tables import Stack, cells_of, stacks, without_cells
from ocr.reading import Prepared, read
from ocr.tesseract import Layout, Outcome, ReadWord
from ocr.types import Box
from tests.paper import a_page

DPI = 200
COLUMNS, ROWS = (100, 300, 900, 1400), (400, 520, 700, 820)


def a_table(*, open_sides: bool = False, wide: int = 3) -> Page:
    pixels: Pixels = np.full((1200, 1600), 255, np.uint8)
    for y in ROWS:
        pixels[y : y + wide, COLUMNS[0] : COLUMNS[-1]] = 0
    for x in COLUMNS[1:-1] if open_sides else COLUMNS:
        pixels[ROWS[0] : ROWS[-1] + wide, x : x + wide] = 0
    for column in range(3):
        for row in range(3):
            x, y = COLUMNS[column] + 20, ROWS[row] + 20
            cv2.putText(pixels, f"{row}{column}", (x, y + 40), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)
    return Page(pixels=pixels, dpi=DPI)


@pytest.mark.parametrize("wide", [1, 3, 6])
@pytest.mark.parametrize("open_sides", [False, True])
def test_cells_are_found_row_by_row(open_sides: bool, wide: int) -> None:
    (cells,) = cells_of(a_table(open_sides=open_sides, wide=wide))
    assert len(cells) == 9
    for cell, (row, column) in zip(cells, ((row, column) for row in range(3) for column in range(3)), strict=True):
        assert cell[:2] == pytest.approx((COLUMNS[column], ROWS[row]), abs=14)
        assert cell[2:] == pytest.approx((COLUMNS[column + 1], ROWS[row + 1]), abs=10)


def test_text_and_a_frame_around_it_are_no_table() -> None:
    page = Page(pixels=np.array(a_page(seed=2, dpi=150).image.convert("L")), dpi=150)
    assert cells_of(page) == ()
    cv2.rectangle(page.pixels, (200, 300), (700, 500), (0,), 3)
    assert cells_of(page) == ()


def test_nothing_of_the_table_is_left_on_the_page() -> None:
    page = a_table()
    assert without_cells(page, cells_of(page)).pixels.min() == 255
    assert page.pixels.min() == 0


def test_empty_cells_are_not_stacked() -> None:
    page = a_table()
    page.pixels[530:690, 310:890] = 255
    (cells,) = cells_of(page)
    (stack,) = stacks(page, cells)
    assert len(stack.cells) == 8


class Eyes:
    """Reads each stack as one word a cell, and a page as nothing."""

    def __init__(self, words: Sequence[ReadWord] = ()) -> None:
        self.words = tuple(words)
        self.stack: Stack | None = None

    def read(self, pictures: Sequence[Page], layout: Layout) -> list[Outcome]:
        if layout is Layout.PAGE:
            return [self.words for _ in pictures]
        assert self.stack is not None
        return [tuple(_word(one.top, number) for number, one in enumerate(self.stack.cells))]


def _word(top: int, number: int) -> ReadWord:
    scale = 72 / DPI
    box = Box(left=50 * scale, top=(top + 20) * scale, right=90 * scale, bottom=(top + 60) * scale)
    return ReadWord(text=f"ô{number}", box=box, confidence=90, place=(1, 1, number))


def test_words_of_cells_return_to_their_place_line_by_line() -> None:
    page = a_table()
    (cells,) = cells_of(page)
    (stack,) = stacks(page, cells)
    above, below = (
        ReadWord(text=text, box=Box(left=40, top=top, right=90, bottom=top + 10), confidence=90, place=(1, 1, int(top)))
        for text, top in (("trên", 100.0), ("dưới", 350.0))
    )
    eyes = Eyes([above, below])
    eyes.stack = stack
    (reading,) = read([Prepared(copy=page, prose=whole(page), tables=((stack,),))], eyes)  # type: ignore[arg-type]
    assert isinstance(reading.outcome, tuple)
    assert [word.text for word in reading.outcome] == ["trên", *(f"ô{number}" for number in range(9)), "dưới"]
    lines = [word.place for word in reading.outcome[1:-1]]
    assert [lines.count(line) for line in dict.fromkeys(lines)] == [3, 3, 3]
    fifth = reading.outcome[5].box
    assert fifth.left * DPI / 72 == pytest.approx(COLUMNS[1] + 50 - stack.cells[0].margin, abs=14)
    assert fifth.top * DPI / 72 == pytest.approx(ROWS[1] + 20, abs=14)


def test_the_surer_reading_of_a_small_picture_counts() -> None:
    page = a_table()
    unsure = ReadWord(text="mờ", box=Box(left=0, top=0, right=9, bottom=9), confidence=40, place=(1, 1, 1))
    sure = ReadWord(text="rõ", box=Box(left=0, top=0, right=9, bottom=9), confidence=90, place=(1, 1, 1))

    class Twice:
        def read(self, pictures: Sequence[Page], _: Layout) -> list[Outcome]:
            assert len(pictures) == 2
            return [(unsure,), (sure,)]

    other = Page(pixels=page.pixels, dpi=150)
    (reading,) = read([Prepared(copy=page, prose=whole(page), as_it_is=other)], Twice())  # type: ignore[arg-type]
    assert reading.outcome == (sure,)
    assert reading.copy is other
