"""Pages that wait for Tesseract take no memory, and are there as they were when their turn comes."""

from pathlib import Path

import numpy as np
import pytest

from ocr import reading
from ocr.prepare import Page, files
from ocr.prepare.parting import parted, whole
from tests.paper import a_scan

SIDE = 4000
GREYS = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE), np.uint8)


def in_memory() -> int:
    """Bytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def test_a_page_put_aside_is_the_same_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    page = Page(pixels=GREYS, dpi=200, turn=90, angle=0.5)
    aside = files.put_aside(page)
    assert np.array_equal(aside.pixels, GREYS)
    assert (aside.dpi, aside.turn, aside.angle) == (200, 90, 0.5)
    assert not list(tmp_path.iterdir())


def test_it_takes_no_memory_until_it_is_looked_at() -> None:
    page = Page(pixels=GREYS, dpi=200)
    before = in_memory()
    waiting = [files.put_aside(page) for _ in range(10)]
    assert in_memory() - before < GREYS.nbytes
    assert sum(int(one.pixels[-1, -1]) for one in waiting) == 10 * int(GREYS[-1, -1])


def test_what_is_drawn_on_one_is_not_drawn_on_another() -> None:
    page = Page(pixels=np.full((10, 10), 255, np.uint8), dpi=200)
    one, other = files.put_aside(page), files.put_aside(page)
    one.pixels[:] = 0
    assert (other.pixels == 255).all()
    assert (page.pixels == 255).all()


def test_a_page_that_is_read_whole_is_put_aside_once() -> None:
    page = Page(pixels=GREYS, dpi=200)
    waiting = reading.put_aside(reading.Prepared(copy=page, prose=whole(page)))
    assert waiting.prose.page is waiting.copy


def test_columns_apart_stay_apart() -> None:
    paper = a_scan("dpi150", seed=3)
    page = Page(pixels=np.asarray(paper.image.convert("L")), dpi=paper.dpi)
    prose = parted(page)
    assert len(prose.strips) > 1
    waiting = reading.put_aside(reading.Prepared(copy=page, prose=prose))
    assert waiting.prose.strips == prose.strips
    assert waiting.prose.page is waiting.copy
