"""Two blocks side by side, as the head and the foot of a paper have them, and the text they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from ocr.layout.lines import Line

RUNNING = 4  # words from which on a line tells how wide the text is
TITLE_LETTERS, TITLE_CAPITALS = 6, 0.6  # how many letters a title has at least, and what part of them is capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The left and right edge of a page's text and the page's height, points."""

    left: float
    right: float
    height: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """All lines of a page as they are to be read, two columns among them; `before` and `after` in the order given."""

    before: list[Line]
    left: list[Line]
    right: list[Line]
    after: list[Line]


Row = tuple[Line, list[Line]]  # a line, and its pieces between wide gaps


def text_of_page(lines: Sequence[Line], height: float) -> Text:
    """Where the text stands on a page `height` points high; a few lines that stick out do not count."""
    running = [line for line in lines if len(line.words) >= RUNNING] or lines
    lefts, rights = [line.left for line in running], [line.right for line in running]
    if len(running) > 1:
        return Text(left=quantiles(lefts, n=10)[0], right=quantiles(rights, n=10)[-1], height=height)
    return Text(left=lefts[0], right=rights[0], height=height)


def sides(lines: Sequence[Line], corridor: int) -> tuple[list[Line], list[Line]]:
    """What stands left and right of a corridor along which the page was parted for reading, from the top down."""
    left, right = ([line for line in lines if line.column == (corridor, side)] for side in (0, 1))
    return sorted(left, key=lambda line: line.top), sorted(right, key=lambda line: line.top)


def is_title(line: Line) -> bool:
    """Whether most of the line's letters are capitals, as in names of agencies and of posts."""
    letters = [character for word in line.words for character in word.text if character.isalpha()]
    return len(letters) >= TITLE_LETTERS and sum(map(str.isupper, letters)) > TITLE_CAPITALS * len(letters)


def untaken(rows: Iterable[Row], taken: Iterable[Line]) -> list[Line]:
    """Lines of which nothing was taken, whole, and what is left of the others."""
    gone = set(map(id, taken))
    rest: list[Line] = []
    for line, pieces in rows:
        left = [piece for piece in pieces if id(piece) not in gone]
        rest += [line] if len(left) == len(pieces) else left
    return rest
