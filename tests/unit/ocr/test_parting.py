"""The two columns of head and foot are read by themselves; all else stays whole."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr import Box
from ocr.prepare import Page
from ocr.prepare.corridors import corridors
from ocr.prepare.page import Pixels
from ocr.prepare.parting import parted
from tests.paper import Paper, a_scan
from tests.paper.truth import Zone

DPI = 150


@cache
def a_paper(seed: int) -> Paper:
    return a_scan("dpi150", seed=seed)


def page_of(paper: Paper) -> Page:
    return Page(pixels=np.asarray(paper.image.convert("L")), dpi=paper.dpi)


def drawn(*boxes: tuple[float, float, float, float]) -> Page:
    """An A4 page with grey lines of letters in the boxes, millimetres."""
    image = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in ([round(edge * DPI / 25.4) for edge in box] for box in boxes):
        for y in range(top, bottom - 19, 36):
            for x in range(left, right - 9, 14):
                pen.rectangle((x, y, x + 9, y + 18), fill=30)
    return Page(pixels=np.asarray(image), dpi=DPI)


BODY = (30, 90, 190, 200)


@pytest.mark.parametrize("seed", [3, 8])
def test_head_and_foot_are_taken_apart_between_their_columns(seed: int) -> None:
    paper = a_paper(seed)
    found = corridors(page_of(paper))
    assert len(found) == 2
    for corridor, (left, right) in zip(found, (("HEAD_LEFT", "HEAD_RIGHT"), ("FOOT_LEFT", "FOOT_RIGHT")), strict=True):
        middle = corridor.middle * 72 / paper.dpi
        assert max(line.box[2] for line in paper.lines if line.zone is Zone[left]) < middle
        assert min(line.box[0] for line in paper.lines if line.zone is Zone[right]) > middle


def test_columns_whose_lines_do_not_meet_are_taken_apart() -> None:
    staggered = [(30 + 90 * (row % 2), 20 + 5 * row, 100 + 90 * (row % 2), 25 + 5 * row) for row in range(6)]
    assert len(corridors(drawn(*staggered, BODY))) == 1


def test_a_head_is_parted_from_its_first_line_on() -> None:
    """Another way runs from the second line down, through a gap between two words below the head."""
    left, right = [(30, 20, 85, 24), (30, 26, 85, 60)], [(100, 20, 180, 24), (112, 26, 170, 45)]
    below = [(70, 66, 104, 70), (110, 66, 150, 70)]
    (head, *_) = corridors(drawn(*left, *right, *below, BODY))
    assert 85 < head.middle * 25.4 / DPI < 100
    assert head.top * 25.4 / DPI < 20


def test_a_page_number_and_a_seal_hide_no_foot() -> None:
    page = drawn((30, 20, 190, 200), (30, 210, 90, 240), (130, 210, 180, 222), (108, 285, 112, 290))
    sealed = Image.fromarray(page.pixels)
    ImageDraw.Draw(sealed).ellipse((560, 1260, 780, 1480), outline=60, width=5)
    (found,) = corridors(Page(pixels=np.asarray(sealed), dpi=DPI))
    assert 90 < found.middle * 25.4 / DPI < 130


def test_the_sheets_dark_edge_is_no_column_of_a_list() -> None:
    page = drawn((30, 20, 90, 60), (120, 20, 190, 60), BODY)
    edged = page.pixels.copy()
    for y in range(20, 1700, 40):
        edged[y : y + 30, 4:11] = 30
    assert len(corridors(Page(pixels=edged, dpi=DPI))) == 1


@pytest.mark.parametrize(
    "boxes",
    [
        [(30, 20, 190, 270)],
        [(30, 20, 190, 100), (30, 110, 90, 150), (120, 110, 190, 150), (30, 160, 190, 270)],
        [(30, 20, 100, 25), (30, 30, 190, 270)],
        [(30, 20, 190, 200), (30, 210, 60, 270), (90, 210, 120, 270), (150, 210, 190, 270)],
        [],
    ],
    ids=["text", "columns in the middle", "a short first line", "a list of three columns", "nothing"],
)
def test_all_else_stays_whole(boxes: Sequence[tuple[float, float, float, float]]) -> None:
    page = drawn(*boxes)
    assert not corridors(page)
    assert len(parted(page).strips) == 1
    (picture,) = parted(page).pictures()
    assert np.array_equal(picture.pixels, page.pixels)


def test_a_ruled_table_stays_whole() -> None:
    page = drawn((30, 20, 100, 50), (120, 20, 190, 50), BODY)
    ruled = page.pixels.copy()
    for y in range(18, 60, 6):
        ruled[round(y * DPI / 25.4) :][:2, 170:1130] = 0
    assert not corridors(Page(pixels=ruled, dpi=DPI))


def test_what_is_found_on_a_strip_is_found_again_on_the_page() -> None:
    page = page_of(a_paper(3))
    apart = parted(page)
    assert [strip.column for strip in apart.strips if strip.column] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    for strip, picture in zip(apart.strips, apart.pictures(), strict=True):
        box = apart.on_page(points(20, 30, 50, 60), strip)
        here = [round(edge * DPI / 72) for edge in (box.left, box.top, box.right, box.bottom)]
        assert np.array_equal(page.pixels[here[1] : here[3], here[0] : here[2]], picture.pixels[30:60, 20:50])
        assert apart.column_at(box) == strip.column


def points(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left=left * 72 / DPI, top=top * 72 / DPI, right=right * 72 / DPI, bottom=bottom * 72 / DPI)


def ink(pixels: Pixels) -> int:
    return int(np.count_nonzero(pixels < 128))


def test_no_ink_is_lost_or_shown_twice() -> None:
    page = page_of(a_paper(3))
    assert sum(ink(picture.pixels) for picture in parted(page).pictures()) == ink(page.pixels)


def test_a_strip_without_print_is_not_shown() -> None:
    """Tesseract finds letters in the grain of empty paper."""
    page = drawn((30, 20, 90, 60), (120, 20, 190, 60), BODY)
    assert [strip.column for strip in parted(page).strips] == [(0, 0), (0, 1), None]
    below_all = drawn((30, 20, 190, 200), (30, 210, 90, 240), (120, 210, 190, 240))
    grain = np.random.default_rng(1).integers(235, 256, below_all.pixels.shape, np.uint8)
    grainy = replace(below_all, pixels=np.minimum(below_all.pixels, grain))
    assert [strip.column for strip in parted(grainy).strips] == [None, (0, 0), (0, 1)]


def test_faded_print_is_shown() -> None:
    """Here all of it is lighter than what is paper beside black print."""
    page = drawn((30, 20, 90, 60), (120, 20, 190, 60), BODY)
    faded = replace(page, pixels=(195 + page.pixels / 5).astype(np.uint8))
    assert parted(faded).strips == parted(page).strips


def test_a_code_and_dirt_in_both_margins_are_no_columns() -> None:
    """Nothing stands between them within the page's print."""
    assert corridors(drawn((4, 6, 18, 26), (194, 6, 208, 26), (30, 32, 190, 260))) == []
