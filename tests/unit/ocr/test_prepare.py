"""Each step from the scan to what Tesseract reads does its one thing, and leaves alone what needs nothing."""

import numpy as np
import pytest

from ocr.prepare import Page, prepare
from ocr.prepare.ink import greyed, without_inks
from ocr.prepare.light import clipped, evened
from ocr.prepare.page import Pixels
from ocr.prepare.scale import fitted, squared
from ocr.prepare.specks import despeckled
from ocr.prepare.turning import set_right, standing, turned
from tests.paper import a_page

BLACK, WHITE, RED, BLUE = (20, 20, 20), (250, 250, 250), (215, 45, 60), (40, 60, 190)


def grey(**damage: float) -> Page:
    paper = a_page(**{"seed": 4, "dpi": 150, **damage})  # type: ignore[arg-type]
    return Page(pixels=np.asarray(paper.image.convert("L")), dpi=paper.dpi)


def never(_: Page) -> int:
    raise AssertionError("nobody was to be asked")


def test_coloured_ink_becomes_light_and_print_stays() -> None:
    strokes = np.repeat([[BLACK, WHITE, RED, BLUE]], 4, axis=0).repeat(4, axis=1)
    page = Page(pixels=strokes.astype(np.uint8), dpi=300)
    black, white, red, blue = (int(level) for level in without_inks(page).pixels[0, ::4])
    assert red > 200
    assert white > 240
    assert black < 40
    assert blue > int(greyed(page).pixels[0, 12]) + 100


def test_a_seal_over_text_leaves_the_text() -> None:
    sealed, plain = (np.asarray(a_page(seed=6, dpi=100, seal=seal).image) for seal in (True, False))
    difference = without_inks(Page(pixels=sealed, dpi=100)).pixels.astype(int) - without_inks(
        Page(pixels=plain, dpi=100)
    ).pixels.astype(int)
    assert np.abs(difference).max() < 60


def test_even_light_is_left_alone_and_a_shadow_is_taken_out() -> None:
    even = grey()
    assert evened(even) is even
    shadowed = evened(grey(shadow=0.6)).pixels
    assert abs(float(np.median(shadowed[:, :100])) - float(np.median(shadowed[:, -100:]))) < 20


@pytest.mark.parametrize(("dpi", "wanted"), [(600, 200), (300, 200), (220, 220), (200, 200), (150, 150), (100, 200)])
def test_pictures_are_brought_to_a_size_that_reads_well(dpi: int, wanted: int) -> None:
    page = Page(pixels=np.zeros((dpi, dpi), np.uint8), dpi=dpi)
    fit = fitted(page)
    assert fit.dpi == pytest.approx(wanted, rel=0.01)
    assert (fit.width, fit.height) == pytest.approx((72, 72), rel=0.01)


def test_a_huge_picture_is_made_bearable() -> None:
    fit = fitted(Page(pixels=np.zeros((9000, 9000), np.uint8), dpi=300))
    assert fit.pixels.size <= 25_100_000
    assert fit.width == pytest.approx(9000 * 72 / 300, rel=0.001)


def test_dots_of_a_fax_go_and_dots_of_letters_stay() -> None:
    pixels: Pixels = np.full((400, 400), 255, np.uint8)
    pixels[50, 50] = pixels[90:92, 90:92] = 0
    pixels[200:203, 200:203] = pixels[300:320, 300:310] = 0
    clean = despeckled(Page(pixels=pixels, dpi=200)).pixels
    assert clean[:100].min() == 255
    assert clean[200:].tolist() == pixels[200:].tolist()


def test_grain_of_a_grey_scan_is_not_taken_for_dots() -> None:
    noisy = grey(noise=12)
    assert despeckled(noisy) is noisy


def test_what_shines_through_from_the_back_becomes_paper() -> None:
    front = grey().pixels.astype(np.float32)
    back = 255 - front[:, ::-1]
    through = Page(pixels=(front - 0.35 * back).clip(0, 255).astype(np.uint8), dpi=150)
    both = clipped(through)
    faint = (front > 250) & (through.pixels > 190) & (through.pixels < 230)
    assert faint.sum() > 1000
    assert both.pixels[faint].mean() > through.pixels[faint].mean() + 15
    assert both.pixels[front < 60].max() < 100


def test_clean_print_is_left_as_it_is() -> None:
    page = grey(dpi=200)
    assert clipped(page) is page


def test_pixels_become_square() -> None:
    page = squared(np.zeros((98, 204), np.uint8), (204, 98))
    assert (page.width, page.height) == pytest.approx((72, 72), abs=0.5)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 3.0, -5.0])
def test_any_turn_and_skew_is_set_right_without_asking(turn: int, skew: float) -> None:
    page = set_right(grey(turn=turn, skew=skew), never)
    assert page.turn == (360 - turn) % 360
    assert page.angle == pytest.approx(-skew, abs=0.3)


def test_a_doubtful_page_is_turned_only_where_both_agree() -> None:
    doubtful = turned(a_striped_page(), 90)
    stand = standing(doubtful)
    assert not stand.sure
    assert set_right(doubtful, lambda _: stand.turn).turn == (90 + stand.turn) % 360
    assert set_right(doubtful, lambda _: (stand.turn + 90) % 360).turn == 90


def test_a_page_with_next_to_nothing_on_it_is_not_asked_about() -> None:
    blank: Pixels = np.full((1754, 1240), 255, np.uint8)
    blank[100:120, 100:110] = 0
    assert prepare(Page(pixels=blank, dpi=150), never).turn == 0


def test_a_page_that_must_keep_its_size_does() -> None:
    skewed = grey(skew=3.0)
    kept = set_right(Page(pixels=skewed.pixels, dpi=150, grows=False), never)
    assert kept.pixels.shape == skewed.pixels.shape
    assert set_right(skewed, never).pixels.shape > skewed.pixels.shape


def a_striped_page() -> Page:
    """Even stripes: lines without letters, the same either way up."""
    pixels: Pixels = np.full((1000, 1000), 255, np.uint8)
    for top in range(100, 900, 40):
        for left in range(100, 900, 30):
            pixels[top : top + 10, left : left + 20] = 0
    return Page(pixels=pixels, dpi=100)
