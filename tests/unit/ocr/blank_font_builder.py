"""Builds the font of the text layer: `python -m tests.unit.ocr.blank_font_builder FILE`."""

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def build(path: Path) -> None:
    """Two glyphs half an em wide that paint nothing.

    The second has a contour without area, from corner to corner: PDFium takes a glyph's box from its outline, drops
    a lone letter whose box is empty, and marks a selection by it.
    """
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "blank": _diagonal()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "blank": (500, 0)})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "HoSoSoBlank", "styleName": "Regular", "psName": "HoSoSoBlank"})
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(path)


def _diagonal() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 1000))
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    build(Path(sys.argv[1]))
