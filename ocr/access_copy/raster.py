"""The door to OpenCV: what is done to pictures of 8 bits, grey (h, w) or RGB (h, w, 3), and to masks of 0 and 255."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.prepare.page import Pixels

Size = tuple[int, int]  # across, down
Box = tuple[int, int, int, int]  # left, top, right, bottom


def shrunk(pixels: Pixels, size: Size) -> Pixels:
    """Made smaller; each new pixel is the mean of those it stands for."""
    return _bytes(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def scaled(pixels: Pixels, factor: float) -> Pixels:
    """Made smaller by a factor; as it is where that is 1 or more."""
    if factor >= 1:
        return pixels
    height, width = pixels.shape[:2]
    return shrunk(pixels, (max(round(width * factor), 1), max(round(height * factor), 1)))


def stretched(pixels: Pixels, size: Size) -> Pixels:
    """Made larger, smoothly."""
    return _bytes(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR))


def repeated(pixels: Pixels, step: int, size: Size) -> Pixels:
    """Each pixel as a square of `step` x `step`; what `size` has more at the right and below is as its neighbours."""
    large = cv2.resize(pixels, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)
    right, below_ = max(size[0] - large.shape[1], 0), max(size[1] - large.shape[0], 0)
    return _bytes(cv2.copyMakeBorder(large, 0, below_, 0, right, cv2.BORDER_REPLICATE)[: size[1], : size[0]])


def doubled(grey: Pixels) -> Pixels:
    """Twice as fine, edges kept steep."""
    return _bytes(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else _bytes(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def strongest(rgb: Pixels) -> Pixels:
    """The largest component of each pixel."""
    red, green, blue = cv2.split(rgb)
    return _bytes(cv2.max(cv2.max(red, green), blue))


def weakest(rgb: Pixels) -> Pixels:
    """The smallest component of each pixel."""
    red, green, blue = cv2.split(rgb)
    return _bytes(cv2.min(cv2.min(red, green), blue))


def farthest(one: Pixels, other: Pixels) -> Pixels:
    """How far apart two pictures are in each pixel, by the component that is farthest."""
    apart = _bytes(cv2.absdiff(one, other))
    return apart if apart.ndim == 2 else strongest(apart)


def divided(pixels: Pixels, by: Pixels, scale: float = 255) -> Pixels:
    """`pixels / by * scale`, 255 at most; 0 where `by` is."""
    return _bytes(cv2.divide(pixels, by, scale=scale))


def blended(one: Pixels, other: Pixels, share: Pixels) -> Pixels:
    """`share` / 255 of the other picture in each pixel, the rest of the one."""
    part = share.astype(np.float32) / 255
    return _bytes(cv2.blendLinear(one, other, 1 - part, part))


def below(grey_: Pixels, threshold: float) -> Pixels:
    """A mask of what is darker."""
    return _bytes(cv2.threshold(grey_, threshold - 1, 255, cv2.THRESH_BINARY_INV)[1])


def parting(grey_: Pixels) -> float:
    """The threshold that parts dark from light best (Otsu)."""
    return float(cv2.threshold(grey_, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0])


def inverted(mask: Pixels) -> Pixels:
    return _bytes(cv2.bitwise_not(mask))


def masked(pixels: Pixels, mask: Pixels) -> Pixels:
    """Black where the mask is 0."""
    return _bytes(cv2.bitwise_and(pixels, pixels, mask=mask))


def mask_of(where: NDArray[np.bool_]) -> Pixels:
    return where.astype(np.uint8) * np.uint8(255)


def grown(pixels: Pixels, width: int) -> Pixels:
    """Each pixel as light as the lightest in a square of that width around it."""
    return _bytes(cv2.dilate(pixels, _square(width)))


def eaten(pixels: Pixels, width: int) -> Pixels:
    """Each pixel as dark as the darkest in a square of that width around it."""
    return _bytes(cv2.erode(pixels, _square(width)))


def without_specks(mask: Pixels, width: int) -> Pixels:
    """Only what a square of that width fits into."""
    return _bytes(cv2.morphologyEx(mask, cv2.MORPH_OPEN, _square(width)))


def joined(mask: Pixels, width: int) -> Pixels:
    """With gaps closed that are narrower than that."""
    return _bytes(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _square(width)))


def blurred(pixels: Pixels, width: int) -> Pixels:
    """The mean of a square of that width around each pixel."""
    return _bytes(cv2.blur(pixels, (width, width)))


def smooth(pixels: Pixels, width: int, sigma: float) -> Pixels:
    """Without what is small: the median of a square of that width, then a Gaussian blur."""
    return _bytes(cv2.GaussianBlur(cv2.medianBlur(pixels, width), (0, 0), sigma))


def around(mask: Pixels) -> Box:
    """The smallest box that holds all of the mask; empty where the mask is."""
    left, top, width, height = cv2.boundingRect(mask)
    return left, top, left + width, top + height


def patches(mask: Pixels, least: int) -> Iterator[Box]:
    """Boxes around what hangs together in the mask, where it has at least so many pixels."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask)
    for left, top, width, height, size in found[1:].tolist():
        if size >= least:
            yield left, top, left + width, top + height


def _square(width: int) -> Pixels:
    return np.ones((width, width), np.uint8)


def _bytes(array: object) -> Pixels:
    return np.asarray(array, np.uint8)
