"""The upper half of a page with its inks stands point for point as the copy that Tesseract reads."""

import numpy as np
import pytest
from PIL import ImageDraw

from ocr.prepare import Page, prepare
from ocr.prepare.page import Pixels
from ocr.prepare.upper import standing_as, upper_half
from tests.paper import a_page

BLUE = (35, 50, 150)
DPI = 200
PEN = (500, 60, 640, 110)  # above the letterhead


def a_picture(**damage: float) -> Page:
    """A page with a bar of blue ink at its top."""
    paper = a_page(**{"seed": 4, "dpi": DPI, **damage})  # type: ignore[arg-type]
    if not damage:
        ImageDraw.Draw(paper.image).rectangle(PEN, fill=BLUE)
    return Page(pixels=np.asarray(paper.image), dpi=DPI)


def never(_: Page) -> int:
    return 0


def dark(pixels: Pixels) -> Pixels:
    return (pixels < 128).astype(np.uint8)


def test_a_page_without_colour_has_none() -> None:
    grey = Page(pixels=a_picture().pixels.mean(axis=2).astype(np.uint8), dpi=DPI)
    assert upper_half(grey, prepare(grey, never)) is None
    black = Page(pixels=np.repeat(grey.pixels[:, :, None], 3, axis=2), dpi=DPI)
    assert upper_half(black, prepare(black, never)) is None


def test_what_the_copy_makes_light_is_dark_in_it() -> None:
    picture = a_picture()
    copy = prepare(picture, never)
    upper = upper_half(picture, copy)
    assert upper is not None
    left, top, right, bottom = PEN
    pen = standing_as(upper, copy).pixels[top + 3 : bottom - 3, left + 3 : right - 3]
    assert pen.mean() < 80
    assert copy.pixels[top + 3 : bottom - 3, left + 3 : right - 3].mean() > 130
    assert upper.page.pixels.shape[0] < 0.6 * picture.pixels.shape[0]


@pytest.mark.parametrize("damage", [{"skew": 3.0}, {"turn": 90}, {"turn": 180, "skew": -2.0}, {"dpi": 300}])
def test_print_stands_where_it_stands_on_the_copy(damage: dict[str, float]) -> None:
    paper = a_page(**{"seed": 4, "dpi": DPI, "seal": True, **damage})  # type: ignore[arg-type]
    image = paper.image
    if not damage.get("turn"):
        ImageDraw.Draw(image).rectangle((20, 20, 60, 60), fill=BLUE)  # the upper half needs a colour
    picture = Page(pixels=np.asarray(image), dpi=paper.dpi)
    copy = prepare(picture, never)
    upper = upper_half(picture, copy)
    assert upper is not None
    stood = standing_as(upper, copy)
    assert stood.dpi == pytest.approx(copy.dpi, rel=1e-3)
    rows, columns = (min(a, b) for a, b in zip(stood.pixels.shape, copy.pixels.shape, strict=True))
    assert abs(stood.pixels.shape[0] - copy.pixels.shape[0]) <= 2
    assert abs(stood.pixels.shape[1] - copy.pixels.shape[1]) <= 2
    half = round(0.45 * rows)
    one, other = dark(stood.pixels[100:half, :columns]), dark(copy.pixels[100:half, :columns])
    shared = np.count_nonzero(one & other) / np.count_nonzero(other)
    assert shared > 0.9
