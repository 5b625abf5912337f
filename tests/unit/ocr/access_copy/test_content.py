"""What is on a page decides how its light copy is drawn; nothing that shows on it is lost."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.paper import Paper, a_page, a_scan, save_g4, save_jpeg, save_png
from tests.unit.ocr.access_copy.masters import Shown, a_master, lighten, pictures
from tests.unit.ocr.reading import rendered

Pixels = NDArray[np.int16]
PRINT = a_page(seed=3, dpi=200)
SEALED = a_scan("office200", seed=71)  # a red seal and a blue signature over print, on grey paper


def drawn(pdf: Path, folder: Path, dpi: int = 100) -> Pixels:
    folder.mkdir(exist_ok=True)
    return np.asarray(Image.open(rendered(pdf, folder, dpi=dpi)).convert("RGB"), np.int16)


def both(master: Path, dpi: int = 100) -> tuple[Pixels, Pixels]:
    """The master and its copy, drawn."""
    copy = lighten(master)
    assert copy.lighter == 1
    return drawn(master, master.parent / "was", dpi), drawn(copy.pdf, master.parent / "is", dpi)


def a_photograph() -> Image.Image:
    """Soft shapes in many colours, A4 at 200 dpi."""
    down, across = np.mgrid[0:2339, 0:1654].astype(np.float32)
    waves = [128 + 100 * np.sin(across / 170 + k) * np.cos(down / (130 + 40 * k)) for k in range(3)]
    grain = np.random.default_rng(1).normal(0, 8, (2339, 1654, 1))
    return Image.fromarray((np.stack(waves, axis=-1) + grain).clip(0, 255).astype(np.uint8))


def photograph(path: Path) -> Path:
    a_photograph().save(path, "JPEG", quality=95, dpi=(200, 200))
    return path


def black_and_white(path: Path) -> Path:
    PRINT.image.convert("1", dither=Image.Dither.NONE).save(path, "PNG", dpi=(200, 200))
    return path


STENCIL = Shown(kind="stencil", colour="-", coding="ccitt", dpi=400)


@pytest.mark.parametrize(
    ("save", "wanted", "part"),
    [
        (lambda path: save_jpeg(PRINT, path), [Shown(kind="image", colour="gray", coding="ccitt", dpi=400)], 0.2),
        (
            lambda path: save_png(PRINT, path, mode="L"),
            [Shown(kind="image", colour="gray", coding="ccitt", dpi=400)],
            0.5,
        ),
        (black_and_white, [Shown(kind="image", colour="gray", coding="ccitt", dpi=200)], 0.7),
        (photograph, [Shown(kind="image", colour="rgb", coding="jpeg", dpi=200)], 0.5),
    ],
    ids=["print in colour", "print in grey", "black and white", "photograph"],
)
def test_a_page_is_drawn_by_what_is_on_it(
    tmp_path: Path, save: Callable[[Path], Path], wanted: list[Shown], part: float
) -> None:
    master = a_master(save(tmp_path / "scan"))
    copy = lighten(master).pdf
    assert pictures(copy) == wanted
    assert copy.stat().st_size < part * master.stat().st_size


def test_a_sealed_page_is_print_over_its_seal_over_paper(tmp_path: Path) -> None:
    master = a_master(save_jpeg(SEALED, tmp_path / "scan"))
    copy = lighten(master).pdf
    paper, *places, print_ = pictures(copy)
    assert paper.dpi == pytest.approx(75, abs=1)
    assert {(place.coding, place.colour, place.dpi) for place in places} == {("jpeg", "rgb", 200)}
    assert print_ == STENCIL
    assert copy.stat().st_size < 0.3 * master.stat().st_size


def redness(pixels: Pixels) -> Pixels:
    return pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2])


def blueness(pixels: Pixels) -> Pixels:
    return pixels[..., 2] - np.maximum(pixels[..., 0], pixels[..., 1])


def near(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those pixels and the ones beside them: readers put pictures on whole pixels in their own ways."""
    wide = np.pad(found, 1)
    return np.logical_or.reduce([np.roll(wide, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)])[
        1:-1, 1:-1
    ]


@pytest.mark.slow
def test_seals_stay_red_and_pens_blue_where_they_were(tmp_path: Path) -> None:
    before, after = both(a_master(save_jpeg(SEALED, tmp_path / "scan")))
    for colour in (redness, blueness):
        was, is_ = colour(before) > 50, colour(after) > 50
        assert was.sum() > 500, "there must be a seal and a signature on it"
        assert (was & near(is_)).sum() > 0.95 * was.sum()
        assert (is_ & near(was)).sum() > 0.95 * is_.sum()


def pencilled() -> Paper:
    """Print, and a grey pencil stroke below it."""
    image = PRINT.image.copy()
    points = [(300 + 8 * step, 1900 + round(60 * np.sin(step / 6))) for step in range(120)]
    ImageDraw.Draw(image).line(points, fill=(150, 150, 150), width=5)
    return Paper(image=image, dpi=200, lines=PRINT.lines)


@pytest.mark.parametrize("paper", [SEALED, pencilled(), a_scan("faded", seed=71)], ids=["seal", "pencil", "faded"])
def test_what_was_pale_is_neither_blackened_nor_lost(tmp_path: Path, paper: Paper) -> None:
    was, is_ = (pixels.mean(axis=2) for pixels in both(a_master(save_jpeg(paper, tmp_path / "scan")), dpi=50))
    assert np.abs(was - is_).mean() < 3
    assert np.percentile(np.abs(was - is_), 99.9) < 60


def test_paper_keeps_its_colour_and_its_shadow(tmp_path: Path) -> None:
    shadow = a_page(seed=10, dpi=200, shadow=0.5)
    shadow.image.paste(Image.blend(shadow.image, Image.new("RGB", shadow.image.size, (250, 235, 190)), 0.3))
    was, is_ = both(a_master(save_jpeg(shadow, tmp_path / "scan")), dpi=30)
    blank = slice(260, 340)  # rows below the text
    assert np.abs(was[blank] - is_[blank]).max() < 10


@pytest.mark.parametrize(
    "save",
    [
        lambda path: save_g4(PRINT, path),
        lambda path: save_jpeg(a_page(seed=3, dpi=100), path, quality=30),
        lambda path: save_jpeg(a_page(seed=3, dpi=60), path),
    ],
    ids=["group 4", "heavily compressed", "small"],
)
def test_a_page_that_would_not_become_a_fifth_lighter_stays_as_it_is(
    tmp_path: Path, save: Callable[[Path], Path]
) -> None:
    master = a_master(save(tmp_path / "scan"))
    copy = lighten(master)
    assert copy.lighter == 0
    assert copy.pdf.read_bytes() == master.read_bytes()
