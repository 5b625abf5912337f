"""Recognised words as invisible text that lies exactly over the picture of the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ocr.baselines import REACHABLE, Line, standing
from ocr.blank_font import ADVANCE, Reach, reach
from ocr.letters import CODE_DIGITS, Letters
from ocr.types import Word

INVISIBLE = 3  # text rendering mode: neither filled nor stroked (ISO 32000-1, table 106)
NARROWEST = 0.12  # of the size: letters that advance less are read as one letter printed twice


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer:
    """Content stream text and the reaches of the fonts it names."""

    content: bytes
    reaches: frozenset[Reach]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A word as it is drawn: `left` to `right` on `base`, y downwards."""

    text: str
    left: float
    right: float
    base: float
    reach: Reach


def text_layer(words: Iterable[Word], height: float, letters: Letters) -> TextLayer:
    """The words on a page `height` points high as shown, origin at its bottom left.

    Line by line, each word stretched to its box and each space drawn over the gap, one more at the line's end: so
    pdftotext, PDFium and pypdf find the same words, spaces and lines.
    """
    lines = [(line, _placed(line)) for line in standing(words)]
    content = "".join(_drawn(line, placed, height, letters) for line, placed in lines)
    return TextLayer(
        content=f"BT\n{INVISIBLE} Tr\n{content}ET\n".encode(),
        reaches=frozenset(word.reach for _, placed in lines for word in placed),
    )


def _placed(line: Line) -> list[Placed]:
    return [_placed_word(word, *sides, line) for word, sides in zip(line.words, _sides(line), strict=True)]


def _placed_word(word: Word, left: float, right: float, line: Line) -> Placed:
    """On the line's base, to which a small or sloping word's box is made to reach; far ones stand beside it."""
    top, bottom, beside = word.box.top, word.box.bottom, REACHABLE * line.size
    base = min(max(line.base, top - beside), bottom + beside)
    shape = reach((base - top) / line.size, (bottom - base) / line.size)
    return Placed(text=word.text, left=left, right=right, base=base, reach=shape)


def _sides(line: Line) -> list[tuple[float, float]]:
    """Left and right of each word, with room for a space between them: of two too near, the wider gives more."""
    sides = list[tuple[float, float]]()
    least = 0.0
    for word in line.words:
        left, right = word.box.left, word.box.right
        lack = sides[-1][1] + line.space - left if sides else 0.0
        if lack > 0:
            start, end = sides[-1]
            part = (end - start) / (end - start + right - left)
            end = max(end - part * lack, start + least)
            sides[-1], left = (start, end), end + line.space
        least = NARROWEST * line.size * len(word.text)
        sides.append((left, max(right, left + least)))
    return sides


def _drawn(line: Line, placed: Sequence[Placed], height: float, letters: Letters) -> str:
    shown = []
    font = None
    for word, after in zip_longest(placed, placed[1:]):
        if word.reach != font:
            font = word.reach
            shown.append(f"{font.name} {line.size:.2f} Tf")
        end = after.left if after else word.right + line.space
        y = height - word.base
        shown.append(_show(letters.encoded(word.text, ends_line=after is None), word.left, word.right, y, line.size))
        shown.append(_show(letters.encoded(" "), word.right, end, y, line.size))
    return "\n".join([*shown, ""])


def _show(codes: str, left: float, right: float, y: float, size: float) -> str:
    """The codes stretched from left to right."""
    stretch = 100 * (right - left) / (len(codes) / CODE_DIGITS * ADVANCE * size)
    return f"{stretch:.2f} Tz 1 0 0 1 {left:.2f} {y:.2f} Tm <{codes}> Tj"
