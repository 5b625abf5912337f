"""Words in reading order, on numbered lines.

Papers of Decree 30/2020 have two columns in two places: the head (agency and number left; quốc hiệu, place and date
right) and the foot (nơi nhận left, signature right). There each column is read by itself, left before right. All else
is read from the top down as Tesseract has it.
"""

from collections.abc import Iterable

from ocr.layout.dirt import print_only
from ocr.layout.flow import in_flow
from ocr.layout.foot import foot
from ocr.layout.head import head
from ocr.layout.lines import Line, lines_of
from ocr.layout.zone import text_of_page
from ocr.tesseract import ReadWord
from ocr.types import Word


def in_order(words: Iterable[ReadWord], width: float, height: float) -> tuple[Word, ...]:
    """Words of one page, `width` x `height` points, in reading order with their line counted from 0.

    What is surely no print is left out. A table's words stay together and as they are.
    """
    lines = _in_order(lines_of(print_only(list(words))), height)
    return tuple(
        Word(text=word.text, box=word.box, confidence=word.confidence, line=number)
        for number, line in enumerate(lines)
        for word in line.words
    )


def _in_order(lines: list[Line], height: float) -> list[Line]:
    if not lines:
        return []
    text = text_of_page(lines, height)
    top = head(lines, text)
    end = foot(lines if top is None else top.after, text)
    body = lines if top is None else top.after
    opening = [] if top is None else [*in_flow(top.before), *top.left, *top.right]
    if end is None:
        return [*opening, *in_flow(body)]
    return [*opening, *in_flow(end.before), *end.left, *end.right, *in_flow(end.after)]
