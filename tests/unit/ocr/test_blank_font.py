"""The font of the text layer: whole, small, and able to say every character."""

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from ocr.blank_font import FILE, STEPS, Reach, reach
from ocr.letters import Letters
from ocr.text_layer import text_layer
from tests.unit.ocr import blank_font_builder
from tests.unit.ocr.layers import a_layer, a_row
from tests.unit.ocr.reading import by_pdfium, by_pypdf, pdf_words, pdftotext, sound

LETTERS = sorted(
    {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in "\u0300\u0301\u0303\u0309\u0323"
    }
    | set("đĐ")
)
SIGNS = ["§", "–", "“”", "100%", "a-b", "1/2", "€", "中文", "-", "(", "\\", "<>"]


def test_the_font_file_is_what_its_builder_makes(tmp_path: Path) -> None:
    blank_font_builder.build(tmp_path / "again.ttf")
    assert FILE.read_bytes() == (tmp_path / "again.ttf").read_bytes()
    font = TTFont(FILE)
    em = font["head"].unitsPerEm
    assert {font["hmtx"][name] for name in font.getGlyphOrder()} == {(em / 2, 0)}
    for far in (Reach(up=0, down=44), Reach(up=12, down=4)):
        glyph = font["glyf"][font.getGlyphName(far.glyph)]
        assert (glyph.yMax, glyph.yMin) == (far.up * em / 24, -far.down * em / 24)


@pytest.mark.parametrize("read", [by_pypdf, by_pdfium, lambda pdf: pdftotext(pdf)])
def test_every_vietnamese_letter_and_sign_reads_back(tmp_path: Path, read) -> None:  # type: ignore[no-untyped-def]
    pairs = [letter * 2 for letter in LETTERS]
    rows = [pairs[start : start + 20] for start in range(0, len(pairs), 20)] + [SIGNS]
    pdf = a_layer(tmp_path / "a.pdf", [word for line, row in enumerate(rows) for word in a_row(row, line)])
    assert read(pdf).split() == [text for row in rows for text in row]
    assert sound(pdf)


def test_words_are_stretched_to_their_boxes(tmp_path: Path) -> None:
    words = a_row(["Quyết", "định", "-", "số"], 0) + a_row(["i", "mmmmmmmm"], 1)
    found = pdf_words(a_layer(tmp_path / "a.pdf", words))
    for word, (text, box) in zip(words, found, strict=True):
        assert text == word.text
        wanted = (word.box.left, word.box.top, word.box.right, word.box.bottom)
        assert (box.left, box.top, box.right, box.bottom) == pytest.approx(wanted, abs=0.6)


def test_a_letter_reaches_about_as_far_as_it_is_asked_to() -> None:
    for ems in (0.05, 0.2, 0.5, 1.0, 1.8):
        found = reach(ems, 2 * ems - 1)
        assert found.up / 24 == pytest.approx(ems, abs=0.09)
        assert found.down in STEPS
    assert reach(0.0, 0.0).up > 0, "a letter without height is no letter to PDFium"


def test_nothing_is_painted() -> None:
    assert b"3 Tr" in text_layer(a_row(["a"], 0), 842, Letters()).content


def test_it_is_small(tmp_path: Path) -> None:
    assert a_layer(tmp_path / "a.pdf", a_row(["a"], 0)).stat().st_size < 6000
