"""A page that was read poorly, or only in part, is marked for a person; a good one and a blank one are not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFilter

import ocr
from ocr import Box, Word
from ocr.doubt import is_doubtful
from ocr.prepare import Page
from tests.paper import Paper, a_page
from tests.paper.vocabulary import SENTENCES
from tests.unit.ocr.conftest import Bundle

DPI = 100


@pytest.fixture(scope="module")
def paper() -> Paper:
    return a_page(seed=3, dpi=DPI)


def picture(paper: Paper) -> Page:
    return Page(pixels=np.asarray(paper.image.convert("L")), dpi=DPI)


def words_of(paper: Paper, confidence: float = 96) -> list[Word]:
    edges = ("left", "top", "right", "bottom")
    return [
        Word(text=word.text, box=Box(**dict(zip(edges, word.box, strict=True))), confidence=confidence, line=0)
        for word in paper.words
    ]


def test_a_page_read_surely_and_whole_is_not_doubtful(paper: Paper) -> None:
    assert not is_doubtful(words_of(paper), picture(paper))


def test_a_page_read_unsurely_is_doubtful(paper: Paper) -> None:
    words, unsure = words_of(paper), words_of(paper, 70)
    assert is_doubtful(unsure[:30] + words[30:], picture(paper))
    assert not is_doubtful(unsure[:3] + words[3:], picture(paper))


def test_stamps_and_numbers_read_unsurely_leave_a_page_sure(paper: Paper) -> None:
    box = Box(left=1, top=1, right=2, bottom=2)
    specks = [Word(text=text, box=box, confidence=5, line=0) for text in ("~——", "15/QĐ", ".....", "(—|", "12.04")] * 5
    assert not is_doubtful([*words_of(paper), *specks], picture(paper))
    assert is_doubtful(specks, picture(paper)), "nothing else was read"


def test_a_page_of_which_a_part_was_passed_over_is_doubtful(paper: Paper) -> None:
    words = words_of(paper)
    assert is_doubtful(words[: len(words) * 2 // 3], picture(paper))


def test_print_that_gave_no_word_at_all_is_doubtful(paper: Paper) -> None:
    assert is_doubtful([], picture(paper))


def test_a_blank_page_is_not_doubtful() -> None:
    grain = np.random.default_rng(1).normal(250, 3, (1100, 800)).clip(0, 255).astype(np.uint8)
    assert not is_doubtful([], Page(pixels=grain, dpi=DPI))


def test_rules_and_grain_are_no_print_that_was_passed_over(paper: Paper) -> None:
    pixels = np.asarray(paper.image.convert("L")).astype(float)
    pixels[::40, 50:-50] = 0
    pixels += np.random.default_rng(1).normal(0, 10, pixels.shape)
    assert not is_doubtful(words_of(paper), Page(pixels=pixels.clip(0, 255).astype(np.uint8), dpi=DPI))


def test_a_page_too_blurred_to_be_read_well_is_told(
    bundle: Bundle, digitise: Callable[..., ocr.Digitised], tmp_path: Path
) -> None:
    blurred = a_page(seed=3, dpi=100, sentences=SENTENCES[:3]).image.filter(ImageFilter.GaussianBlur(2))
    scan = tmp_path / "scan.png"
    blurred.save(scan, dpi=(100, 100))
    done = digitise(scan)
    assert (done.doubtful, bundle.digitised.doubtful) == ((1,), ())
    assert '"doubtful":true' in "".join(ocr.words_json(done.recognised()))
