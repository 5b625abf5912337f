"""Whether words lie where they stand on the picture."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2

from bench.extractors import FoundPage, FoundWord
from bench.scoring import folded
from tests.paper import Paper
from tests.paper.pen import A4_MM
from tests.paper.picture import Box, Matrix, moved

A4 = tuple(mm * 72 / 25.4 for mm in A4_MM)  # points
OVERLAP = 0.5  # of the widths of both together
TALLEST = 3.0  # times the line's height: programs differ in what they call a letter's height


def recall(paper: Paper, page: FoundPage, picture: Matrix | None) -> float:
    """Part of the true words, in percent, whose text stands at their place on the page as shown.

    A word is at its place when it overlaps the true one by half of both widths, the middle of its line's height lies
    inside it and it is not much taller than the line. `picture` maps the picture's pixels onto the page as shown, see
    `picture_on_page`. A program may have straightened the pixels themselves: so the upright page laid over the whole
    page counts too, whichever is better.
    """
    upright = np.diag([page.width / A4[0], page.height / A4[1], 1.0])
    ways = [upright] if picture is None or paper.to_pixels is None else [picture @ paper.to_pixels, upright]
    return max(_found(paper, way, page.words) for way in ways)


def pictures_on_pages(path: Path) -> list[Matrix | None]:
    """For each page the map from pixels of its largest picture onto the page as shown; None where it has none."""
    with pypdfium2.PdfDocument(path) as document:
        return [_picture_on_page(page) for page in document]


def _picture_on_page(page: pypdfium2.PdfPage) -> Matrix | None:
    images = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    placed = [(np.array(image.get_matrix().get()), image.get_px_size()) for image in images]
    if not placed:
        return None
    (a, b, c, d, e, f), (width, height) = max(
        placed, key=lambda one: abs(one[0][0] * one[0][3] - one[0][1] * one[0][2])
    )
    square = np.array([[1 / width, 0, 0], [0, -1 / height, 1], [0, 0, 1]])  # a picture fills the square from 0 to 1
    return _shown(page) @ np.array([[a, c, e], [b, d, f], [0, 0, 1]]) @ square


def _shown(page: pypdfium2.PdfPage) -> Matrix:
    """From the page's own space, y upwards, to the page as shown, y downwards."""
    left, bottom, right, top = page.get_cropbox()
    turns = {
        0: [[1, 0, -left], [0, -1, top], [0, 0, 1]],
        90: [[0, 1, -bottom], [1, 0, -left], [0, 0, 1]],
        180: [[-1, 0, right], [0, 1, -bottom], [0, 0, 1]],
        270: [[0, -1, top], [-1, 0, right], [0, 0, 1]],
    }
    return np.array(turns[page.get_rotation()], float)


def _found(paper: Paper, way: Matrix, words: Sequence[FoundWord]) -> float:
    by_text: dict[str, list[FoundWord]] = {}
    for word in words:
        by_text.setdefault(folded(word.text), []).append(word)
    hits = [any(_fits(box, word.box) for word in by_text.get(text, ())) for text, box in _true(paper, way)]
    return 100 * sum(hits) / len(hits)


def _true(paper: Paper, way: Matrix) -> Iterator[tuple[str, Box]]:
    """Words with their boxes on the page, as high as their line: a hyphen's own ink is no line to aim at."""
    for line in paper.lines:
        _, top, _, bottom = line.box
        for word in line.words:
            yield folded(word.text), moved((word.box[0], top, word.box[2], bottom), way)


def _fits(true: Box, found: Box) -> bool:
    shared = min(true[2], found[2]) - max(true[0], found[0])
    both = max(true[2], found[2]) - min(true[0], found[0])
    middle = (true[1] + true[3]) / 2
    low = found[3] - found[1] <= TALLEST * (true[3] - true[1])
    return low and found[1] <= middle <= found[3] and shared >= OVERLAP * both
