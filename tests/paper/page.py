"""A generated administrative page in the layout of Decree 30/2020, seeded, with its text and word boxes."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.paper import vocabulary
from tests.paper.damage import damaged

# `fonts-liberation` (version 1) lacks 92 Vietnamese letters; version 2 has them all.
FONTS = Path("/usr/share/fonts/truetype/liberation2")
A4_MM = (210, 297)
MARGINS_MM = (30, 20, 18, 20)  # left, top, right, bottom: NĐ 30/2020, annex I


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthWord:
    """One word as drawn: its box `(left, top, right, bottom)` in points from the top left of the upright page."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A page's picture (after skew, turn and noise) and what stands on it (before them)."""

    image: Image.Image
    text: str
    words: tuple[TruthWord, ...]
    dpi: int


class Pen:
    """Draws lines of words on a page and keeps what it drew."""

    def __init__(self, dpi: int) -> None:
        self.dpi = dpi
        self.image = Image.new("RGB", (self.mm(A4_MM[0]), self.mm(A4_MM[1])), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[str] = []
        self.words: list[TruthWord] = []

    def mm(self, length: float) -> int:
        return round(length / 25.4 * self.dpi)

    def font(self, points: float, style: str = "Regular") -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(FONTS / f"LiberationSerif-{style}.ttf"), round(points * self.dpi / 72))

    def line(self, x: float, y: float, text: str, font: ImageFont.FreeTypeFont, *, anchor: str = "l") -> None:
        """Write one line; `x` is its left edge or, with anchor "m", its middle; `y` its top. Pixels."""
        if anchor == "m":
            x -= font.getlength(text) / 2
        self.lines.append(text)
        for word in text.split():
            self.draw.text((x, y), word, font=font, fill=(20, 20, 30))
            self._keep(word, self.draw.textbbox((x, y), word, font=font))
            x += font.getlength(word + " ")

    def paragraph(self, x: float, y: float, width: float, text: str, font: ImageFont.FreeTypeFont) -> float:
        """Write a wrapped paragraph; answers the `y` below it."""
        line = ""
        for word in text.split():
            if line and font.getlength(f"{line} {word}") > width:
                self.line(x, y, line, font)
                y, line = y + font.size * 1.35, ""
            line = f"{line} {word}".strip()
        self.line(x, y, line, font)
        return y + font.size * 1.6

    def _keep(self, text: str, box: tuple[float, float, float, float]) -> None:
        scale = 72 / self.dpi
        left, top, right, bottom = (edge * scale for edge in box)
        self.words.append(TruthWord(text=text, box=(left, top, right, bottom)))


def a_page(
    *,
    seed: int = 1,
    dpi: int = 300,
    seal: bool = False,
    table: bool = False,
    skew: float = 0.0,
    noise: float = 0.0,
    turn: int = 0,
    shadow: float = 0.0,
    sentences: Sequence[str] | None = None,
) -> Paper:
    """An A4 page of office text.

    `skew` in degrees counter-clockwise, `turn` in degrees clockwise (0, 90, 180, 270), `noise` the standard deviation
    of grey noise in levels of 255, `shadow` from 0 to 1 the darkening at the left edge. `sentences` replace the body.
    """
    chance = random.Random(seed)
    pen = Pen(dpi)
    below = _head(pen, chance)
    body = list(sentences) if sentences is not None else chance.sample(vocabulary.SENTENCES, k=5 if table else 8)
    below = _body(pen, body, below)
    if table:
        below = _table(pen, chance, below)
    _foot(pen, chance, below, seal=seal)
    image = damaged(pen.image, seed=seed, skew=skew, noise=noise, turn=turn, shadow=shadow)
    return Paper(image=image, text="\n".join(pen.lines), words=tuple(pen.words), dpi=dpi)


