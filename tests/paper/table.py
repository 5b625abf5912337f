"""A ruled table with many cells, some of them of several lines."""

import random
from collections.abc import Sequence

from tests.paper import vocabulary
from tests.paper.pen import Font, Pen, wrapped
from tests.paper.truth import TruthLine, TruthWord, Zone

Column = tuple[str, float]  # title, part of the width
COLUMNS: Sequence[Sequence[Column]] = (
    (("STT", 0.08), ("Nội dung", 0.36), ("Đơn vị", 0.11), ("Số lượng", 0.11), ("Thành tiền", 0.16), ("Ghi chú", 0.18)),
    (
        ("TT", 0.07),
        ("Họ và tên", 0.24),
        ("Ngày sinh", 0.16),
        ("Địa chỉ", 0.21),
        ("Diện tích (m2)", 0.14),
        ("Ghi chú", 0.18),
    ),
    (("STT", 0.09), ("Nội dung", 0.45), ("Số lượng", 0.16), ("Thành tiền", 0.30)),
    (
        *(("STT", 0.06), ("Nội dung", 0.24), ("Đơn vị", 0.09), ("Số lượng", 0.08), ("Đơn giá", 0.15)),
        *(("Thành tiền", 0.16), ("Ghi chú", 0.22)),
    ),
)
# The part of a cell's free width that stands before the text.
ALIGNED = {"STT": 0.5, "TT": 0.5, "Số lượng": 0.5, "Đơn vị": 0.5, "Ngày sinh": 0.5, "Đơn giá": 1.0, "Thành tiền": 1.0}
Area = tuple[float, float, float, float]


def draw(pen: Pen, chance: random.Random, area: Area) -> float:
    """Fill the area (pixels: left, top, right, bottom) with rows from its top; answers the `y` below the last.

    Cells stand at the top of their row, so that lines run across all of them on one baseline.
    """
    left, top, right, bottom = area
    columns, y, cell = chance.choice(COLUMNS), top, 0
    edges = [left]
    for _, part in columns:
        edges.append(edges[-1] + part * (right - left))
    rules, number, size, padding = [top], 0, chance.choice((11, 12, 13)), pen.mm(chance.uniform(0.7, 1.6))
    while True:
        texts = [_cell(title, number, chance) for title, _ in columns]
        font = pen.font(size, "Regular" if number else "Bold")
        rows = _across(texts, edges, font, padding)
        height = len(rows) * font.size * 1.2 + 2 * padding
        if number > 3 and y + height > bottom:
            break
        _write(pen, rows, _lefts(columns, rows, edges, font, padding), y + padding, font, cell)
        y, cell, number = y + height, cell + len(columns), number + 1
        rules.append(y)
    for rule in rules:
        pen.rule(left, rule, right, rule, 0.3)
    for edge in edges:
        pen.rule(edge, top, edge, y, 0.3)
    return y + pen.mm(3)


def _across(texts: Sequence[str], edges: Sequence[float], font: Font, padding: float) -> list[list[str]]:
    """The row's lines, each with its part of every cell."""
    cells = [
        wrapped(text, right - left - 2 * padding, font)
        for text, left, right in zip(texts, edges, edges[1:], strict=False)
    ]
    return [[cell[row] if row < len(cell) else "" for cell in cells] for row in range(max(map(len, cells)))]


def _write(
    pen: Pen, rows: Sequence[Sequence[str]], lefts: Sequence[Sequence[float]], y: float, font: Font, first: int
) -> None:
    """One row of cells from the number `first`; `lefts` and `y` are where their lines begin."""
    for row, texts in enumerate(rows):
        words: list[TruthWord] = []
        for column, text in enumerate(texts):
            words += pen.words(lefts[row][column], y + row * font.size * 1.2, text, font, cell=first + column)
        pen.lines.append(TruthLine(words=tuple(words), zone=Zone.TABLE))


def _lefts(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], edges: Sequence[float], font: Font, padding: float
) -> list[list[float]]:
    """Where each line of each cell begins: numbers in the middle, money to the right, all else to the left."""
    return [
        [
            left + padding + ALIGNED.get(title, 0.0) * (right - left - 2 * padding - font.getlength(text))
            for (title, _), text, left, right in zip(columns, texts, edges, edges[1:], strict=False)
        ]
        for texts in rows
    ]


def _cell(title: str, number: int, chance: random.Random) -> str:
    """The title in the head (row 0), else something that may stand below it."""
    if not number:
        return title
    made = {
        "Nội dung": lambda: chance.choice(vocabulary.GOODS),
        "Đơn vị": lambda: chance.choice(vocabulary.MEASURES),
        "Số lượng": lambda: str(chance.randint(1, 240)),
        "Đơn giá": lambda: f"{chance.randint(1, 90)}.{chance.randint(0, 999):03d}.000",
        "Thành tiền": lambda: f"{chance.randint(1, 980)}.{chance.randint(0, 999):03d}.000",
        "Ghi chú": lambda: chance.choice(vocabulary.NOTES),
        "Tổ": lambda: f"Tổ {chance.randint(1, 40)}",
        "Họ và tên": lambda: vocabulary.a_name(chance),
        "Ngày sinh": lambda: f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1950, 2005)}",
        "Địa chỉ": lambda: f"Thôn {chance.randint(1, 12)}, {chance.choice(vocabulary.TOWNS)}",
        "Diện tích (m2)": lambda: f"{chance.randint(40, 900)},{chance.randint(0, 9)}",
    }
    return made[title]() if title in made else str(number)
