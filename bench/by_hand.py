"""`python -m bench.by_hand FOLDER`: how many numbers and days are read in the handwritings of a folder of fonts."""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.asking import folder
from ocr.by_hand.agreement import agreed
from ocr.by_hand.lines import DATE_READ, NUMBER_READ, Line
from ocr.by_hand.reader import Reader
from ocr.fields.run import Run
from ocr.prepare.page import Pixels
from tests.paper.pen import FACES, FONTS, Font

POINTS = 37  # of print, in pixels: 13 points at 200 dpi
FOOT, MARGIN = 90, 9  # pixels: what the line stands on, paper left around it
TALL, LEAN, GAP, DROP = (30, 52), (-6, 6), (-4, 25), (-8, 10)  # of what a hand writes: pixels, degrees, pixels twice
INKS, GRAIN, BLUR = (0, 0, 30, 90), (0, 5, 12), (0.5, 1.1)
SYMBOLS = ("/CT-UBND", "/QĐ-UBND", "/TB-UBND", "/UBND-KTTH", "/TTr-UBND", "/KH-UBND", "/BC-STC", "/CV-HĐND")
SECONDS = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A line with a gap, its picture and what stands there."""

    line: Line
    picture: Pixels
    name: str
    digits: str


def main(arguments: Sequence[str]) -> int:
    """Print how many of the lines were read, how many of these wrongly, and the wrong ones."""
    asked = argparse.ArgumentParser(prog="python -m bench.by_hand", description=__doc__)
    asked.add_argument("folder", type=folder, help="fonts that look like handwriting: *.ttf, *.otf, *.woff2")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--lines", type=int, default=12, help="lines in each handwriting")
    told = asked.parse_args(arguments)
    fonts = sorted(path for kind in ("ttf", "otf", "woff2") for path in told.folder.glob(f"*.{kind}"))
    chance, counts = random.Random(told.seed), {"number": [0, 0, 0], "day": [0, 0, 0]}
    for font in fonts:
        for case, digits in _read([_case(font, kind, chance) for kind in _kinds(told.lines)]):
            count = counts[case.name]
            count[0] += 1
            count[1] += digits is not None
            count[2] += digits not in (None, case.digits)
            if digits not in (None, case.digits):
                print(f"  {font.stem}: {case.digits} đọc thành / read as {digits}", flush=True)
    for name, (lines, read, wrong) in counts.items():
        print(f"{name}: {lines} dòng / lines, đọc được / read {read}, sai / wrong {wrong}")
    return 0


def _kinds(lines: int) -> Iterator[str]:
    return ("number" if line % 2 else "day" for line in range(lines))


def _read(cases: Sequence[Case]) -> Iterator[tuple[Case, str | None]]:
    for case, readings in zip(cases, Reader(SECONDS).read([case.picture for case in cases]), strict=True):
        found = agreed(case.line, readings).get(case.name)
        yield case, None if found is None else found.digits


def _case(font: Path, name: str, chance: random.Random) -> Case:
    if name == "number":
        digits = f"{chance.choice((chance.randint(1, 99), chance.randint(100, 999), chance.randint(1000, 4999))):02d}"
        picture = _drawn(("Số:", digits, chance.choice(SYMBOLS)), "Regular", font, chance)
        return Case(line=_line(name, {}), picture=picture, name=name, digits=digits)
    digits, month, year = f"{chance.randint(1, 31):02d}", str(chance.randint(1, 12)), str(chance.randint(2015, 2026))
    picture = _drawn(("ngày ", digits, f"tháng {month} năm {year}"), "Italic", font, chance)
    return Case(line=_line(name, {"month": month, "year": year}), picture=picture, name=name, digits=digits)


def _line(name: str, printed: dict[str, str]) -> Line:
    read = NUMBER_READ if name == "number" else DATE_READ
    return Line(run=Run(words=()), whole=(0, 0), gaps={name: (0, 0)}, read=read, printed=printed)


def _drawn(parts: tuple[str, str, str], style: str, hand: Path, chance: random.Random) -> Pixels:
    before, digits, after = parts
    font = ImageFont.truetype(str(FONTS / FACES["serif"].format(style)), POINTS)
    page = Image.new("L", (1400, 140), "white")
    draw, x = ImageDraw.Draw(page), 40.0
    draw.text((x, FOOT), before, "black", font, anchor="ls")
    written = _written(digits, ImageFont.truetype(str(hand), 60), chance)
    x += font.getlength(before) + chance.randint(*GAP)
    page.paste(chance.choice(INKS), (round(x), FOOT - written.height + chance.randint(*DROP)), written)
    x += written.width + chance.randint(*GAP)
    draw.text((x, FOOT), after, "black", font, anchor="ls")
    left, top, right, bottom = Image.eval(page, lambda level: 255 - level).getbbox() or (0, 0, *page.size)
    page = page.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))
    pixels = np.asarray(page.filter(ImageFilter.GaussianBlur(chance.uniform(*BLUR)))).astype(np.float64)
    grain = np.random.default_rng(chance.randrange(10**9)).normal(0, chance.choice(GRAIN), pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def _written(digits: str, font: Font, chance: random.Random) -> Image.Image:
    """As a mask."""
    left, top, right, bottom = map(round, font.getbbox(digits))
    mask = Image.new("L", (right - left + 20, bottom - top + 20))
    ImageDraw.Draw(mask).text((10 - left, 10 - top), digits, 255, font, stroke_width=chance.choice((0, 1)))
    mask = mask.rotate(chance.uniform(*LEAN), Image.Resampling.BICUBIC, expand=True)
    mask = mask.crop(mask.getbbox())
    tall = chance.randint(*TALL)
    return mask.resize((max(round(mask.width * tall / mask.height), 1), tall))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
