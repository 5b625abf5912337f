"""The searchable PDF as other programs see it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.ocr.conftest import Bundle
from tests.unit.ocr.reading import (
    by_pdfium,
    by_pypdf,
    double_clicked,
    error_rate,
    images,
    pdf_words,
    pdftotext,
    plain,
    rendered,
    size,
    sound,
    words_missing,
)

CLEAN, SKEWED, TURNED, UPSIDE_DOWN, TABLE, STRIPS, SHADOW = range(1, 8)
A4 = (595.3, 841.9)


@pytest.mark.parametrize("page", [CLEAN, SKEWED, TURNED, UPSIDE_DOWN, STRIPS])
def test_text_reads_back_with_few_errors(bundle: Bundle, page: int) -> None:
    paper = bundle.papers[page - 1]
    assert error_rate(by_pypdf(bundle.pdf, page), paper) <= 3
    assert words_missing(pdftotext(bundle.pdf, page), paper) <= 5
    assert words_missing(by_pdfium(bundle.pdf, page), paper) <= 5


@pytest.mark.parametrize("page", [TABLE, SHADOW])
def test_hard_pages_keep_most_of_their_words(bundle: Bundle, page: int) -> None:
    assert words_missing(pdftotext(bundle.pdf, page), bundle.papers[page - 1]) <= 15


def test_all_readers_find_the_same_words(bundle: Bundle) -> None:
    for number, page in enumerate(bundle.digitised.recognised(), start=1):
        wanted = sorted(plain(page.text).split())
        assert sorted(by_pypdf(bundle.pdf, number).split()) == wanted
        assert sorted(by_pdfium(bundle.pdf, number).split()) == wanted
        assert sorted(pdftotext(bundle.pdf, number).split()) == wanted


def test_readers_that_keep_our_order_read_line_by_line(bundle: Bundle) -> None:
    page = next(bundle.digitised.recognised())
    assert [plain(line) for line in by_pypdf(bundle.pdf).splitlines() if line.strip()] == page.text.splitlines()


@pytest.mark.parametrize("page", [CLEAN, TURNED, UPSIDE_DOWN, STRIPS])
def test_words_lie_where_they_are_printed(bundle: Bundle, page: int) -> None:
    truth = bundle.papers[page - 1].words
    found = pdf_words(bundle.pdf, page)
    hits = 0
    for word in truth:
        left, top, right, bottom = word.box
        x, y = (left + right) / 2, (top + bottom) / 2
        hits += any(
            text == word.text and box.left <= x <= box.right and box.top <= y <= box.bottom for text, box in found
        )
    assert hits / len(truth) >= 0.95


@pytest.mark.parametrize("page", [CLEAN, SKEWED, TURNED, UPSIDE_DOWN, TABLE])
def test_a_double_click_on_a_word_selects_it(bundle: Bundle, page: int) -> None:
    words = list(bundle.digitised.recognised())[page - 1].words
    selected = double_clicked(bundle.pdf, [word.box for word in words], page)
    assert [text for text, word in zip(selected, words, strict=True) if text != word.text] == []


def test_a_skewed_page_is_shown_level_with_its_text_on_the_print(bundle: Bundle, tmp_path: Path) -> None:
    drawn = np.asarray(Image.open(rendered(bundle.pdf, tmp_path, dpi=72, page=SKEWED)).convert("L"))
    dark = [
        drawn[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1].min()
        for _, box in pdf_words(bundle.pdf, SKEWED)
    ]
    assert np.percentile(dark, 5) < 140, "there must be ink under nearly every word"
    rows = (drawn[:, 60:-60] < 160).sum(axis=1)
    assert (rows[100:500] == 0).mean() > 0.25, "level lines leave empty rows between them"


def test_a_level_page_keeps_its_size_and_a_levelled_one_loses_no_corner(bundle: Bundle) -> None:
    for page in (CLEAN, TURNED, UPSIDE_DOWN, TABLE, STRIPS, SHADOW):
        assert size(bundle.pdf, page) == pytest.approx(A4, abs=1)
    width, height = size(bundle.pdf, SKEWED)
    assert A4[0] < width < A4[0] + 50
    assert A4[1] < height < A4[1] + 50


def test_pictures_go_through_byte_for_byte(bundle: Bundle, tmp_path: Path) -> None:
    found = [hashlib.sha256(path.read_bytes()).digest() for path in images(bundle.pdf, tmp_path)]
    for source, digest in zip(bundle.sources[:3], found, strict=False):
        assert hashlib.sha256(source.read_bytes()).digest() == digest


def test_the_file_is_sound_and_pages_are_numbered_through(bundle: Bundle) -> None:
    assert sound(bundle.pdf)
    assert [page.number for page in bundle.digitised.recognised()] == list(range(1, 8))
    assert bundle.digitised.pages == 7
    assert bundle.digitised.failed == ()


def test_the_turn_of_each_page_is_told(bundle: Bundle) -> None:
    assert [page.rotation for page in bundle.digitised.recognised()] == [0, 0, 270, 180, 0, 0, 0]


@pytest.mark.judge
def test_what_we_made_of_pictures_is_pdfa(bundle: Bundle, judge) -> None:  # type: ignore[no-untyped-def]
    (verdict,) = judge.pdfa(bundle.pdf)
    assert verdict["compliant"], verdict["failures"]
