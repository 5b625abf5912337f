"""The contest as a picture: a row a condition, a dot a program, further left is better."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.contest_report import Result, groups
from bench.page_scores import worst

COLOURS = ("#0b6e4f", "#c84630", "#e0a100", "#5b6c9e")
LEAST, MOST = 0.05, 100.0  # percent, at the plot's edges; what is less lies on the edge
TICKS = (0.1, 0.3, 1, 3, 10, 30, 100)
FONT = 'font-family="sans-serif" font-size="13"'
LEFT, RIGHT, TOP, ROW, WIDTH = 110, 30, 116, 26, 760  # pixels


def plot(results: Sequence[Result]) -> str:
    """SVG text."""
    rows = groups(results)
    height = TOP + ROW * len(rows) + 34
    body = [*_legend(results), *_grid(len(rows)), *_rows(results, rows)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
            *body,
            "</svg>\n",
        ]
    )


def _legend(results: Sequence[Result]) -> Iterator[str]:
    yield _text(LEFT, 20, "CER %, bộ đọc kém nhất · worst of pypdf, PDFium, pdftotext", weight="bold")
    for number, (result, colour) in enumerate(zip(results, COLOURS, strict=False)):
        y = 40 + 18 * number
        yield f'<circle cx="{LEFT + 6}" cy="{y - 4}" r="5" fill="{colour}"/>'
        cost = f"{result.cpu:.1f} CPU s/trang · page, {result.pages_a_minute:.0f} trang/phút · pages/min"
        yield _text(LEFT + 18, y, f"{result.name}: {cost}")


def _grid(rows: int) -> Iterator[str]:
    bottom = TOP + ROW * rows
    for tick in TICKS:
        x = _x(tick)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>'
        yield _text(x, bottom + 18, f"{tick:g}", anchor="middle")


def _rows(results: Sequence[Result], rows: Sequence[str]) -> Iterator[str]:
    for number, group in enumerate(rows):
        y = TOP + ROW * (number + 0.5)
        yield _text(LEFT - 10, y + 4, group, anchor="end")
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#eee"/>'
        # Ours is drawn last, over the others.
        for result, colour in reversed(list(zip(results, COLOURS, strict=False))):
            yield _dot(y, result, worst(result.of(group)), colour)


def _dot(y: float, result: Result, rate: float, colour: str) -> str:
    shape = f'<circle cx="{_x(rate):.1f}" cy="{y}" r="6" fill="{colour}" fill-opacity="0.85">'
    return f"{shape}<title>{escape(result.name)}: {rate:.2f} %</title></circle>"


def _x(rate: float) -> float:
    part = math.log(min(max(rate, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LEFT + part * (WIDTH - RIGHT - LEFT)


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
