"""The upper half of a page in grey with all its inks: what a pen wrote there is read from it.

On the copy that Tesseract reads a pen in colour is as light as a seal, and of the numbers that such a pen wrote a
network read 14 to 20 % wrongly, where it is wrong in 2 % at the pen's own grey.
"""

from dataclasses import dataclass, replace

import numpy as np

from ocr.prepare.ink import greyed, has_colour
from ocr.prepare.page import Page
from ocr.prepare.scale import scaled
from ocr.prepare.turning import levelled, turned

PART = 0.5  # of an upright page: no head reaches further down


@dataclass(frozen=True, slots=True, kw_only=True)
class Upper:
    """`page`: grey, as fine as the page's copy, neither turned nor levelled; its top rows of `rows` in all."""

    page: Page
    rows: int


def upper_half(picture: Page, copy: Page) -> Upper | None:
    """Of the picture that the copy was made of, in 10 ms; None where it has no colour: the copy shows all then.

    What is to be turned is taken whole.
    """
    height = picture.pixels.shape[0]
    top = replace(picture, pixels=picture.pixels[: height if copy.turn else round(PART * height)])
    if not has_colour(top):
        return None
    return Upper(page=scaled(greyed(top), copy.dpi), rows=round(height * copy.dpi / picture.dpi))


def standing_as(upper: Upper, copy: Page) -> Page:
    """It stands as the copy does, point for point, with paper for what is not there."""
    height, width = upper.page.pixels.shape
    pixels = np.full((max(upper.rows, height), width), 255, np.uint8)
    pixels[:height] = upper.page.pixels
    return levelled(turned(replace(upper.page, pixels=pixels), copy.turn), copy.angle)
