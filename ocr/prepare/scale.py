"""Brings pictures to a size that Tesseract reads well."""

from dataclasses import replace

import cv2

from ocr.prepare.page import Page, Pixels

BEST_DPI = 200.0
# Above this, more pixels only cost time: real pages read 3.4 % CER at 300 dpi and 3.2 at 200, generated ones alike, and
# 300 takes a quarter more.
HIGHEST_DPI = 220.0
# Enlarging helps below 140 dpi; from 200 to 300 it made noise 1.7 -> 27.6 % CER.
LOWEST_DPI = 140.0
LARGEST_PIXELS = 25_000_000  # A3 at 300 dpi has 17
LITTLE = 0.6  # made smaller by less than this, no pixel is skipped; INTER_AREA would take six times as long


def squared(pixels: Pixels, dpi: tuple[float, float], *, grows: bool = True) -> Page:
    """A page of square pixels: faxes have 204 x 98 to the inch."""
    across, down = dpi
    if abs(across - down) > 0.01 * across:
        size = pixels.shape[1], max(round(pixels.shape[0] * across / down), 1)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR).astype(pixels.dtype)
    return Page(pixels=pixels, dpi=across, grows=grows)


def fitted(page: Page) -> Page:
    """Very fine or very large pictures smaller, very coarse ones twice as large; others as they are."""
    height, width = page.pixels.shape[:2]
    factor = 1.0
    if page.dpi > HIGHEST_DPI:
        factor = BEST_DPI / page.dpi
    elif page.dpi < LOWEST_DPI:
        factor = 2.0
    return _resized(page, min(factor, (LARGEST_PIXELS / (width * height)) ** 0.5))


def scaled(page: Page, dpi: float) -> Page:
    """The page with so many dots to the inch, but for what rounding to whole pixels changes."""
    return _resized(page, dpi / page.dpi)


def _resized(page: Page, factor: float) -> Page:
    if factor == 1.0:
        return page
    height, width = page.pixels.shape[:2]
    size = max(round(width * factor), 1), max(round(height * factor), 1)
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_LINEAR if factor > LITTLE else cv2.INTER_AREA
    pixels = cv2.resize(page.pixels, size, interpolation=how).astype(page.pixels.dtype)
    return replace(page, pixels=pixels, dpi=page.dpi * size[0] / width)
