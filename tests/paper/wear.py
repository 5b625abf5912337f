"""What happens to the colours of a page on its way through a scanner. Each: a picture in, a picture out."""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.paper.picture import Picture, Pixels

Plane = NDArray[np.float32]


def noisy(picture: Picture, chance: random.Random) -> Picture:
    """The grain of a bad sensor, the same in all colours, and dust."""
    grain = _grain(picture, chance, chance.uniform(18, 32))
    dust = _specks(picture, chance, 0.0001)
    pixels = picture.pixels.astype(np.float32) + grain[..., None]
    pixels[dust] = 60
    return picture.with_pixels(_bytes(pixels))


def grainy(picture: Picture, chance: random.Random) -> Picture:
    """Paper of an office: greyish, with the slight grain of a fair scanner."""
    paper = np.array([chance.uniform(226, 244)] * 3, np.float32) - np.array([0, 0, chance.uniform(0, 8)], np.float32)
    pixels = picture.pixels.astype(np.float32) * (paper / 255) + _grain(picture, chance, 4)[..., None]
    return picture.with_pixels(_bytes(pixels))


def faded(picture: Picture, chance: random.Random) -> Picture:
    """An old print: little ink left, in some places less than in others, on yellowish paper."""
    left = _clouds(picture, chance, 0.17, 0.42)
    ink = (255 - picture.pixels.astype(np.float32)) * left[..., None]
    paper = np.array([246, 243, 232], np.float32)
    return picture.with_pixels(_bytes(paper - ink + _grain(picture, chance, 4)[..., None]))


def shadowed(picture: Picture, chance: random.Random) -> Picture:
    """A hand's or a book's shadow: half of the page lies in it, with a soft edge."""
    rows, columns = np.mgrid[0 : picture.height : 8, 0 : picture.width : 8].astype(np.float32)
    angle, depth = chance.uniform(0, 2 * np.pi), chance.uniform(0.4, 0.62)
    across = (columns / picture.width - 0.5) * np.cos(angle) + (rows / picture.height - 0.5) * np.sin(angle)
    light = 1 - depth / (1 + np.exp(-(across - chance.uniform(-0.15, 0.15)) / chance.uniform(0.03, 0.12)))
    full = cv2.resize(light.astype(np.float32), (picture.width, picture.height))
    return picture.with_pixels(_bytes(picture.pixels.astype(np.float32) * full[..., None]))


def faxed(picture: Picture, chance: random.Random) -> Picture:
    """Black or white only, with ragged edges and scattered dots."""
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.5) + _grain(picture, chance, 13)
    black = grey < chance.uniform(140, 165)
    black |= _specks(picture, chance, 0.0003)
    black &= ~_specks(picture, chance, 0.0003)
    return picture.with_pixels(np.repeat(np.where(black, 0, 255).astype(np.uint8)[..., None], 3, axis=2))


def soft(picture: Picture, chance: random.Random) -> Picture:
    """Slightly out of focus."""
    return picture.with_pixels(cv2.GaussianBlur(picture.pixels, (0, 0), chance.uniform(0.6, 0.9)).astype(np.uint8))


def shining_through(picture: Picture, back: Pixels, chance: random.Random) -> Picture:
    """The other side of the sheet, mirrored, blurred by the paper, a few mm off."""
    shift = np.float32([[1, 0, chance.uniform(-40, 40)], [0, 1, chance.uniform(-60, 60)]])
    ink = 255 - cv2.GaussianBlur(back[:, ::-1], (0, 0), picture.dpi / 180)
    ink = cv2.warpAffine(ink, shift, (picture.width, picture.height)).astype(np.float32) / 255
    paper = 1 - chance.uniform(0.2, 0.4) * ink
    return picture.with_pixels(_bytes(picture.pixels.astype(np.float32) * paper * (250 / 255)))


def _bytes(pixels: NDArray[np.floating]) -> Pixels:
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _numbers(chance: random.Random) -> np.random.Generator:
    return np.random.default_rng(chance.getrandbits(32))


def _grain(picture: Picture, chance: random.Random, deviation: float) -> Plane:
    shape = (picture.height, picture.width)
    return _numbers(chance).standard_normal(shape, dtype=np.float32) * np.float32(deviation)


def _specks(picture: Picture, chance: random.Random, part: float) -> NDArray[np.bool_]:
    """Dots on `part` of the page: two thirds of them one pixel, the others two more."""
    numbers, count = _numbers(chance), int(part * picture.width * picture.height)
    found = np.zeros((picture.height, picture.width), bool)
    rows, columns = numbers.integers(0, picture.height - 2, count), numbers.integers(0, picture.width - 2, count)
    wide = numbers.integers(0, 3, count) // 2
    found[rows, columns] = True
    found[rows + wide, columns] = True
    found[rows, columns + wide] = True
    return found


def _clouds(picture: Picture, chance: random.Random, low: float, high: float) -> Plane:
    coarse = _numbers(chance).uniform(low, high, (9, 7)).astype(np.float32)
    return cv2.resize(coarse, (picture.width, picture.height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
