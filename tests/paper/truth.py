"""What stands on a paper: words and lines with their boxes, and the orders in which they may be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product


class Zone(Enum):
    """The part of a Decree 30/2020 paper that a line belongs to."""

    HEAD_LEFT = auto()  # agency, number, and "V/v" of a công văn
    HEAD_RIGHT = auto()  # quốc hiệu, place and date
    BODY = auto()
    TABLE = auto()
    FOOT_LEFT = auto()  # nơi nhận
    FOOT_RIGHT = auto()  # title and name of who signs


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthWord:
    """One word as drawn: its ink's box `(left, top, right, bottom)` in points from the top left of the upright page.

    `cell` counts a table's cells from 0, row by row; None outside tables.
    """

    text: str
    box: tuple[float, float, float, float]
    cell: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthLine:
    """Words on one baseline. In a table it runs across all cells."""

    words: tuple[TruthWord, ...]
    zone: Zone = Zone.BODY

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """As a word's."""
        lefts, tops, rights, bottoms = zip(*(word.box for word in self.words), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def readings(lines: Sequence[TruthLine]) -> tuple[str, ...]:
    """Every accepted text of the page, one line a line.

    Head and foot have two columns: left before right, or row by row. A table is read cell by cell, or line by line
    across its cells. All else has one order only.
    """
    parts = [
        _both(lines, (Zone.HEAD_LEFT, Zone.HEAD_RIGHT), _by_row),
        *_middle(lines),
        _both(lines, (Zone.FOOT_LEFT, Zone.FOOT_RIGHT), _by_row),
    ]
    return tuple("\n".join(line for part in choice for line in part) for choice in product(*parts))


def _middle(lines: Sequence[TruthLine]) -> Iterator[list[list[str]]]:
    """Body, table, body."""
    table = [position for position, line in enumerate(lines) if line.zone is Zone.TABLE]
    first, last = (table[0], table[-1] + 1) if table else (len(lines), len(lines))
    yield [[line.text for line in lines[:first] if line.zone is Zone.BODY]]
    yield _both(lines, (Zone.TABLE,), _by_cell)
    yield [[line.text for line in lines[last:] if line.zone is Zone.BODY]]


def _both(
    lines: Iterable[TruthLine], zones: Sequence[Zone], other: Callable[[Sequence[TruthLine]], list[str]]
) -> list[list[str]]:
    """The zones one after the other as drawn, and in the other order if that differs."""
    chosen = [line for zone in zones for line in lines if line.zone is zone]
    plain, second = [line.text for line in chosen], other(chosen)
    return [plain] if second == plain else [plain, second]


def _by_row(lines: Sequence[TruthLine]) -> list[str]:
    """From the top down; what stands side by side, left before right."""
    rows: list[list[TruthLine]] = []
    for line in sorted(lines, key=_middle_height):
        if rows and _middle_height(line) - _middle_height(rows[-1][-1]) < (line.box[3] - line.box[1]) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line.text for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def _middle_height(line: TruthLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _by_cell(lines: Sequence[TruthLine]) -> list[str]:
    words = [word for line in lines for word in line.words]
    cells = sorted({word.cell for word in words if word.cell is not None})
    return [" ".join(word.text for word in words if word.cell == cell) for cell in cells]
