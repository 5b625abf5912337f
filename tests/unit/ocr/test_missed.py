"""A line that Tesseract passed over is found and read; what is no line of print is left alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

import ocr
from ocr.errors import PageFailed
from ocr.prepare import Page
from ocr.prepare.missed import missed
from ocr.prepare.parting import Parted, whole
from ocr.reading import Prepared, prepared, read
from ocr.tesseract import Recogniser
from ocr.types import Box
from tests.paper import TruthLine, a_page

DPI = 200
PAPER = a_page(seed=4, dpi=DPI)
GREY = PAPER.image.convert("L")


def a_copy(picture: Image.Image = GREY) -> Page:
    return Page(pixels=np.asarray(picture).copy(), dpi=DPI)


def boxes(lines: Sequence[TruthLine] = PAPER.lines) -> list[Box]:
    edges = [word.box for line in lines for word in line.words]
    return [Box(left=left, top=top, right=right, bottom=bottom) for left, top, right, bottom in edges]


def without(picture: Page, line: TruthLine) -> Page:
    """The page with the line painted over."""
    pixels = picture.pixels.copy()
    for word in line.words:
        left, top, right, bottom = (round(edge * DPI / 72) for edge in word.box)
        pixels[top - 2 : bottom + 2, left - 2 : right + 2] = 255
    return Page(pixels=pixels, dpi=DPI)


def a_long_line() -> TruthLine:
    return max(PAPER.lines, key=lambda line: len(line.text))


def test_a_page_whose_words_are_all_read_has_no_missed_line() -> None:
    assert missed(a_copy(), boxes()) == ()


def test_a_line_that_no_word_covers_is_found_where_it_stands() -> None:
    line = a_long_line()
    (found,) = missed(a_copy(), boxes([other for other in PAPER.lines if other is not line]))
    left, top, right, bottom = (edge * 72 / DPI for edge in found)
    first, last = line.words[0].box, line.words[-1].box
    assert left <= first[0]
    assert right >= last[2]
    assert top <= min(word.box[1] for word in line.words) + 3
    assert bottom >= max(word.box[3] for word in line.words) - 3
    assert bottom - top < 40


def test_a_scribble_a_rule_and_dirt_are_no_lines_of_print() -> None:
    picture = GREY.copy()
    draw = ImageDraw.Draw(picture)
    below = round(max(box.bottom for box in boxes()) * DPI / 72) + 60
    draw.line([(400 + 30 * step, below + 120 * (step % 2)) for step in range(12)], fill=0, width=5)
    draw.line([(300, below + 200), (1200, below + 200)], fill=0, width=4)
    for left, top in ((900, below), (1200, below + 40), (1000, below + 80), (1300, below + 120)):
        draw.ellipse([(left, top), (left + 12, top + 14)], fill=0)
    assert missed(a_copy(picture), boxes()) == ()


def test_grain_is_not_searched_for_lines() -> None:
    grain = a_copy()
    grain.pixels[::20, ::20] = grain.pixels[1::20, ::20] = 0
    for row in range(0, grain.pixels.shape[0] - 12, 24):
        grain.pixels[row : row + 12, 4:-4:16] = grain.pixels[row : row + 12, 5:-4:16] = 0
    assert missed(grain, boxes()) == ()


def test_a_page_of_few_words_has_no_measure_for_print() -> None:
    assert missed(a_copy(), boxes()[:2]) == ()


@pytest.fixture
def recogniser(tmp_path: Path) -> Recogniser:
    return Recogniser(ocr.Options(), tmp_path)


def words_of(recogniser: Recogniser, *, looks_again: bool) -> str:
    """What is read where a first reading cannot see the page's longest line."""
    hidden: Parted = whole(without(a_copy(), a_long_line()))
    (reading,) = read([Prepared(copy=a_copy(), prose=hidden, looks_again=looks_again)], recogniser)
    assert not isinstance(reading.outcome, PageFailed)
    return " ".join(word.text for word in reading.outcome)


def test_a_missed_line_is_read_and_stands_after_the_line_above_it(recogniser: Recogniser) -> None:
    place = PAPER.lines.index(a_long_line())
    above, line = PAPER.lines[place - 1].text, a_long_line().text
    assert line not in words_of(recogniser, looks_again=False)
    assert f"{above} {line}" in words_of(recogniser, looks_again=True)


def test_the_search_can_be_left_out(recogniser: Recogniser) -> None:
    page = a_copy()
    assert prepared(page, recogniser.turn, frozenset()).looks_again
    assert not prepared(page, recogniser.turn, frozenset({ocr.Step.MISSED})).looks_again


def test_a_crop_is_read_as_plain_tesseract_would(recogniser: Recogniser) -> None:
    assert not prepared(a_copy(GREY.crop((0, 0, 900, 900))), recogniser.turn, frozenset()).looks_again
