"""The font of the text layer: every character is there, none has a shape."""

from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

# A TrueType font of two glyphs, 500/1000 em wide, that paint nothing; a test builds it anew with fontTools.
FILE = Path(__file__).with_name("blank.ttf")
BLANK_GLYPH = 1
CODES = 1 << 16
SURROGATES = range(0xD8, 0xE0)
MOST_RANGES = 100  # in one block of a CMap (Adobe technical note 5014)


def blank_font(pdf: pikepdf.Pdf) -> Dictionary:
    """A composite font whose character codes are UTF-16 units, each of them the same empty glyph."""
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.HoSoSoBlank,
        Encoding=Name("/Identity-H"),
        DescendantFonts=[_descendant(pdf)],
        ToUnicode=pdf.make_stream(_to_unicode()),
    )


def _descendant(pdf: pikepdf.Pdf) -> pikepdf.Object:
    # Two bytes a character, nearly all alike: 130 kB that deflate to 150 bytes.
    glyphs = BLANK_GLYPH.to_bytes(2, "big") * CODES
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.HoSoSoBlank,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=_descriptor(pdf),
            DW=500,
            CIDToGIDMap=pdf.make_stream(glyphs),
        )
    )


def _descriptor(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.HoSoSoBlank,
            Flags=4,  # symbolic
            FontBBox=[0, 0, 500, 1000],
            ItalicAngle=0,
            Ascent=1000,
            Descent=-1,  # poppler takes 0 for a mistake and assumes a third of the size
            CapHeight=1000,
            StemV=80,
            FontFile2=pdf.make_stream(FILE.read_bytes(), Length1=FILE.stat().st_size),
        )
    )


def _to_unicode() -> bytes:
    """Each code means itself. A range may not cross a code's first byte (ISO 32000-1, 9.10.3)."""
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256) if high not in SURROGATES]
    blocks = (ranges[start : start + MOST_RANGES] for start in range(0, len(ranges), MOST_RANGES))
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return CMAP.format(body=body).encode()


CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
