"""Finds the empty corridors between two columns of print at a page's head and foot.

On 35 pages of real papers it found every one of the 22 heads and feet with two columns, and nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.prepare.page import Page, Pixels

MEASURING_DPI = 75
LARGEST = 45  # pixels of the small copy, 15 mm: higher ink is a seal, a signature or a frame and hides no corridor ...
RULE = 38  # ... but a ruled line that crosses does: a table stays whole
SPECK = 3  # pixels: dirt is as low, and a row with no more ink is empty
STEP = 5  # pixels of the small copy from one tried way to the next
STICKS_OUT = 0.04  # of the letters that may stand left of the text, and right of it: dirt at the sheet's edges
TRIED = (0.2, 0.75)  # where ways are tried, parts of the print's width
LISTED = 0.5  # of the fullest column's rows that every column of a list has
LETTERS = 5  # pieces of print on either side; fewer are dirt
# In heights of a letter:
UNLIKE = 0.8  # between low letters and high ones; print has up to 0.45, handwriting up to 1.5
WIDE_ENOUGH = ((4.0, 1.6), (1.2, 2.0), (0.7, 4.0))  # widths, and how much print stands on either side at least
THINNEST = 0.6  # column of a list, of two digits; thinner ones are the sheet's edge
WIDEST_WORD_GAP = 1.2  # wider ones part columns
STRAY = 2.5  # print before a head or after a foot: a page number, a form's number

Mask = NDArray[np.bool_]
Row = NDArray[np.intp]  # one number for each row of pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """An empty way between two columns of print, in pixels of the page: `middle` across, `top` to `bottom`."""

    middle: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way without print, in pixels of the small copy.

    `beside`: how many rows have print on the emptier side; `outside`: before a head or after a foot, once measured.
    """

    middle: int
    top: int
    bottom: int
    beside: int
    outside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The print of a page, small.

    `solid`: letters and ruled lines. `ink`: pixels of ink in each row; `first` and `last`: between which columns there
    are letters. `letters`: their middles, x and y; `left` and `right`: between which columns nearly all are.
    """

    solid: Mask
    ink: Row
    first: Row
    last: Row
    letters: NDArray[np.float64]
    left: int
    right: int
    height: float  # of a letter

    def sides(self, x: int | Row) -> tuple[Mask, Mask]:
        """Which rows have letters left of `x`, and right of it: one mask, or one for each of a column of `x`."""
        return self.first < x, self.last > x


def corridors(page: Page) -> Sequence[Corridor]:
    """At most one of a head and one of a foot, in this order, of a grey page."""
    factor = min(MEASURING_DPI / page.dpi, 1.0)
    print_ = _print(_small(page.pixels, factor))
    if print_ is None:
        return []
    before, stray = np.cumsum(print_.ink > SPECK), STRAY * print_.height
    heads, feet = list[Way](), list[Way]()
    for way, wanted in _ways(print_):
        is_head, is_foot = before[way.top] <= stray, before[-1] - before[way.bottom - 1] <= stray
        measured = _measured(way, print_) if is_head or is_foot else None
        if measured is not None and measured.beside >= wanted:
            outside = before[measured.top] if is_head else before[-1] - before[measured.bottom - 1]
            (heads if is_head else feet).append(replace(measured, outside=int(outside)))
    best = [_best(ways, print_) for ways in (heads, feet) if ways]
    if len(best) == 2 and best[0].bottom > best[1].top:
        best.pop()
    return [_of_page(way, factor, page.pixels.shape[0]) for way in best]


def _best(ways: Sequence[Way], print_: Print) -> Way:
    """With most print beside it, less what it leaves outside, to a letter's height; of such the longest.

    Just right of the way between both columns there may be one that misses the first line and runs on through a gap
    between two words below.
    """
    return max(ways, key=lambda way: (round((way.beside - way.outside) / print_.height), way.bottom - way.top))


def _of_page(way: Way, factor: float, height: int) -> Corridor:
    return Corridor(
        middle=round(way.middle / factor),
        top=round(way.top / factor),
        bottom=min(round(way.bottom / factor), height),
    )


def _small(pixels: Pixels, factor: float) -> Pixels:
    size = max(round(pixels.shape[1] * factor), 1), max(round(pixels.shape[0] * factor), 1)
    # Every other pixel is enough to average over, and four times as fast.
    step = 2 if factor < 0.4 else 1
    return cv2.resize(pixels[::step, ::step], size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _print(grey: Pixels) -> Print | None:
    """None for handwriting, and for a page with too little on it."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, RULE), np.uint8))
    _, labels, stats, middles = cv2.connectedComponentsWithStats(cv2.subtract(dark, across))
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    ink = (stats[:, cv2.CC_STAT_AREA] >= SPECK) & (heights <= LARGEST)
    ink[0] = False  # the paper
    letters = ink & (heights > SPECK)
    if np.count_nonzero(letters) < 2 * LETTERS:
        return None
    low, height, high = np.percentile(heights[letters], (25, 50, 75))
    if high - low > UNLIKE * height:
        return None
    numbers = labels.astype(np.intp)
    text = letters.take(numbers)  # half the time of an index
    width, some = text.shape[1], text.any(axis=1)
    left, right = (int(np.percentile(middles[letters, 0], 100 * part)) for part in (STICKS_OUT, 1 - STICKS_OUT))
    return Print(
        solid=text | (across > 0),
        ink=np.count_nonzero(ink.take(numbers[:, left : right + 1]), axis=1),
        first=np.where(some, text.argmax(axis=1), width),
        last=np.where(some, width - 1 - text[:, ::-1].argmax(axis=1), -1),
        letters=middles[letters].astype(np.float64),
        left=left,
        right=right,
        height=float(height),
    )


