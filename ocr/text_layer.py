"""Recognised words as invisible text that lies exactly over the picture of the words."""

from collections.abc import Iterable, Iterator, Sequence

from ocr.layout import by_line
from ocr.types import Word

# Every glyph is empty and half an em wide; words are stretched to their boxes.
ADVANCE = 0.5
NARROWEST = 0.5  # points; what a space is drawn with where two words touch
INVISIBLE = 3  # text rendering mode: neither filled nor stroked (ISO 32000-1, table 106)
LARGEST_UNIT = 0xFFFF


def text_layer(words: Iterable[Word], height: float, font: str) -> bytes:
    """Content stream text, origin at the bottom left of a page `height` points high as shown.

    Line by line, one font size and baseline a line, each word stretched to its box and each space drawn over the gap:
    so pdftotext, PDFium and pypdf find the same words, spaces and lines.
    """
    lines = (_line(line, height, font) for line in by_line(words))
    return f"BT\n{INVISIBLE} Tr\n".encode() + b"".join(lines) + b"ET\n"


def _line(words: Sequence[Word], height: float, font: str) -> bytes:
    top = min(word.box.top for word in words)
    bottom = max(word.box.bottom for word in words)
    size = max(bottom - top, 1.0)
    pieces = (piece for piece in _pieces(words) if piece[0])
    shown = (
        f"{_stretch(text, right - left, size):.3f} Tz 1 0 0 1 {left:.3f} {height - bottom:.3f} Tm <{_hex(text)}> Tj\n"
        for text, left, right in pieces
    )
    return f"{font} {size:.3f} Tf\n{''.join(shown)}".encode()


def _pieces(words: Sequence[Word]) -> Iterator[tuple[str, float, float]]:
    """Words and the spaces between them: text, left, right."""
    for position, word in enumerate(words):
        text = "".join(character for character in word.text if ord(character) <= LARGEST_UNIT)
        yield text, word.box.left, max(word.box.right, word.box.left + NARROWEST)
        if position + 1 < len(words):
            yield " ", word.box.right, max(words[position + 1].box.left, word.box.right + NARROWEST)


def _stretch(text: str, width: float, size: float) -> float:
    """Percent."""
    return 100 * width / (len(text) * ADVANCE * size)


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()
