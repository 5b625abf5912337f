"""Pictures for demonstration: a handwritten-looking signature in blue and a round red seal, both saying TEST."""

import itertools
import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from signing.lettering import FONT

BLUE, RED = (20, 45, 160, 255), (205, 25, 35, 255)
CLEAR = (255, 255, 255, 0)


def draw_signature(path: Path) -> None:
    """A 900 x 450 pen stroke, transparent PNG."""
    image = Image.new("RGBA", (900, 450), CLEAR)
    pen = ImageDraw.Draw(image)
    points = [_stroke(step / 400) for step in range(401)]
    for number, (here, there) in enumerate(itertools.pairwise(points)):
        width = 7 + round(4 * math.sin(number / 14))
        pen.line((here, there), fill=BLUE, width=width, joint="curve")
        pen.ellipse((here[0] - width / 2, here[1] - width / 2, here[0] + width / 2, here[1] + width / 2), fill=BLUE)
    pen.line(((90, 370), (810, 320)), fill=BLUE, width=6)
    pen.text((640, 350), "TEST", font=ImageFont.truetype(str(FONT), 60), fill=BLUE)
    image.save(path, dpi=(457, 457), optimize=True)


def _stroke(way: float) -> tuple[float, float]:
    """Loops that rise and flatten from left to right; `way` runs from 0 to 1."""
    swing = math.sin(way * 9 * math.pi) * (150 * (1 - way) ** 0.7 + 15)
    return 110 + 640 * way + 60 * math.sin(way * 18 * math.pi), 215 - 60 * way + swing


def draw_seal(path: Path, agency: str) -> None:
    """A round seal of 850 x 850 with the agency's name around a star, transparent PNG."""
    size, middle = 850, 425
    image = Image.new("RGBA", (size, size), CLEAR)
    pen = ImageDraw.Draw(image)
    for radius, width in ((415, 14), (395, 5), (250, 5)):
        pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), outline=RED, width=width)
    pen.polygon([_around(middle, (150, 60)[corner % 2], corner * 36 - 90) for corner in range(10)], fill=RED)
    font = ImageFont.truetype(str(FONT), 84)
    text = f"{agency.upper().removesuffix(' TEST')} "
    for number, letter in enumerate(text):
        _letter(image, letter, font, -90 + (number - (len(text) - 1) / 2) * 15)
    pen.text((middle, 745), "TEST", font=font, fill=RED, anchor="mm")
    image.save(path, dpi=(600, 600), optimize=True)


def _around(middle: float, radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return middle + radius * math.cos(turn), middle + radius * math.sin(turn)


def _letter(image: Image.Image, letter: str, font: ImageFont.FreeTypeFont, degrees: float) -> None:
    tile = Image.new("RGBA", (160, 160), CLEAR)
    ImageDraw.Draw(tile).text((80, 80), letter, font=font, fill=RED, anchor="mm")
    turned = tile.rotate(-(degrees + 90), resample=Image.Resampling.BICUBIC)
    x, y = _around(425, 322, degrees)
    image.alpha_composite(turned, (round(x) - 80, round(y) - 80))
