"""Papers digitised once for many tests, and a way to digitise more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import ocr
from ocr import pipeline
from tests.paper import Paper, a_page, save_g4, save_jpeg, save_png, save_tiff

Digitise = Callable[..., ocr.Digitised]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Several files digitised into one PDF, page by page with what stands on them."""

    papers: Sequence[Paper]
    sources: Sequence[Path]
    digitised: ocr.Digitised

    @property
    def pdf(self) -> Path:
        assert self.digitised.pdf is not None
        return self.digitised.pdf


@pytest.fixture
def digitise(tmp_path: Path) -> Digitise:
    """Digitise in this process, each time in a folder of its own."""
    runs = iter(range(100))

    def run(*sources: Path, **options: object) -> ocr.Digitised:
        work = tmp_path / f"work-{next(runs)}"
        work.mkdir()
        return pipeline.digitise(sources, work, ocr.Options(**options), ocr.Limits(), lambda _: None)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Seven pages, as different as they come: see the list of sources."""
    folder = tmp_path_factory.mktemp("bundle")
    papers = [
        a_page(seed=2, dpi=200),
        a_page(seed=5, dpi=200, skew=2.5),
        a_page(seed=4, dpi=200, turn=90),
        a_page(seed=6, dpi=200, turn=180, seal=True),
        a_page(seed=8, dpi=200, table=True),
        a_page(seed=9, dpi=200),
        a_page(seed=10, dpi=200, shadow=0.5, noise=6),
    ]
    sources = [
        save_jpeg(papers[0], folder / "clean.jpg"),
        save_jpeg(papers[1], folder / "skewed.jpg"),
        save_jpeg(papers[2], folder / "turned.jpg"),
        save_png(papers[3], folder / "upside-down.png"),
        save_g4(papers[4], folder / "table.tif"),
        save_tiff(papers[5:6], folder / "strips.tif"),
        save_png(papers[6], folder / "shadow.png", mode="L"),
    ]
    work = folder / "work"
    work.mkdir()
    digitised = ocr.digitise(sources, work, ocr.Options(jobs=2), ocr.Limits(), lambda _: None)
    return Bundle(papers=papers, sources=sources, digitised=digitised)
