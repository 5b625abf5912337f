"""Numbers that a hand wrote into a head: the one of số và ký hiệu, day and month of the date.

A clerk writes them into most papers when they are registered, and Tesseract reads no handwriting: of 8 real papers 7
lacked both. A network for lines does, so the two lines are shown to it where Tesseract left a gap: 68 -> 95 % of the
facts of these papers. What it reads stays a thing that a person checks.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.by_hand.agreement import Number, agreed
from ocr.by_hand.lines import Line, lines_by_hand
from ocr.by_hand.putting_in import Filling, put_in
from ocr.by_hand.reader import Reader
from ocr.prepare.page import Page, Pixels
from ocr.prepare.upper import PART, Upper, standing_as
from ocr.types import Box, RecognisedPage, Word

__all__ = ["Reader", "with_numbers_by_hand"]

# In heights of a word: what is left free around the line, and how far digits by hand may reach beyond its print.
MARGIN, REACH = 0.2, 1.0
DIRT = 2  # pixels of ink in a row, below which it is empty
SURE_AT_MOST = 75.0  # confidence of what a hand wrote: whoever takes it over looks at it first
INK = 160  # grey level below which a pixel is ink


def with_numbers_by_hand(words: Sequence[Word], copy: Page, upper: Upper | None, reader: Reader) -> tuple[Word, ...]:
    """The words of a prepared page, the numbers put in that a hand wrote into its head.

    `upper` is None where the copy shows all inks.

    Raises PageFailed where the network breaks down.
    """
    found = tuple(words)
    head = tuple(word for word in found if word.box.top < PART * copy.height)
    page = RecognisedPage(number=0, width=copy.width, height=copy.height, rotation=0, words=head, text="")
    lines = list(lines_by_hand(page))
    if not lines:
        return found
    inked = copy if upper is None else standing_as(upper, copy)
    places = [_place(line, inked) for line in lines]
    pictures = [_picture(inked, place) for place in places]
    for line, place, picture, readings in zip(lines, places, pictures, reader.read(pictures), strict=True):
        numbers = agreed(line, readings)
        found = put_in(found, line.run, [_filling(line, name, numbers[name], place, picture) for name in numbers])
    return found


def _place(line: Line, inked: Page) -> Box:
    """Where the line stands, in points: higher or lower than its words where ink goes on, and a margin around."""
    box, height, scale = line.run.part(*line.whole).box, line.run.height, inked.dpi / 72
    top, bottom = max(box.top - REACH * height, 0.0), box.bottom + REACH * height
    full = np.count_nonzero(_picture(inked, replace(box, top=top, bottom=bottom)) < INK, axis=1) >= DIRT
    first, last = round((box.top - top) * scale), round((box.bottom - top) * scale)
    while first > 0 and full[first]:
        first -= 1
    while last < len(full) and full[last - 1]:
        last += 1
    margin = MARGIN * height
    return Box(
        left=max(box.left - margin, 0.0),
        top=max(top + first / scale - margin, 0.0),
        right=min(box.right + margin, inked.width),
        bottom=min(top + last / scale + margin, inked.height),
    )


def _picture(page: Page, place: Box) -> Pixels:
    scale = page.dpi / 72
    left, top, right, bottom = (round(edge * scale) for edge in (place.left, place.top, place.right, place.bottom))
    return page.pixels[top:bottom, left:right]


def _filling(line: Line, name: str, number: Number, place: Box, picture: Pixels) -> Filling:
    """The number with the box of its ink."""
    height, width = picture.shape
    first, last = round(number.left * width), max(round(number.right * width), round(number.left * width) + 1)
    ink = picture[:, first:last] < INK
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    across, down = (place.right - place.left) / width, (place.bottom - place.top) / height
    left, right = (first + columns[0], first + columns[-1] + 1) if len(columns) else (first, last)
    top, bottom = (rows[0], rows[-1] + 1) if len(rows) else (0, height)
    box = Box(
        left=place.left + float(left) * across,
        top=place.top + float(top) * down,
        right=place.left + float(right) * across,
        bottom=place.top + float(bottom) * down,
    )
    return Filling(gap=line.gaps[name], digits=number.digits, box=box, confidence=min(number.confidence, SURE_AT_MOST))
