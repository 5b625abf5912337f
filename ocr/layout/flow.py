"""The order of what is neither head nor foot: Tesseract's own, where that can be."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ocr.layout.lines import Line, column, joined, on_one_row
from ocr.layout.zone import sides

OVERLAP = 0.2  # of the narrower line's width from which on two lines stand one above the other
NEAR = 3.0  # heights of a line: what stands further apart on a row are cells of a table
LISTED = 0.8  # of the lines that must have another beside them in a list
PROSE_LINES, PROSE_WORDS = 4, 4  # from how many lines, and words a line, on columns are read one after the other

Unit = list[Line]  # what is never torn: a table, or a line


def in_flow(lines: Sequence[Line]) -> list[Line]:
    """The lines so that nothing is read before what stands above it; all else in the order given."""
    return list(_on_rows(line for unit in _downwards(_units(_put_together(lines))) for line in unit))


def _put_together(lines: Sequence[Line]) -> list[Line]:
    """What was parted for reading and is no two columns, row by row again."""
    order = list(lines)
    for corridor in sorted({line.column[0] for line in lines if line.column is not None}):
        left, right = sides(lines, corridor)
        if _is_list(left, right):
            first = next(place for place, line in enumerate(order) if line.column and line.column[0] == corridor)
            rest = [line for line in order[first:] if line.column is None or line.column[0] != corridor]
            order[first:] = column([*left, *right]) + rest
    return order


def _is_list(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the lines of the shorter side have others beside them, and are not those of a column of prose."""
    few, many = sorted((left, right), key=len)
    beside = sum(any(on_one_row(line, other) for other in many) for line in few)
    return beside >= LISTED * len(few) > 0 and not (_is_prose(left) and _is_prose(right))


def _is_prose(lines: Sequence[Line]) -> bool:
    return len(lines) >= PROSE_LINES and median(len(line.words) for line in lines) >= PROSE_WORDS


def _units(lines: Iterable[Line]) -> list[Unit]:
    """Each line by itself, each table whole."""
    tables: dict[int, Unit] = {}
    units: list[Unit] = []
    for line in lines:
        unit = tables.setdefault(line.table, []) if line.table is not None else list[Line]()
        if not unit:
            units.append(unit)
        unit.append(line)
    return units


def _downwards(units: Sequence[Unit]) -> Iterator[Unit]:
    waiting = list(units)
    while waiting:
        free = (at for at, unit in enumerate(waiting) if not any(_is_above(other, unit) for other in waiting))
        yield waiting.pop(next(free, 0))


def _is_above(one: Unit, other: Unit) -> bool:
    """Whether one stands wholly above the other."""
    first, last = one[-1], other[0]
    if first.bottom > (last.top + last.bottom) / 2 or (first.top + first.bottom) / 2 > last.top:
        return False
    left, right = max(line.left for line in (first, last)), min(line.right for line in (first, last))
    return right - left > OVERLAP * min(first.right - first.left, last.right - last.left)


def _on_rows(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines; neighbours on one row from left to right, as one line where they are near each other."""
    row: list[Line] = []
    for line in lines:
        if row and not (_is_free(line) and _is_free(row[-1]) and on_one_row(row[-1], line)):
            yield from _together(row)
            row = []
        row.append(line)
    yield from _together(row)


def _is_free(line: Line) -> bool:
    return line.table is None


def _together(row: Sequence[Line]) -> Iterator[Line]:
    waiting: Line | None = None
    for line in sorted(row, key=lambda line: line.left):
        if waiting is not None and line.left - waiting.right <= NEAR * line.height:
            waiting = joined(waiting, line)
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting
