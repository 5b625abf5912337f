"""Words count as found where they stand on the picture, however the page shows it."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pytest

import ocr
from bench.boxes import pictures_on_pages, recall
from bench.extractors import words
from ocr.blank_font import BlankFonts
from ocr.text_layer import text_layer
from tests.paper import Paper, a_scan, flawless_words
from tests.paper.picture import Matrix

POINTS_A_PIXEL = 72 / 300


@pytest.fixture(scope="module")
def skewed() -> Paper:
    return a_scan("skew", seed=3)


def test_words_over_a_picture_drawn_straight_are_found(skewed: Paper, tmp_path: Path) -> None:
    shown = _straight(skewed)
    assert _recall(skewed, flawless_words(skewed, shown @ skewed.to_pixels), shown, tmp_path) == 100


def test_words_beside_their_places_are_not_found(skewed: Paper, tmp_path: Path) -> None:
    shown = _straight(skewed)
    aside = np.array([[1, 0, 40], [0, 1, 0], [0, 0, 1]]) @ shown @ skewed.to_pixels
    assert _recall(skewed, flawless_words(skewed, aside), shown, tmp_path) < 20


def test_words_on_a_picture_straightened_in_its_pixels_are_found(skewed: Paper, tmp_path: Path) -> None:
    untouched = np.diag([POINTS_A_PIXEL, POINTS_A_PIXEL, 1.0])
    assert _recall(skewed, flawless_words(skewed), untouched, tmp_path) == 100


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_turned_for_showing_is_scored_as_shown(skewed: Paper, rotate: int, tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    _write(path, skewed, flawless_words(skewed), np.diag([POINTS_A_PIXEL, POINTS_A_PIXEL, 1.0]), rotate)
    (picture,) = pictures_on_pages(path)
    assert picture is not None
    corner = picture @ np.array([skewed.image.width, 0, 1])
    width, height = skewed.image.width * POINTS_A_PIXEL, skewed.image.height * POINTS_A_PIXEL
    assert corner[:2] == pytest.approx({90: (height, width), 180: (0, height), 270: (0, 0)}[rotate], abs=0.01)


def _straight(paper: Paper) -> Matrix:
    """From the picture's pixels to the page as shown, with the skew taken back about the middle."""
    assert paper.to_pixels is not None
    angle = -math.atan2(paper.to_pixels[1, 0], paper.to_pixels[0, 0])
    across, down = (side * POINTS_A_PIXEL / 2 for side in paper.image.size)
    middle, back = (np.array([[1, 0, sign * across], [0, 1, sign * down], [0, 0, 1]]) for sign in (1, -1))
    turn = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    return middle @ turn @ back @ np.diag([POINTS_A_PIXEL, POINTS_A_PIXEL, 1.0])


def _recall(paper: Paper, layer: Sequence[ocr.Word], shown: Matrix, folder: Path) -> float:
    path = folder / "page.pdf"
    _write(path, paper, layer, shown, 0)
    return recall(paper, words(path)[0], pictures_on_pages(path)[0])


def _write(path: Path, paper: Paper, layer: Sequence[ocr.Word], shown: Matrix, rotate: int) -> None:
    """A page with an empty picture of the paper's size, drawn by the map from its pixels to the page as shown."""
    wide, high = paper.image.size
    page_high = high * POINTS_A_PIXEL
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(wide * POINTS_A_PIXEL, page_high))
    picture = pdf.make_stream(b"\0" * ((wide + 7) // 8 * high), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    picture.update({"/Width": wide, "/Height": high, "/BitsPerComponent": 1, "/ColorSpace": pikepdf.Name.DeviceGray})
    fonts = BlankFonts(pdf)
    text = text_layer(layer, page_high, fonts.letters)
    named = {reach.name: fonts.font(reach) for reach in text.reaches}
    fonts.finish()
    page.obj.Resources = pikepdf.Dictionary(Font=named, XObject={"/P0": picture})
    square = np.array([[wide, 0, 0], [0, -high, high], [0, 0, 1]])
    drawn = np.array([[1, 0, 0], [0, -1, page_high], [0, 0, 1]]) @ shown @ square
    numbers = " ".join(f"{number:.4f}" for number in drawn[:2].T.flatten())
    page.contents_add(f"q {numbers} cm /P0 Do Q\n".encode() + text.content)
    page.obj.Rotate = rotate
    pdf.save(path)
