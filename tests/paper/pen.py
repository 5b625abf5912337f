"""Draws words on a blank page and keeps what it drew."""

import random
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.paper.handwriting import Hand
from tests.paper.truth import TruthLine, TruthWord, Zone

A4_MM = (210, 297)
INK = (20, 20, 30)
FONTS = Path("/usr/share/fonts/truetype")
# `fonts-liberation` (version 1) lacks 92 Vietnamese letters; version 2 has them all, and so has DejaVu.
FACES: Mapping[str, str] = {
    "serif": "liberation2/LiberationSerif-{}.ttf",
    "sans": "liberation2/LiberationSans-{}.ttf",
    "wide": "dejavu/DejaVuSerifCondensed{}.ttf",
}
STYLES_OF_DEJAVU: Mapping[str, str] = {"Regular": "", "Bold": "-Bold", "Italic": "-Italic", "BoldItalic": "-BoldItalic"}

Font = ImageFont.FreeTypeFont


class Pen:
    """A page of A4 and the lines on it. All places are pixels of the page."""

    def __init__(self, dpi: int, face: str = "serif") -> None:
        self.dpi = dpi
        self.face = face if _file(face, "Regular").exists() else "serif"
        self.image = Image.new("RGB", (self.mm(A4_MM[0]), self.mm(A4_MM[1])), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[TruthLine] = []

    def mm(self, length: float) -> int:
        return round(length / 25.4 * self.dpi)

    def font(self, points: float, style: str = "Regular") -> Font:
        return ImageFont.truetype(str(_file(self.face, style)), round(points * self.dpi / 72))

    def line(
        self,
        x: float,
        y: float,
        text: str,
        font: Font,
        *,
        anchor: str = "l",
        zone: Zone = Zone.BODY,
        spread: float = 0.0,
    ) -> None:
        """Write one line; `x` is its left edge or, with anchor "m", its middle; `y` its top; `spread` widens spaces."""
        if anchor == "m":
            x -= font.getlength(text) / 2
        self.lines.append(TruthLine(words=self.words(x, y, text, font, spread=spread), zone=zone))

    def words(
        self, x: float, y: float, text: str, font: Font, *, spread: float = 0.0, cell: int | None = None
    ) -> tuple[TruthWord, ...]:
        """Write words without making them a line yet."""
        written = []
        for word in text.split():
            self.draw.text((x, y), word, font=font, fill=INK)
            box = self.draw.textbbox((x, y), word, font=font)
            written.append(TruthWord(text=word, box=self._points(box), cell=cell))
            x += font.getlength(word + " ") + spread
        return tuple(written)

    def by_hand(self, x: float, foot: float, digits: str, hand: Hand, chance: random.Random) -> TruthWord:
        """Write a number from `x` on, standing on the height `foot`, without making it a line yet."""
        box = hand.write(self.draw, (x, foot), digits, chance)
        return TruthWord(text=digits, box=self._points(box))

    def rule(self, x0: float, y0: float, x1: float, y1: float, mm: float = 0.25) -> None:
        """A straight line, `mm` thick."""
        self.draw.line((x0, y0, x1, y1), "black", max(self.mm(mm), 1))

    def _points(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        left, top, right, bottom = (edge * 72 / self.dpi for edge in box)
        return left, top, right, bottom


def wrapped(text: str, width: float, font: Font, indent: float = 0.0) -> list[str]:
    """The text in lines no wider than `width`, the first one less by `indent`."""
    lines, line = [], ""
    for word in text.split():
        if line and font.getlength(f"{line} {word}") > width - (0 if lines else indent):
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def _file(face: str, style: str) -> Path:
    return FONTS / FACES[face].format(STYLES_OF_DEJAVU[style] if face == "wide" else style)
