"""Coloured ink over the text: seals and signatures. Ink darkens what stands there and does not cover it."""

import math
import random

import numpy as np
from PIL import Image, ImageChops, ImageDraw

Colour = tuple[int, int, int]
RED: Colour = (215, 45, 60)
BLUE: Colour = (35, 50, 150)
SEAL_MM = 18  # its radius: TT 07/2010 of the Ministry of Police, 36 mm across


def seal(image: Image.Image, x: float, y: float, dpi: int) -> None:
    """A red round seal about the pixel (x, y)."""
    reach = _pixels(SEAL_MM + 1, dpi)
    ink = Image.new("RGB", (2 * reach, 2 * reach), "white")
    draw = ImageDraw.Draw(ink)
    for radius, width in ((SEAL_MM, 0.9), (12, 0.5)):
        r = _pixels(radius, dpi)
        draw.ellipse((reach - r, reach - r, reach + r, reach + r), outline=RED, width=_pixels(width, dpi))
    spikes = [(_pixels(8 if n % 2 == 0 else 3.2, dpi), math.pi * n / 5) for n in range(10)]
    draw.polygon([(reach + r * math.sin(a), reach - r * math.cos(a)) for r, a in spikes], fill=RED)
    _press(image, ink, round(x) - reach, round(y) - reach)


def signature(image: Image.Image, x: float, y: float, dpi: int, chance: random.Random) -> None:
    """Blue pen strokes about the pixel (x, y), some 45 mm wide and 20 mm high."""
    wide, high = _pixels(48, dpi), _pixels(22, dpi)
    ink = Image.new("RGB", (wide, high), "white")
    draw = ImageDraw.Draw(ink)
    for stroke in range(3):
        turns, phase, lean = chance.uniform(2, 5), chance.uniform(0, 6), chance.uniform(0.15, 0.45)
        t = np.linspace(0, 1, 160)
        xs = wide * (0.08 + 0.1 * stroke + (0.8 - 0.15 * stroke) * t + 0.05 * np.cos(2 * math.pi * turns * t))
        ys = high * (0.5 + lean * np.sin(2 * math.pi * turns * t + phase) * (1 - 0.6 * t))
        draw.line(list(zip(xs.tolist(), ys.tolist(), strict=True)), fill=BLUE, width=_pixels(0.5, dpi), joint="curve")
    _press(image, ink, round(x) - wide // 2, round(y) - high // 2)


def _press(image: Image.Image, ink: Image.Image, left: int, top: int) -> None:
    box = (left, top, left + ink.width, top + ink.height)
    image.paste(ImageChops.multiply(image.crop(box), ink), box)


def _pixels(mm: float, dpi: int) -> int:
    return round(mm / 25.4 * dpi)
