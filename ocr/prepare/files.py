"""Prepared pages as files that Tesseract reads fast."""

from pathlib import Path

import cv2

from ocr.prepare.page import Page

PER_INCH = 2


def save(page: Page, path: Path) -> None:
    """Write an uncompressed TIFF that names its resolution: a page costs a tenth less than as a PNM, with no --dpi."""
    dpi = max(round(page.dpi), 1)
    how = {
        cv2.IMWRITE_TIFF_COMPRESSION: 1,
        cv2.IMWRITE_TIFF_RESUNIT: PER_INCH,
        cv2.IMWRITE_TIFF_XDPI: dpi,
        cv2.IMWRITE_TIFF_YDPI: dpi,
    }
    if not cv2.imwrite(str(path), page.pixels, [value for pair in how.items() for value in pair]):
        raise OSError(f"cannot write {path}")
