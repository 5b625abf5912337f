"""The door to Tesseract tells a missing engine, a failing page and a slow one apart."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest

import ocr
from ocr.errors import PageFailed
from ocr.prepare import Page
from ocr.tesseract import Layout, Recogniser
from ocr.types import Step
from tests.paper import a_page, save_jpeg
from tests.unit.ocr.conftest import Digitise

GREY = Page(pixels=np.asarray(a_page(seed=1, dpi=150).image.convert("L")), dpi=150)


def test_words_have_boxes_in_points_and_composed_letters(tmp_path: Path) -> None:
    paper = a_page(seed=1, dpi=150)
    (words,) = Recogniser(ocr.Options(), tmp_path).read([GREY], Layout.PAGE)
    assert not isinstance(words, PageFailed)
    first = words[0]
    assert first.text == paper.words[0].text
    box = (first.box.left, first.box.top, first.box.right, first.box.bottom)
    assert box == pytest.approx(paper.words[0].box, abs=3)
    assert all(unicodedata.is_normalized("NFC", word.text) for word in words)
    assert all(0 <= word.confidence <= 100 for word in words)


def test_nothing_is_left_in_the_work_folder(tmp_path: Path) -> None:
    Recogniser(ocr.Options(), tmp_path).read([GREY, GREY], Layout.PAGE)
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_not_installed_is_said(tmp_path: Path) -> None:
    with pytest.raises(ocr.Interrupted) as caught:
        Recogniser(ocr.Options(language="lao"), tmp_path)
    assert caught.value.code == "engine_unavailable"
    assert "tesseract-ocr-lao" in str(caught.value)


def test_a_missing_engine_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ocr.Interrupted) as caught:
        Recogniser(ocr.Options(), tmp_path)
    assert caught.value.code == "engine_unavailable"


def a_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """A program of that name that knows who it is and does `page` when asked to read."""
    program = folder / "tesseract"
    program.write_text(
        f'#!/bin/sh\ncase "$1" in --version) echo "tesseract 5.3.0";; --list*) echo vie;; *) {page};; esac'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_page_that_takes_too_long_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    a_tesseract(tmp_path / "bin", monkeypatch, "exec sleep 20")
    recogniser = Recogniser(ocr.Options(page_seconds=1), tmp_path)
    (outcome,) = recogniser.read([GREY], Layout.PAGE)
    assert isinstance(outcome, PageFailed)
    assert "1 giây" in str(outcome)


def test_pictures_read_together_are_told_apart(tmp_path: Path) -> None:
    other = Page(pixels=GREY.pixels[: GREY.pixels.shape[0] // 4], dpi=GREY.dpi)
    blank = Page(pixels=np.full((200, 200), 255, np.uint8), dpi=150)
    recogniser = Recogniser(ocr.Options(), tmp_path)
    together = recogniser.read([GREY, blank, other], Layout.PAGE)
    assert together == [recogniser.read([one], Layout.PAGE)[0] for one in (GREY, blank, other)]
    assert together[1] == ()


def test_where_a_batch_fails_each_picture_is_read_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract dies of a list of pictures, never of one."""
    (tmp_path / "bin").mkdir()
    a_tesseract(tmp_path / "bin", monkeypatch, 'case "$1" in *.txt) exit 1;; *) exec /usr/bin/tesseract "$@";; esac')
    first, second = Recogniser(ocr.Options(), tmp_path).read([GREY, GREY], Layout.PAGE)
    assert first == second
    assert not isinstance(first, PageFailed)


def test_one_failing_page_does_not_stop_the_others(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tesseract fails where it is given several pictures, and with small ones."""
    (tmp_path / "bin").mkdir()
    small = (
        'case "$1" in *.txt) exit 1;; esac; [ $(stat -c %s "$1") -lt 1500000 ] && exit 1; exec /usr/bin/tesseract "$@"'
    )
    a_tesseract(tmp_path / "bin", monkeypatch, small)
    bad, good = (save_jpeg(a_page(seed=2, dpi=dpi), tmp_path / f"{dpi}.jpg") for dpi in (60, 100))
    done = digitise(bad, good, good, without=frozenset({Step.COLUMNS}))  # a page is one picture
    first, second, third = done.recognised()
    assert done.failed == (1,)
    assert first.failure is not None
    assert first.words == ()
    assert second.words == third.words != ()


def test_a_blank_page_is_no_failure(tmp_path: Path, digitise: Digitise) -> None:
    paper = a_page(seed=1, dpi=60)
    paper.image.paste("white", (0, 0, *paper.image.size))
    (page,) = digitise(save_jpeg(paper, tmp_path / "blank.jpg")).recognised()
    assert (page.words, page.text, page.failure) == ((), "", None)
