"""Cuts off the empty margins of a prepared page: Tesseract looks at every pixel of them many times over."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.prepare.page import Page

# A page has print, so Tesseract's one threshold for all of it (Otsu's) lies below this: what is lighter is paper to it.
LIGHTEST_INK = 191
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
    """A grey page without the paper around its print; one without print stays whole. Takes 3 ms.

    A third of an office page falls away, and 5 % of Tesseract's time with it. 112 generated pages read as well (0.21
    and 0.20 % CER); of 14,800 words of 38 real ones 599 were in no dictionary before and 598 after.
    """
    _, ink = cv2.threshold(page.sampled(STEP), LIGHTEST_INK, 1, cv2.THRESH_BINARY_INV)
    counts = cv2.boxFilter(ink, -1, (3, 3), normalize=False)
    left, top, width, height = cv2.boundingRect((counts >= CLUSTER).astype(np.uint8))
    if not width:
        return Trimmed(page=page)
    around = round(AROUND * page.dpi)
    left, right = max(left * STEP - around, 0), (left + width) * STEP + around
    top, bottom = max(top * STEP - around, 0), (top + height) * STEP + around
    return Trimmed(
        page=replace(page, pixels=page.pixels[top:bottom, left:right]),
        across=left * 72 / page.dpi,
        down=top * 72 / page.dpi,
    )
