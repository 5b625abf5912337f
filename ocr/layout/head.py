"""The head of a paper of Decree 30/2020: agency, number and "V/v" left; quốc hiệu, place and date right.

It is known by the words of quốc hiệu, however misread, and by how its lines stand: each in the middle of its column,
down to the first line across both columns or in the middle of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from ocr.layout.lines import Line, column, gaps, line_of, on_one_row, parts
from ocr.layout.phrases import Found, find
from ocr.layout.zone import Row, Text, Zone, is_title, sides, untaken

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM")
DATED = ("ngày tháng năm",)
# Parts of quốc hiệu: in a line of capitals, in any other (running text has up to 0.5 by chance), in all lines together.
LEAST, SURE, ENOUGH = 0.25, 0.55, 0.55
WITHIN = 0.5  # of the page's height, from the top
# Parts of the text's width:
INDENTED = 0.2  # how far from the left quốc hiệu begins at least
ASIDE = 0.06  # how far from the page's middle the middle of quốc hiệu is at least, and that of a title at most
ACROSS = 0.1  # how far into the left column a line reaches that belongs to neither; place and date reach a little
# In heights of a line:
CLEAR = 0.5  # the gap before quốc hiệu at least
ABOVE = 1.0  # how far above quốc hiệu its column begins at most
NEIGHBOURS = 4.0  # how far from each other the lines of quốc hiệu begin at most
NEXT = 2.5  # how far below a line the next one of its column is at most, where the other column ends before
SAID = 4  # letters of a title at least; fewer may be dirt
TORN = 3  # words that quốc hiệu may lose at its begin, or seem to gain


Mark = tuple[float, Line]  # how much of quốc hiệu a line has, and the line


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """The column of quốc hiệu: `left` is the x it begins at, `middle` the x its lines are centred on."""

    left: float
    middle: float
    top: float
    bottom: float
    height: float  # of its lines


def head(lines: Sequence[Line], text: Text) -> Zone | None:
    """The page with the columns of its head apart; None for a page without such a head."""
    rows, marks = list[Row](), list[Mark]()
    for line in lines:
        found = _found(line, text) if _is_upper(line, text) else None
        pieces = parts(line, found.word if found else 0) if _is_upper(line, text) else [line]
        rows.append((line, pieces))
        if found is not None:
            marks.append((found.share, line_of(line.words[found.word :])))
    nation = _nation(marks) or _beyond_corridor(lines, text)
    if nation is None or nation.middle - text.middle < ASIDE * text.width:
        return None
    left, right = _columns([piece for line, pieces in rows if _is_upper(line, text) for piece in pieces], nation, text)
    if not left:
        return None
    top = min(piece.top for piece in (*left, *right))
    rest = untaken(rows, [*left, *right])
    before, after = list[Line](), list[Line]()
    for line in rest:
        (before if line.bottom <= top + nation.height / 2 else after).append(line)
    return Zone(before=before, left=column(left), right=column(right), after=after)


def _is_upper(line: Line, text: Text) -> bool:
    return line.top < WITHIN * text.height and line.table is None


def _found(line: Line, text: Text) -> Found | None:
    """Where quốc hiệu begins in a line; None where it does not, or stands in running text."""
    found = find(line, NATION, LEAST)
    if found is None:
        return None
    near = [(gap, place) for place, gap in gaps(line) if found.word and abs(place - found.word) < TORN]
    gap, begin = max(near, default=(0.0, 0))
    if gap < CLEAR:
        begin = 0
    if begin == 0 and found.word >= TORN:
        return None
    sure = found.share >= SURE or is_title(line_of(line.words[begin:]))
    indented = line.words[begin].box.left > text.left + INDENTED * text.width
    return Found(word=begin, share=found.share) if indented and sure else None


def _nation(marks: Sequence[Mark]) -> Nation | None:
    """From the lines that look like quốc hiệu, those next to the likeliest one; None where they are not enough."""
    if not marks:
        return None
    _, best = max(marks, key=lambda mark: mark[0])
    near = [(share, line) for share, line in marks if abs(line.top - best.top) < NEIGHBOURS * best.height]
    if sum(share for share, _ in near) < ENOUGH:
        return None
    lines = [line for _, line in near]
    return Nation(
        left=min(line.left for line in lines),
        middle=median(line.middle for line in lines),
        top=min(line.top for line in lines),
        bottom=max(line.bottom for line in lines),
        height=median(line.height for line in lines),
    )


def _beyond_corridor(lines: Sequence[Line], text: Text) -> Nation | None:
    """Where the page's top was parted for reading, and quốc hiệu must be by all other signs; None where it was not."""
    left, right = sides([line for line in lines if _is_upper(line, text)], corridor=0)
    if not left or not right or any(line.column is None and line.bottom < right[0].top for line in lines):
        return None
    if not any(is_title(line) for line in (left[0], right[0])) and not any(find(line, DATED) for line in right):
        return None
    return _nation([(1.0, line) for line in right[:2]])


def _columns(pieces: Sequence[Line], nation: Nation, text: Text) -> tuple[list[Line], list[Line]]:
    """What stands in the left column and in the right one."""
    end = min((piece.top for piece in pieces if _ends(piece, pieces, nation, text)), default=inf)
    inside = [piece for piece in pieces if piece.top < end and not _is_across(piece, nation, text)]
    left = [piece for piece in inside if piece.middle < nation.left]
    # Where the first line of quốc hiệu is lost beyond knowing, the agency's still tells where the head begins.
    top = min((piece.top for piece in left if piece.bottom > nation.top - NEXT * nation.height), default=nation.top)
    top = min(top, nation.top) - ABOVE * nation.height
    right = [piece for piece in inside if piece.middle >= nation.left and piece.top >= top]
    return _beside(left, right, nation), right


def _ends(piece: Line, pieces: Sequence[Line], nation: Nation, text: Text) -> bool:
    """Whether the head is over above this piece."""
    if piece.top < nation.bottom - nation.height / 2:
        return False
    if _is_across(piece, nation, text):
        return True
    aside = ASIDE * text.width
    said = sum(map(str.isalnum, "".join(word.text for word in piece.words))) >= SAID
    alone = not any(other.middle < nation.left and on_one_row(piece, other) for other in pieces)
    return abs(piece.middle - text.middle) < aside < abs(piece.middle - nation.middle) and alone and said


def _is_across(piece: Line, nation: Nation, text: Text) -> bool:
    return nation.left - piece.left > ACROSS * text.width and piece.right > nation.left + nation.height


def _beside(left: Sequence[Line], right: Sequence[Line], nation: Nation) -> list[Line]:
    """Lines of the left column beside the right one, and those above and below that are next to them."""
    top, bottom = nation.top - ABOVE * nation.height, max((piece.bottom for piece in right), default=nation.bottom)
    chosen = [piece for piece in left if piece.bottom > top and piece.top < bottom]
    for piece in sorted((piece for piece in left if piece.top >= bottom), key=lambda piece: piece.top):
        if chosen and piece.top - max(other.bottom for other in chosen) <= NEXT * nation.height:
            chosen.append(piece)
    for piece in sorted((piece for piece in left if piece.bottom <= top), key=lambda piece: -piece.bottom):
        if chosen and min(other.top for other in chosen) - piece.bottom <= NEXT * nation.height:
            chosen.append(piece)
    return chosen
