"""The foot of a paper of Decree 30/2020: the recipients left, who signs right.

It is known by "Nơi nhận" or, where that is lost, by the list below it; its columns by the way between them that fewest
words stand in.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ocr.layout.lines import Line, column, on_one_row, parts
from ocr.layout.phrases import find
from ocr.layout.zone import Row, Text, Zone, is_title, sides, untaken

RECIPIENTS = ("Nơi nhận:",)
LISTED = ("Như trên", "Như Điều", "Lưu: VT", "Lưu: Văn thư")
DASHES = "-–—~_"
SHORT = 4  # words that the line of "Nơi nhận" has at most; more are running text
# Parts of the text's width:
MARGIN = 0.2  # how far from the left the recipients begin at most
WAYS = (0.25, 0.75)  # where the columns part
ASIDE = 0.06  # how far from the page's middle the middle of a page number is at most
# In heights of a line:
ACROSS = 2.0  # how far into either column a line reaches that belongs to neither
NEXT = 1.5  # how far above a line of its column the one before it is at most


def foot(lines: Sequence[Line], text: Text) -> Zone | None:
    """The page with the columns of its foot apart; None for a page without such a foot."""
    rows: list[Row] = [(line, parts(line) if line.table is None else [line]) for line in lines]
    pieces = [piece for line, some in rows for piece in some if line.table is None]
    begin = _recipients(pieces, text) or _beside_corridor(pieces)
    if begin is None:
        return None
    below = [piece for piece in pieces if piece.top + piece.bottom > 2 * begin.top]
    way = _way(below, text)
    across = [piece for piece in below if min(way - piece.left, piece.right - way) > ACROSS * begin.height]
    end = min((piece.top for piece in across), default=inf)
    inside = [piece for piece in below if piece.top < end and not _is_page_number(piece, below, text)]
    left = [piece for piece in inside if piece.middle < way]
    right = [piece for piece in inside if piece.middle >= way]
    if not left or not right:
        return None
    right += _above(begin, pieces, way)
    before, after = list[Line](), list[Line]()
    for line in untaken(rows, [*left, *right]):
        (before if line.top < begin.top else after).append(line)
    return Zone(before=before, left=column(left), right=column(right), after=after)


def _recipients(pieces: Sequence[Line], text: Text) -> Line | None:
    """The line of "Nơi nhận", the last one if there are more; else the first line of the list."""
    edge = [piece for piece in pieces if piece.left < text.left + MARGIN * text.width]
    named = [piece for piece in edge if len(piece.words) <= SHORT and _begins(piece, RECIPIENTS)]
    if named:
        return named[-1]
    listed = [piece for piece in edge if piece.words[0].text[0] in DASHES and piece.right < text.middle]
    titles = [piece for piece in pieces if piece.left > text.middle and is_title(piece)]
    known = [piece for piece in listed if find(piece, LISTED) or any(on_one_row(piece, title) for title in titles)]
    if not known:
        return None
    short = [piece for piece in edge if len(piece.words) < SHORT and piece.right < text.middle]
    return _first_of(_first_of(known[0], listed), short)


def _first_of(begin: Line, column: Sequence[Line]) -> Line:
    """The line from which on others of the column follow closely down to this one."""
    for piece in sorted(column, key=lambda piece: -piece.top):
        if 0 < begin.top - piece.bottom <= NEXT * begin.height:
            begin = piece
    return begin


def _beside_corridor(pieces: Sequence[Line]) -> Line | None:
    """Where the page was parted for reading, what must be the recipients by all other signs; None where it was not."""
    left, right = sides(pieces, max((piece.column[0] for piece in pieces if piece.column is not None), default=0))
    listed = sum(piece.words[0].text[0] in DASHES for piece in left)
    if not right or not (is_title(right[0]) or 2 * listed > len(left)):
        return None
    top = right[0].top - NEXT * right[0].height
    return next((piece for piece in left if piece.top >= top), None)


def _begins(piece: Line, phrases: Sequence[str]) -> bool:
    found = find(piece, phrases)
    return found is not None and found.word == 0


def _way(pieces: Sequence[Line], text: Text) -> float:
    """The x of the way between the columns: fewest letters stand in it, or it is the widest of such."""
    low, high = (text.left + part * text.width for part in WAYS)
    edges = sorted({low, high, *(edge for piece in pieces for edge in (piece.left, piece.right) if low < edge < high)})

    def worth(way: tuple[float, float]) -> tuple[int, float]:
        middle = sum(way) / 2
        crossed = (piece for piece in pieces if piece.left < middle < piece.right)
        return -sum(len(word.text) for piece in crossed for word in piece.words), way[1] - way[0]

    left, right = max(pairwise(edges), key=worth)
    return (left + right) / 2


def _is_page_number(piece: Line, pieces: Sequence[Line], text: Text) -> bool:
    last = all(piece is other or piece.top >= other.bottom for other in pieces)
    return last and len(piece.words) == 1 and abs(piece.middle - text.middle) < ASIDE * text.width


def _above(begin: Line, pieces: Sequence[Line], way: float) -> list[Line]:
    """Lines of the signature that stand higher than the recipients begin."""
    top, found = begin.top, list[Line]()
    higher = [piece for piece in pieces if piece.top + piece.bottom <= 2 * begin.top]
    for piece in sorted(higher, key=lambda piece: -piece.bottom):
        beside = any(other.middle < way and on_one_row(piece, other) for other in pieces)
        if piece.left < way or beside or top - piece.bottom > NEXT * begin.height:
            break
        found.append(piece)
        top = piece.top
    return found
