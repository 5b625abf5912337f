"""The font of the text layer: whole, small, and able to say every character."""

import unicodedata
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from ocr import Box, Word
from ocr.blank_font import FILE, blank_font
from ocr.text_layer import text_layer
from tests.unit.ocr import blank_font_builder
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


def a_pdf(path: Path, words: list[Word]) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(blank_font(pdf))))
        page.obj.Contents = pdf.make_stream(text_layer(words, 842, "/F"))
        pdf.save(path)
    return path


def a_line(texts: list[str], line: int) -> list[Word]:
    words, x = [], 40.0
    for text in texts:
        box = Box(left=x, top=100 + 20 * line, right=x + 5 * len(text), bottom=112 + 20 * line)
        words.append(Word(text=text, box=box, confidence=90, line=line))
        x = box.right + 4
    return words


def test_the_font_file_is_what_its_builder_makes(tmp_path: Path) -> None:
    blank_font_builder.build(tmp_path / "again.ttf")
    assert FILE.read_bytes() == (tmp_path / "again.ttf").read_bytes()
    font = TTFont(FILE)
    assert [font["hmtx"][name] for name in font.getGlyphOrder()] == [(500, 0)] * 2


@pytest.mark.parametrize("read", [by_pypdf, by_pdfium, lambda pdf: pdftotext(pdf)])
def test_every_vietnamese_letter_and_sign_reads_back(tmp_path: Path, read) -> None:  # type: ignore[no-untyped-def]
    pairs = [letter * 2 for letter in LETTERS]
    rows = [pairs[start : start + 20] for start in range(0, len(pairs), 20)] + [SIGNS]
    pdf = a_pdf(tmp_path / "a.pdf", [word for line, row in enumerate(rows) for word in a_line(row, line)])
    assert read(pdf).split() == [text for row in rows for text in row]
    assert sound(pdf)


def test_words_are_stretched_to_their_boxes(tmp_path: Path) -> None:
    words = a_line(["Quyết", "định", "-", "số"], 0) + a_line(["i", "mmmmmmmm"], 1)
    found = pdf_words(a_pdf(tmp_path / "a.pdf", words))
    for word, (text, box) in zip(words, found, strict=True):
        assert text == word.text
        wanted = (word.box.left, word.box.top, word.box.right, word.box.bottom)
        assert (box.left, box.top, box.right, box.bottom) == pytest.approx(wanted, abs=0.6)


def test_nothing_is_painted() -> None:
    assert b"3 Tr" in text_layer(a_line(["a"], 0), 842, "/F")


def test_what_no_code_unit_can_say_is_left_out() -> None:
    assert b"<>" not in text_layer(a_line(["\U0001f600", "a"], 0), 842, "/F")


def test_it_is_small(tmp_path: Path) -> None:
    assert a_pdf(tmp_path / "a.pdf", a_line(["a"], 0)).stat().st_size < 6000