def _head(pen: Pen, chance: random.Random) -> float:
    parent, agency, symbol = chance.choice(vocabulary.AGENCIES)
    left, right, top = pen.mm(63), pen.mm(142), pen.mm(MARGINS_MM[1])
    step = pen.mm(6)
    pen.line(left, top, parent, pen.font(12), anchor="m")
    pen.line(left, top + step, agency, pen.font(12, "Bold"), anchor="m")
    pen.line(left, top + 2.5 * step, f"Số: {chance.randint(10, 999)}/{symbol}", pen.font(13), anchor="m")
    pen.line(right, top, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", pen.font(11.5, "Bold"), anchor="m")
    pen.line(right, top + step, "Độc lập - Tự do - Hạnh phúc", pen.font(13, "Bold"), anchor="m")
    day = f"ngày {chance.randint(10, 28)} tháng {chance.randint(10, 12)} năm 2025"
    pen.line(right, top + 2.5 * step, f"{chance.choice(vocabulary.PLACES)}, {day}", pen.font(13, "Italic"), anchor="m")
    pen.draw.line((right - pen.mm(28), top + 1.95 * step, right + pen.mm(28), top + 1.95 * step), "black", pen.mm(0.25))
    title, summary = chance.choice(vocabulary.TITLES)
    pen.line(pen.mm(111), top + 4.6 * step, title, pen.font(14, "Bold"), anchor="m")
    pen.line(pen.mm(111), top + 5.8 * step, summary, pen.font(14, "Bold"), anchor="m")
    return top + 7.6 * step


def _body(pen: Pen, body: Sequence[str], y: float) -> float:
    left, width = pen.mm(MARGINS_MM[0]), pen.mm(A4_MM[0] - MARGINS_MM[0] - MARGINS_MM[2])
    for sentence in body:
        y = pen.paragraph(left, y, width, sentence, pen.font(14))
    return y


def _table(pen: Pen, chance: random.Random, y: float) -> float:
    """Four ruled columns; the truth reads row by row."""
    edges = [pen.mm(x) for x in (30, 45, 115, 150, 192)]
    rows = [("STT", "Nội dung", "Số lượng", "Thành tiền")]
    for number, what in enumerate(chance.sample(vocabulary.STREETS, k=4), start=1):
        rows.append((str(number), what, str(chance.randint(10, 99)), f"{chance.randint(100, 999)}.000"))
    height, top = pen.mm(8), y
    for row in rows:
        for x, cell in zip(edges, row, strict=False):
            pen.line(x + pen.mm(2), y + pen.mm(1.5), cell, pen.font(13, "Bold" if y == top else "Regular"))
        y += height
    pen.lines[-len(rows) * 4 :] = [" ".join(row) for row in rows]
    for row_y in range(len(rows) + 1):
        pen.draw.line((edges[0], top + row_y * height, edges[-1], top + row_y * height), "black", pen.mm(0.3))
    for x in edges:
        pen.draw.line((x, top, x, y), "black", pen.mm(0.3))
    return y + pen.mm(6)


def _foot(pen: Pen, chance: random.Random, y: float, *, seal: bool) -> None:
    left, right, step = pen.mm(30), pen.mm(150), pen.mm(5)
    pen.line(left, y, "Nơi nhận:", pen.font(12, "BoldItalic"))
    for row, place in enumerate(("- Như trên;", "- Trưởng các thôn;", "- Lưu: VT, ĐC."), start=1):
        pen.line(left, y + row * step, place, pen.font(11))
    pen.line(right, y, chance.choice(vocabulary.POSTS), pen.font(14, "Bold"), anchor="m")
    names = (vocabulary.SURNAMES, vocabulary.MIDDLE_NAMES, vocabulary.GIVEN_NAMES)
    name = " ".join(chance.choice(choice) for choice in names)
    pen.line(right, y + pen.mm(28), name, pen.font(14, "Bold"), anchor="m")
    if seal:
        _seal(pen, right - pen.mm(18), y + pen.mm(16))


def _seal(pen: Pen, x: float, y: float) -> None:
    """A red round seal, 36 mm wide, over whatever stands there, as ink: it darkens and does not cover."""
    ink = Image.new("RGB", pen.image.size, "white")
    draw = ImageDraw.Draw(ink)
    for radius, width in ((18, 0.9), (12, 0.5)):
        r = pen.mm(radius)
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(215, 45, 60), width=pen.mm(width))
    spikes = [(pen.mm(8 if n % 2 == 0 else 3.2), math.pi * n / 5) for n in range(10)]
    draw.polygon([(x + r * math.sin(a), y - r * math.cos(a)) for r, a in spikes], fill=(215, 45, 60))
    pen.image.paste(ImageChops.multiply(pen.image, ink))
