"""Builds the font of the text layer: `python -m tests.unit.ocr.blank_font_builder FILE`."""

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from ocr.blank_font import STEPS, UNITS

STEP = 40  # font units; the em is UNITS of them
ADVANCE = UNITS * STEP // 2


def build(path: Path) -> None:
    """For each reach a glyph half an em wide that paints nothing.

    It has a contour without area, from corner to corner: PDFium takes a glyph's box from its outline, drops a lone
    letter whose box is empty, and marks a selection by it.
    """
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    glyphs |= {f"u{up}d{down}": _diagonal(up * STEP, -down * STEP) for up in STEPS for down in STEPS}
    builder = FontBuilder(UNITS * STEP, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=STEPS[-1] * STEP, descent=-STEPS[-1] * STEP)
    builder.setupNameTable({"familyName": "HoSoSoBlank", "styleName": "Regular", "psName": "HoSoSoBlank"})
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(path)


def _diagonal(top: int, bottom: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, bottom))
    pen.lineTo((ADVANCE, top))
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    build(Path(sys.argv[1]))
