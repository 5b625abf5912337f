"""The fonts of a text layer: every character is there, none is painted.

How far above and below its base a letter reaches is told by its font (Ascent and Descent for Poppler and others, the
glyph's outline for PDFium). A word's box is therefore told by choosing its font, whatever the size and base, from which
readers guess lines.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from ocr.letters import Letters

# A TrueType font of one glyph for each reach, all half an em wide, that paints nothing; a test builds it anew.
FILE = Path(__file__).with_name("blank.ttf")
ADVANCE = 0.5  # em
UNITS = 24  # to the em, of a reach
STEPS = (0, 1, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44)  # Poppler ignores 1.9 em and more
BETWEEN_STEPS = tuple((low + high) / 2 for low, high in pairwise(STEPS))
CODES = 1 << 16
NAME = Name("/HoSoSoBlank")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reach:
    """How far letters go above and below their base; each one of STEPS, not both 0."""

    up: int
    down: int

    @property
    def name(self) -> str:
        """The font's name in a page's resources."""
        return f"/HoSoSo{self.up}D{self.down}"

    @property
    def glyph(self) -> int:
        """Its number in the file; 0 is none."""
        return 1 + STEPS.index(self.up) * len(STEPS) + STEPS.index(self.down)


def reach(up: float, down: float) -> Reach:
    """The nearest there is to ems above and below the base."""
    nearest_up, nearest_down = (STEPS[bisect_left(BETWEEN_STEPS, UNITS * ems)] for ems in (up, down))
    return Reach(up=nearest_up if nearest_up or nearest_down else STEPS[1], down=nearest_down)


class BlankFonts:
    """The fonts of one document, made when first asked for; `letters` gives out the codes of them all."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.letters = Letters()
        self._pdf = pdf
        self._fonts: dict[Reach, pikepdf.Object] = {}
        self._file = pdf.make_stream(FILE.read_bytes(), Length1=FILE.stat().st_size)
        self._to_unicode = pdf.make_stream(b"")

    def font(self, reach: Reach) -> pikepdf.Object:
        """The composite font of that reach."""
        if reach not in self._fonts:
            self._fonts[reach] = self._pdf.make_indirect(self._composite(reach))
        return self._fonts[reach]

    def finish(self) -> None:
        """Tell what the codes mean; to be called when all have been given out."""
        self._to_unicode.write(self.letters.to_unicode())

    def _composite(self, reach: Reach) -> Dictionary:
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=NAME,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([self._pdf.make_indirect(self._descendant(reach))]),
            ToUnicode=self._to_unicode,
        )

    def _descendant(self, reach: Reach) -> Dictionary:
        # Two bytes a character, all alike: 130 kB that deflate to 150 bytes.
        glyphs = reach.glyph.to_bytes(2, "big") * CODES
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=NAME,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=self._pdf.make_indirect(self._descriptor(reach)),
            DW=round(ADVANCE * 1000),
            CIDToGIDMap=self._pdf.make_stream(glyphs),
        )

    def _descriptor(self, reach: Reach) -> Dictionary:
        ascent, descent = (round(1000 * steps / UNITS) for steps in (reach.up, reach.down))
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=NAME,
            Flags=4,  # symbolic
            FontBBox=[0, -descent, round(ADVANCE * 1000), ascent],
            ItalicAngle=0,
            # Poppler takes 0 for a mistake and assumes its own.
            Ascent=max(ascent, 1),
            Descent=min(-descent, -1),
            CapHeight=max(ascent, 1),
            StemV=80,
            FontFile2=self._file,
        )
