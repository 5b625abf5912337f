"""The door to Pillow: what is in a JPEG, PNG or TIFF, and its pixels as arrays."""

import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, TiffImagePlugin

from ocr.errors import Refused
from ocr.prepare.files import jpeg
from ocr.types import Limits

FORMATS = ("JPEG", "PNG", "TIFF")
ORIENTATION = 0x0112
# What Pillow's parsers raise on broken files, seen on its own crash corpus.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, struct.error)
# Files that name no resolution, or one that makes poster sizes of papers, are taken for A4 (8.27 x 11.69 inches).
A4_INCHES = (8.27, 11.69)
SANE_DPI = (50.0, 2400.0)
# Cameras write 72 and screens 96 whatever the paper; such a page would be wider than A2.
POSTER_INCHES = 24.0
END_OF_IMAGE = b"\xff\xd9"  # JPEG's last marker (ITU-T T.81, B.1.1.3): a file cut short lacks it

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture in a file. Pixels as stored; `orientation` is EXIF's 1..8; `dpi` across and down, as stored."""

    path: Path
    index: int
    width: int
    height: int
    mode: str
    format: str
    orientation: int
    dpi: tuple[float, float]


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[ImageFile.ImageFile]:
    """The file in Pillow; its failures become Refused: damaged, too_large."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            yield image
    except Image.DecompressionBombError as error:
        raise Refused("too_large", f"Ảnh quá lớn: hơn {limits.max_pixels:,} điểm ảnh.") from error
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the file's
        raise Refused("damaged") from error


def count(path: Path, limits: Limits) -> int:
    """How many pictures the file holds, each looked at; raises Refused: damaged, too_large, too_many_pages.

    All pixels are decoded, because a file cut short shows nowhere else, but for half of `limits.seconds` at most: what
    is left of a very long file shows its damage when it is digitised.
    """
    until = time.monotonic() + limits.seconds / 2
    frames = 0
    with opened(path, limits) as image:
        for frame in frames_of(image, path, limits):
            frames = frame.index + 1
            if time.monotonic() < until:
                _decode(image)
    return frames


def frames_of(image: ImageFile.ImageFile, path: Path, limits: Limits) -> Iterator[Frame]:
    """Seek through the pictures of an opened file, in order; only a TIFF has more than one page."""
    total = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if total > limits.max_pages:
        raise Refused("too_many_pages", f"Tệp có {total} trang, giới hạn là {limits.max_pages}.")
    for index in range(total):
        image.seek(index)
        yield _frame(image, path, index, limits)


def pixels(image: ImageFile.ImageFile, frame: Frame) -> Pixels:
    """The current picture upright by its EXIF, 8 bits: grey (h, w) or RGB (h, w, 3); alpha lies on white."""
    if image.format == "JPEG" and image.mode in ("L", "RGB") and frame.orientation == 1 and _has_end(frame.path):
        return jpeg(frame.path, in_colour=image.mode == "RGB")
    image.seek(frame.index)
    image.load()  # a TIFF's orientation is applied by loading it, and must not be applied twice
    turned = image.getexif().get(ORIENTATION, 1) != 1  # turning by nothing would copy every pixel
    return np.asarray(eight_bits(ImageOps.exif_transpose(image) if turned else image))


def _has_end(path: Path) -> bool:
    """Whether a JPEG is all there. OpenCV would make up what is missing; Pillow says so."""
    with path.open("rb") as file:
        file.seek(-len(END_OF_IMAGE), os.SEEK_END)
        return file.read() == END_OF_IMAGE


def eight_bits(image: Image.Image) -> Image.Image:
    """The picture as L or RGB."""
    if image.mode.startswith(("I", "F")):
        return _deep(image)
    if image.mode == "1":
        return image.convert("L")
    if has_alpha(image):
        return on_white(image)
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def has_alpha(image: Image.Image) -> bool:
    return image.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in image.info


def on_white(image: Image.Image) -> Image.Image:
    """PDF/A-2b would allow transparency, but then viewers' and printers' blending decides what a paper says."""
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _deep(image: Image.Image) -> Image.Image:
    """16 bits, 32 bits or floating point to 8, by the usual range that holds the brightest."""
    values = np.asarray(image).astype(np.float32)
    brightest = float(values.max(initial=0.0))
    ranges = (65535.0,) if image.mode.startswith("I;16") else (1.0, 255.0, 65535.0, brightest)
    top = next(end for end in ranges if brightest <= end)
    return Image.fromarray((values / top * 255.0).clip(0, 255).astype(np.uint8))


def _decode(image: ImageFile.ImageFile) -> None:
    # A JPEG's eighth needs all its entropy-coded data but an eighth of the arithmetic.
    image.draft(None, (max(image.width // 8, 1), max(image.height // 8, 1)))
    image.load()


def _frame(image: ImageFile.ImageFile, path: Path, index: int, limits: Limits) -> Frame:
    width, height = _stored_size(image)
    if width * height > limits.max_pixels:
        raise Refused("too_large", f"Ảnh {width} x {height} vượt giới hạn {limits.max_pixels:,} điểm ảnh.")
    orientation = int(image.getexif().get(ORIENTATION, 1))
    return Frame(
        path=path,
        index=index,
        width=width,
        height=height,
        mode=image.mode,
        format=str(image.format),
        orientation=orientation if orientation in range(1, 9) else 1,
        dpi=_dpi(image, width, height),
    )


def _stored_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    """Pillow tells an oriented TIFF's size as shown, before its pixels are so."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return int(image.tag_v2[TiffImagePlugin.IMAGEWIDTH]), int(image.tag_v2[TiffImagePlugin.IMAGELENGTH])
    return image.size


def _dpi(image: ImageFile.ImageFile, width: int, height: int) -> tuple[float, float]:
    """The file's resolution if it makes sense, else the one at which the picture fits A4."""
    across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    told = all(SANE_DPI[0] <= value <= SANE_DPI[1] for value in (across, down))
    screen = across in (72, 96) and max(width / across, height / down) > POSTER_INCHES
    if told and not screen:
        return across, down
    short, long = sorted((width, height))
    fitting = max(short / A4_INCHES[0], long / A4_INCHES[1], 72.0)
    return fitting, fitting
