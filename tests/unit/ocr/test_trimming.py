"""The margins of a page are not handed to Tesseract, and its words stand where they stood."""

from pathlib import Path

import numpy as np
import pytest

import ocr
from ocr.errors import PageFailed
from ocr.prepare import Page
from ocr.prepare.trimming import AROUND, trimmed
from ocr.tesseract import Layout, Recogniser
from tests.paper import a_page

DPI = 200
WHITE, BLACK = 255, 0


def a_sheet() -> Page:
    return Page(pixels=np.full((2339, 1654), WHITE, np.uint8), dpi=DPI)


def test_what_is_left_holds_all_print_and_a_margin() -> None:
    sheet = a_sheet()
    sheet.pixels[500:540, 300:1200] = BLACK
    cut = trimmed(sheet)
    margin = AROUND * DPI
    assert cut.page.pixels.shape == pytest.approx((40 + 2 * margin, 900 + 2 * margin), abs=4)
    assert (cut.across, cut.down) == pytest.approx(((300 - margin) * 72 / DPI, (500 - margin) * 72 / DPI), abs=1)
    assert (cut.page.pixels == BLACK).sum() == 40 * 900


def test_dust_keeps_no_margin() -> None:
    sheet = a_sheet()
    sheet.pixels[500:540, 300:1200] = BLACK
    dusty = Page(pixels=sheet.pixels.copy(), dpi=DPI)
    dusty.pixels[20:22, 30:32] = dusty.pixels[2300:2302, 1600:1602] = BLACK
    assert trimmed(dusty).page.pixels.shape == trimmed(sheet).page.pixels.shape


def test_a_page_number_far_from_the_text_stays() -> None:
    sheet = a_sheet()
    sheet.pixels[500:540, 300:1200] = BLACK
    sheet.pixels[2250:2266, 826:829] = BLACK  # a 1 in 8 points
    assert (trimmed(sheet).page.pixels == BLACK).sum() == (sheet.pixels == BLACK).sum()


def test_print_at_the_edge_stays() -> None:
    sheet = a_sheet()
    sheet.pixels[:40, :60] = sheet.pixels[-40:, -60:] = BLACK
    cut = trimmed(sheet)
    assert cut.page.pixels.shape == sheet.pixels.shape
    assert (cut.across, cut.down) == (0, 0)


def test_faded_print_stays() -> None:
    """Light grey on white, where print in black would make it paper."""
    sheet = a_sheet()
    sheet.pixels[500:540, 300:1200] = 200
    sheet.pixels[1800:1840, 300:700] = 215
    assert (trimmed(sheet).page.pixels < WHITE).sum() == (sheet.pixels < WHITE).sum()


def test_an_empty_page_stays_whole() -> None:
    assert trimmed(a_sheet()).page.pixels.shape == a_sheet().pixels.shape


def test_words_stand_where_they_stand_on_the_page(tmp_path: Path) -> None:
    paper = a_page(seed=3, dpi=DPI)
    page = Page(pixels=np.asarray(paper.image.convert("L")), dpi=DPI)
    (words,) = Recogniser(ocr.Options(), tmp_path).read([page], Layout.PAGE)
    assert not isinstance(words, PageFailed)
    assert trimmed(page).page.pixels.size < 0.8 * page.pixels.size
    first, told = words[0], paper.words[0]
    assert (first.text, first.box.left, first.box.top) == (
        told.text,
        pytest.approx(told.box[0], abs=3),
        pytest.approx(told.box[1], abs=3),
    )
