"""A page that one of our own steps trips over fails alone, says why, and keeps all that it came with."""

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import ocr
from ocr import pipeline
from ocr.prepare import Page
from tests.paper import a_page, save_jpeg
from tests.unit.ocr.conftest import Digitise
from tests.unit.ocr.reading import pdftotext
from tests.unit.ocr.test_input_pdfs import PAPER, UNSEEN, a_pdf

TRIPPED = r"Lỗi chương trình khi đọc trang, xin báo lại: IndexError, test_faults\.py:\d+\."
SHORT = 500  # points that half a page is not high


def tripping(step: Callable[..., object]) -> Callable[..., object]:
    """The step as it would be if short pages had never been thought of."""

    def trips(first: object, *rest: object) -> object:
        page = first if isinstance(first, Page) else next(one for one in rest if isinstance(one, Page))
        if page.height < SHORT:
            raise IndexError("index 0 is out of bounds")
        return step(first, *rest)

    return trips


@pytest.mark.parametrize("step", ["prepared", "is_doubtful", "codes_on"])
def test_the_others_are_read(tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    good, bad = save_jpeg(a_page(seed=2, dpi=100), tmp_path / "good.jpg"), tmp_path / "bad.jpg"
    with Image.open(good) as image:
        image.crop((0, 0, image.width, image.height // 2)).save(bad, dpi=(100, 100))
    wanted = digitise(good).recognised()
    monkeypatch.setattr(pipeline, step, tripping(getattr(pipeline, step)))
    done = digitise(good, bad, good, good)
    pages = list(done.recognised())
    assert done.failed == (2,)
    assert pages[1].failure is not None
    assert re.fullmatch(
        r"Lỗi chương trình khi đọc trang, xin báo lại: IndexError, test_faults\.py:\d+\.", pages[1].failure
    )
    assert pages[1].words == ()
    assert [page.text for page in (pages[0], *pages[2:])] == 3 * [next(wanted).text]


def test_an_earlier_text_layer_stays_where_reading_fails(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> object:
        raise ValueError

    monkeypatch.setattr(pipeline, "is_doubtful", trips)
    done = digitise(a_pdf(tmp_path / "layered.pdf", UNSEEN, picture=PAPER), mode=ocr.Mode.REDO)
    assert done.failed == (1,)
    assert done.pdf is not None
    assert "An earlier invisible layer" in pdftotext(done.pdf)
    assert next(done.recognised()).text == "An earlier invisible layer"


def test_a_full_disk_is_not_the_pages_fault(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "put_aside", is_full)
    with pytest.raises(OSError, match="No space"):
        digitise(save_jpeg(a_page(seed=2, dpi=60), tmp_path / "page.jpg"))


def test_too_little_memory_is_not_the_pages_fault(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def needs_petabytes(*_: object) -> object:
        return cv2.resize(np.zeros((10, 10), np.uint8), (2_000_000_000, 2_000_000))

    monkeypatch.setattr(pipeline, "prepared", needs_petabytes)
    with pytest.raises(MemoryError):
        digitise(save_jpeg(a_page(seed=2, dpi=60), tmp_path / "page.jpg"))
