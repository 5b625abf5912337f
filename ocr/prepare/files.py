"""Pictures as files: those that Tesseract reads fast, those that OpenCV reads fast, and those that wait for a turn."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

import cv2
import numpy as np

from ocr.prepare.page import Page, Pixels

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


def jpeg(path: Path, *, in_colour: bool) -> Pixels:
    """A whole JPEG as stored, RGB (h, w, 3) or grey (h, w): Pillow's pixels, bit for bit, in two thirds of its time.

    Of one cut short OpenCV makes up the rest. Raises OSError where it can make nothing of it.
    """
    how = cv2.IMREAD_COLOR_RGB if in_colour else cv2.IMREAD_GRAYSCALE
    read = cv2.imread(str(path), how | cv2.IMREAD_IGNORE_ORIENTATION)
    if read is None:
        raise OSError(f"cannot read {path}")
    return read.astype(np.uint8, copy=False)


def put_aside(page: Page) -> Page:
    """The page with its pixels in a file without a name, which ends with them: no memory until they are looked at."""
    with TemporaryFile() as file:
        page.pixels.tofile(file)
        file.flush()
        mapped = np.memmap(file, np.uint8, "c", shape=page.pixels.shape)
    return replace(page, pixels=mapped.view(np.ndarray))
