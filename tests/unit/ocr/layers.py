"""Pages that hold nothing but a text layer, and words to put on them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf

from ocr import Box, Word
from ocr.blank_font import BlankFonts
from ocr.text_layer import text_layer
from tests.paper.pen import Font, Pen, wrapped
from tests.paper.picture import Matrix, moved

A4 = (595.3, 841.9)
DPI = 144


def a_layer(path: Path, words: Sequence[Word], size: tuple[float, float] = A4) -> Path:
    """The words on an empty page."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        fonts = BlankFonts(pdf)
        layer = text_layer(words, size[1], fonts.letters)
        named = {reach.name: fonts.font(reach) for reach in layer.reaches}
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(named))
        page.obj.Contents = pdf.make_stream(layer.content)
        fonts.finish()
        pdf.save(path)
    return path


def a_row(texts: Sequence[str], line: int = 0, *, wide: float = 5.0, gap: float = 4.0) -> list[Word]:
    """Words 12 points high, `wide` points a letter and `gap` points apart, each row below the one before."""
    words, x = [], 40.0
    for text in texts:
        box = Box(left=x, top=100 + 20 * line, right=x + wide * len(text), bottom=112 + 20 * line)
        words.append(Word(text=text, box=box, confidence=90, line=line))
        x = box.right + gap
    return words


def a_table(rows: Sequence[Sequence[str]], widths: Sequence[float], padding: float) -> list[Word]:
    """Cells of so many points width with their text 12 points high, wrapped; each line of a cell is a line."""
    pen = Pen(DPI)
    font, points = pen.font(12), DPI / 72
    words: list[Word] = []
    top = 80 * points
    for row in rows:
        cells = [wrapped(text, (width - 2 * padding) * points, font) for text, width in zip(row, widths, strict=True)]
        left = 60.0
        for cell, width in zip(cells, widths, strict=True):
            _write_cell(words, pen, font, cell, ((left + padding) * points, top))
            left += width
        top += max(map(len, cells)) * font.size * 1.15 + 6 * points
    return words


def _write_cell(words: list[Word], pen: Pen, font: Font, cell: Sequence[str], place: tuple[float, float]) -> None:
    for row, text in enumerate(cell):
        line = words[-1].line + 1 if words else 0
        for true in pen.words(place[0], place[1] + row * font.size * 1.15, text, font):
            left, upper, right, lower = true.box
            box = Box(left=left, top=upper, right=right, bottom=lower)
            words.append(Word(text=true.text, box=box, confidence=90, line=line))


def carried(words: Sequence[Word], way: Matrix) -> list[Word]:
    """The words where the map takes them, in upright boxes."""
    return [replace(word, box=_carried(word.box, way)) for word in words]


def turned(degrees: float) -> Matrix:
    """Clockwise about the middle of the page."""
    x, y = A4[0] / 2, A4[1] / 2
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, x - c * x + s * y], [s, c, y - s * x - c * y], [0, 0, 1]])


def _carried(box: Box, way: Matrix) -> Box:
    left, top, right, bottom = moved((box.left, box.top, box.right, box.bottom), way)
    return Box(left=left, top=top, right=right, bottom=bottom)