def _ways(print_: Print) -> Iterator[tuple[Way, float]]:
    """Every way down the page without print that has enough print on either side, and how much is wanted of it."""
    low, high = (int(print_.left + part * (print_.right - print_.left)) for part in TRIED)
    columns = np.arange(low, high, STEP)
    counts = [np.cumsum(side, axis=1) for side in print_.sides(columns[:, np.newaxis])]
    for width, beside in WIDE_ENOUGH:
        wanted, half = beside * print_.height, max(round(width * print_.height / 2), 1)
        blocked = cv2.dilate(print_.solid.astype(np.uint8), np.ones((1, 2 * half + 1), np.uint8)) > 0
        column, top, bottom = _spans(blocked[:, columns].T)
        rows = np.minimum(*(count[column, bottom - 1] - count[column, top] for count in counts)) + 1
        tall = blocked.shape[0] + 1
        spans = (column * tall + top) * tall + bottom
        goes_on = np.isin(spans, spans + tall * tall)  # from the last column: the same way
        for one in np.flatnonzero((rows >= wanted) & ~goes_on):
            x, start, end = int(columns[column[one]]), int(top[one]), int(bottom[one])
            yield Way(middle=x, top=start, bottom=end, beside=int(rows[one])), wanted


def _spans(blocked: Mask) -> tuple[Row, Row, Row]:
    """Which row each free run is in, where in it the run begins and where it has ended."""
    ends = np.ones((len(blocked), 1), np.bool_)
    row, edges = np.nonzero(np.diff(np.hstack((ends, blocked, ends)), axis=1))
    return row[::2], edges[::2], edges[1::2]


def _measured(way: Way, print_: Print) -> Way | None:
    """The way with its ends between lines and its middle in the middle, and with what truly stands side by side.

    None where it ends inside a line, or where only dirt stands on one side.
    """
    x, top, bottom = way.middle, way.top, way.bottom
    rows = [np.flatnonzero(side[top:bottom]) + top for side in print_.sides(x)]
    if not all(len(side) for side in rows):
        return None
    start, end = max(side[0] for side in rows), min(side[-1] for side in rows)
    beside = min(np.count_nonzero((start <= side) & (side <= end)) for side in rows)
    across, down = print_.letters.T
    here = across[(down >= top) & (down < bottom)]
    if min(np.count_nonzero(here < x), np.count_nonzero(here > x)) < LETTERS:
        return None
    reach = round(print_.height)
    top += int(print_.ink[top : top + reach].argmin())
    bottom -= 1 + int(print_.ink[bottom - reach : bottom][::-1].argmin())
    if max(print_.ink[top], print_.ink[bottom]) > SPECK:
        return None
    empty: Mask = np.logical_not(print_.solid[top:bottom].any(axis=0))
    if empty[print_.left : print_.right + 1].all() or _is_list(print_, top, bottom):
        return None
    left, right = x - int(empty[:x][::-1].argmin()), x + int(empty[x:].argmin())
    return Way(middle=(left + right) // 2, top=top, bottom=bottom, beside=int(beside))


def _is_list(print_: Print, top: int, bottom: int) -> bool:
    """Whether there are three columns or more: a table without rules, which Tesseract reads better as it is."""
    here = print_.solid[top:bottom, print_.left : print_.right + 1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], here.any(axis=0), [False]))))
    # Each two edges bound print; what is nearer to the next than a corridor is wide belongs together.
    wide = np.flatnonzero(edges[2::2] - edges[1:-1:2] >= WIDEST_WORD_GAP * print_.height)
    lefts, rights = [edges[0], *edges[2::2][wide]], [*edges[1:-1:2][wide], edges[-1]]
    rows = [
        np.count_nonzero(here[:, left:right].any(axis=1))
        for left, right in zip(lefts, rights, strict=True)
        if right - left >= THINNEST * print_.height
    ]
    return sum(1 for count in rows if count >= LISTED * max(rows)) > 2
