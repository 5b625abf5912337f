"""A photographed sheet is made flat where its sides are surely seen, and its words land on the photo."""

import cv2
import numpy as np
import pytest

from ocr import Box
from ocr.prepare import Page
from ocr.prepare.page import Pixels
from ocr.prepare.perspective import unwarped
from ocr.prepare.shown import shown
from ocr.prepare.turning import levelled, turned
from tests.paper import a_page

DPI = 100
SHEET = np.asarray(a_page(seed=3, dpi=DPI).image.convert("L"))
HEIGHT, WIDTH = SHEET.shape
CORNERS = np.array([[140, 90], [930, 150], [880, 1240], [90, 1180]], np.float32)
FLAT = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
TO_PHOTO = cv2.getPerspectiveTransform(FLAT, CORNERS)


def a_photo(desk: int = 60) -> Page:
    pixels = cv2.warpPerspective(SHEET, TO_PHOTO, (1020, 1330), borderValue=(desk,), flags=cv2.INTER_AREA)
    return Page(pixels=pixels.astype(np.uint8), dpi=DPI)


def test_a_sheet_on_a_desk_is_made_flat() -> None:
    flat = unwarped(a_photo())
    assert flat.flattening is not None
    assert flat.width / flat.height == pytest.approx(210 / 297, rel=0.01)
    again = cv2.resize(flat.pixels, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    assert np.abs(again.astype(int) - SHEET).mean() < 6


def test_a_scan_is_left_alone() -> None:
    scan = Page(pixels=SHEET, dpi=DPI)
    assert unwarped(scan) is scan


@pytest.mark.parametrize("slope", [0.0, 0.2, -0.3])
def test_the_edge_of_a_shadow_is_not_the_paper_s(slope: float) -> None:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    dark = columns + slope * rows > WIDTH * 0.45
    shadowed: Pixels = np.where(dark, SHEET * 0.4, SHEET).astype(np.uint8)
    page = Page(pixels=shadowed, dpi=DPI)
    assert unwarped(page) is page


def test_a_lamp_s_square_of_light_on_a_page_is_not_the_paper() -> None:
    lit = (SHEET * 0.4).astype(np.uint8)
    lit[500:1100, 60:770] = SHEET[500:1100, 60:770]
    page = Page(pixels=lit, dpi=DPI)
    assert unwarped(page) is page


def test_a_sheet_on_a_desk_as_light_as_paper_is_left_alone() -> None:
    page = a_photo(desk=240)
    assert unwarped(page) is page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_was_read_on_the_flat_sheet_lands_on_the_photo(turn: int) -> None:
    """A spot of the sheet, followed from the photo as shown and from the flat copy, is at one place."""
    photo = turned(a_photo(), turn)
    photo = Page(pixels=photo.pixels, dpi=DPI)
    copy = levelled(turned(unwarped(photo), (360 - turn) % 360), 1.5)
    place = shown(copy)
    as_shown = levelled(turned(photo, place.turn), place.angle)
    assert (place.width, place.height) == pytest.approx((as_shown.width, as_shown.height), abs=1)
    for spot in ((0.3, 0.2), (0.7, 0.5), (0.4, 0.85)):
        x, y = spot[0] * copy.width, spot[1] * copy.height
        moved = place.box(Box(left=x, top=y, right=x + 60, bottom=y + 12))
        seen = _patch(as_shown, moved)
        true = _patch(copy, Box(left=x, top=y, right=x + 60, bottom=y + 12))
        assert abs(float(seen.mean()) - float(true.mean())) < 25


def test_the_photo_is_rotated_until_its_middle_is_level() -> None:
    copy = unwarped(a_photo())
    place = shown(copy)
    middle = place.box(Box(left=copy.width * 0.2, top=copy.height / 2, right=copy.width * 0.8, bottom=copy.height / 2))
    assert middle.bottom - middle.top < 3
    assert place.angle != 0


def test_a_scan_s_words_stay_where_they_were_read() -> None:
    place = shown(Page(pixels=SHEET, dpi=DPI, turn=90, angle=1.0))
    box = Box(left=1, top=2, right=3, bottom=4)
    assert place.box(box) is box
    assert (place.turn, place.angle) == (90, 1.0)


def _patch(page: Page, box: Box) -> Pixels:
    scale = page.dpi / 72
    left, top, right, bottom = (round(edge * scale) for edge in (box.left, box.top, box.right, box.bottom))
    return page.pixels[top:bottom, left:right]
