"""Ruled tables on a prepared page, and their cells stacked into a picture that reads as plain text.

Tesseract reads across the rules of a table or takes it for a drawing: 10-24 % CER. Cells taken out of it and set one
below the other read like a column of text: 0.2-0.6 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.prepare.page import Page, Pixels

HALF = 2  # how many times smaller the copy is in which rules are looked for
RULE = 0.3  # inches: a longer straight run of ink is a rule; letters are shorter
GAP = 0.015  # inches that a rule may be broken
LIGHTEST = 100  # the paper's grey level is looked for above this
DARK = 0.72  # of the paper's grey level, below which a pixel is ink
LEAST_TABLE = (1.0, 0.3)  # inches wide and high
LEAST_CELL = (0.12, 0.1)
LEAST_CELLS = 4  # a frame with fewer is a stamp or a box around text: the page's own
AROUND = 0.05  # inches around a cell that are painted over with it, so that no rule is left
INSET = 0.012  # inches of a cell's edge that may still be rule
BLANK = 0.0006  # part of a cell's pixels that is ink below which nothing stands in it
MARGIN = 0.12  # inches around each cell's print in the stack
TALLEST = 25_000  # pixels of one stack; Tesseract takes 32,767

CellBox = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked:
    """A cell's part of a stack: `top` is its first row there, `margin` left of its print, both in pixels."""

    cell: CellBox
    top: int
    margin: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A picture of cells one below the other."""

    page: Page
    cells: tuple[Stacked, ...]


def cells_of(page: Page) -> tuple[tuple[CellBox, ...], ...]:
    """The cells of each ruled table, tables from the top down, cells row by row.

    Rules are looked for in a copy of half the size in which every inked pixel counts: 15 ms.
    """
    paper = int(np.argmax(page.greys()[LIGHTEST:])) + LIGHTEST
    _, ink = cv2.threshold(page.pixels, DARK * paper, 1, cv2.THRESH_BINARY_INV)
    dpi = page.dpi / HALF
    rules = _rules(cv2.dilate(ink, np.ones((HALF, HALF), np.uint8))[::HALF, ::HALF].astype(np.uint8), dpi)
    if not rules.any():
        return ()
    count, _, facts, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    tables = []
    for left, top, width, height, _ in facts[1:count]:
        if width >= LEAST_TABLE[0] * dpi and height >= LEAST_TABLE[1] * dpi:
            cells = _cells(rules, (left, top, left + width, top + height), dpi)
            if len(cells) >= LEAST_CELLS:
                tables.append(tuple(_on_page(cell) for cell in cells))
    return tuple(sorted(tables, key=lambda cells: cells[0][1]))


def _on_page(cell: CellBox) -> CellBox:
    left, top, right, bottom = (edge * HALF for edge in cell)
    return left, top, right, bottom


def without_cells(page: Page, tables: Sequence[Sequence[CellBox]]) -> Page:
    """The page with its tables' cells and rules painted over."""
    pixels = page.pixels.copy()
    around = round(AROUND * page.dpi)
    for cells in tables:
        for left, top, right, bottom in cells:
            pixels[max(top - around, 0) : bottom + around, max(left - around, 0) : right + around] = 255
    return replace(page, pixels=pixels)


def stacks(page: Page, cells: Sequence[CellBox]) -> Iterator[Stack]:
    """The cells in which something stands, one below the other."""
    margin = round(MARGIN * page.dpi)
    filled = [cell for cell in cells if _is_filled(page, cell)]
    placed: list[Stacked] = []
    top = margin
    for cell in filled:
        height = cell[3] - cell[1]
        if placed and top + height + margin > TALLEST:
            yield _stack(page, placed, top, margin)
            placed, top = [], margin
        placed.append(Stacked(cell=cell, top=top, margin=margin))
        top += height + margin
    if placed:
        yield _stack(page, placed, top, margin)


def _stack(page: Page, placed: Sequence[Stacked], height: int, margin: int) -> Stack:
    width = max(one.cell[2] - one.cell[0] for one in placed) + 2 * margin
    pixels = np.full((height, width), 255, np.uint8)
    for one in placed:
        left, top, right, bottom = one.cell
        pixels[one.top : one.top + bottom - top, margin : margin + right - left] = page.pixels[top:bottom, left:right]
    return Stack(page=Page(pixels=pixels, dpi=page.dpi), cells=tuple(placed))


def _rules(ink: Pixels, dpi: float) -> Pixels:
    """Where straight rules run, thickened so that they meet: 1 on 0."""
    length, gap = max(round(RULE * dpi), 8), max(round(GAP * dpi), 1)
    found = np.zeros_like(ink)
    for across in (True, False):
        run, bridge = ((1, length), (1, 2 * gap + 1)) if across else ((length, 1), (2 * gap + 1, 1))
        whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8))
        found |= cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones(run, np.uint8)).astype(np.uint8)
    return cv2.dilate(found, np.ones((3, 3), np.uint8)).astype(np.uint8, copy=False)


def _cells(rules: Pixels, area: CellBox, dpi: float) -> tuple[CellBox, ...]:
    """The empty rectangles between rules, row by row; a side without a rule ends where the table does."""
    left, top, right, bottom = area
    free = (rules[top:bottom, left:right] == 0).astype(np.uint8)
    count, _, facts, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    inset = max(round(INSET * dpi), 1)
    found = []
    for x, y, width, height, area_ in facts[1:count]:
        wide, high = width >= LEAST_CELL[0] * dpi, height >= LEAST_CELL[1] * dpi
        if wide and high and area_ >= 0.7 * width * height:
            found.append((left + x + inset, top + y + inset, left + x + width - inset, top + y + height - inset))
    return tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in _by_rows(found))


def _by_rows(cells: Sequence[CellBox]) -> Iterator[CellBox]:
    """Rows from the top down, each from the left; a cell belongs to the row in which it begins."""
    rest = sorted(cells, key=lambda cell: cell[1])
    while rest:
        first = rest[0]
        middle = first[1] + min(cell[3] - cell[1] for cell in rest if cell[1] <= first[1] + 3) / 2
        row = [cell for cell in rest if cell[1] < middle]
        yield from sorted(row)
        rest = rest[len(row) :]


def _is_filled(page: Page, cell: CellBox) -> bool:
    left, top, right, bottom = cell
    inside = page.pixels[top:bottom, left:right]
    return bool(inside.size and (inside < DARK * 255).mean() > BLANK)
