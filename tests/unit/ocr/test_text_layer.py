"""A text layer of flawless words reads back without a flaw, and lies where the words stand, in three readers."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr import Box, Word
from ocr.lines import text_of
from tests.paper import a_page, flawless_words
from tests.paper.vocabulary import SENTENCES
from tests.unit.ocr.layers import A4, a_layer, a_row, a_table, carried, turned
from tests.unit.ocr.reading import (
    by_pdfium,
    by_pypdf,
    double_clicked,
    overlap,
    pdf_words,
    pdfium_words,
    pdftotext,
    plain,
)

CORNERS = np.array([[0, 0], [A4[0], 0], A4, [0, A4[1]]], np.float32)
FROM_ABOVE = np.array([[60, 30], [540, 60], [590, 800], [5, 835]], np.float32)


def letter() -> Sequence[Word]:
    return flawless_words(a_page(seed=2, dpi=100))


def photographed() -> Sequence[Word]:
    """As a telephone sees it: the lines fan out by five degrees."""
    return carried(letter(), cv2.getPerspectiveTransform(CORNERS, FROM_ABOVE))


def tight_table() -> Sequence[Word]:
    """Cells whose texts nearly touch over the rules."""
    chance = random.Random(4)
    rows = [[str(row + 1), *(_some(chance) for _ in range(4)), str(chance.randint(10, 99))] for row in range(9)]
    return a_table(rows, (22, 90, 110, 80, 120, 50), 1.5)


def columns() -> Sequence[Word]:
    return a_table([[" ".join(SENTENCES[:9]), " ".join(SENTENCES[5:14])]], (235, 235), 9)


def _some(chance: random.Random) -> str:
    words = chance.choice(SENTENCES).split()
    return " ".join(words[: chance.randint(1, 9)])


PAGES: dict[str, Callable[[], Sequence[Word]]] = {
    "letter": letter,
    "sloping": lambda: carried(letter(), turned(3)),
    "photographed": photographed,
    "tight table": tight_table,
    "sloping table": lambda: carried(tight_table(), turned(-1)),
    "columns": columns,
}


@pytest.mark.parametrize("kind", PAGES)
def test_flawless_words_read_back_flawless(tmp_path: Path, kind: str) -> None:
    words = PAGES[kind]()
    pdf = a_layer(tmp_path / "a.pdf", words)
    assert plain(by_pypdf(pdf)) == plain(text_of(words))
    assert plain(by_pdfium(pdf)) == plain(text_of(words))
    assert _lines(pdftotext(pdf)) == _lines(text_of(words)), "each line whole, in any order"


@pytest.mark.parametrize("kind", PAGES)
def test_every_words_box_is_its_own(tmp_path: Path, kind: str) -> None:
    """Not the line's: "an" is lower than "Quyết", and a sloping line's words do not lie side by side."""
    words = PAGES[kind]()
    pdf = a_layer(tmp_path / "a.pdf", words)
    for found in (pdf_words(pdf), pdfium_words(pdf)):
        boxes = {text: [box for other, box in found if other == text] for text, _ in found}
        fits = [max(overlap(word.box, box) for box in boxes[word.text]) for word in words]
        assert min(fits) >= 0.5
        assert sum(fits) / len(fits) > 0.85


@pytest.mark.parametrize("kind", PAGES)
def test_a_double_click_on_a_word_selects_it(tmp_path: Path, kind: str) -> None:
    words = PAGES[kind]()
    selected = double_clicked(a_layer(tmp_path / "a.pdf", words), [word.box for word in words])
    assert selected == [word.text for word in words]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    words = columns()
    assert plain(pdftotext(a_layer(tmp_path / "a.pdf", words))) == plain(text_of(words))


@pytest.mark.parametrize("read", [by_pypdf, by_pdfium, lambda pdf: pdftotext(pdf)])
@pytest.mark.parametrize(
    ("rows", "how"),
    [
        (["theo Chỉ thị số 12/CT-", "BCT ngày 12", "dịch Covid-", "19 đang"], {}),  # a hyphen that must stay
        (["a b c d e", "1 2 3 4 5 6", "- - -"], {"gap": 1.5}),  # not a word printed wide
        (["là là là là", "11 11 11"], {}),  # not one word printed twice
        (["đè lên nhau", "vì con dấu"], {"gap": -3.0}),
        (["liền nhau không hở"], {"gap": 0.0}),
        (["... --- ___", "“ ” , ; ."], {"wide": 0.6}),
        (["chào 😀 bạn 😀 𠀀"], {}),  # beyond the first plane
    ],
)
def test_odd_words_read_back(
    tmp_path: Path, read: Callable[[Path], str], rows: list[str], how: dict[str, float]
) -> None:
    words = [word for line, row in enumerate(rows) for word in a_row(row.split(), line, **how)]
    assert plain(read(a_layer(tmp_path / "a.pdf", words))) == " ".join(rows)


@pytest.mark.parametrize("size", [2.0, 150.0])
def test_small_and_large_print_read_back(tmp_path: Path, size: float) -> None:
    rows = [[("Chữ", 0.0), ("to", 1.9)], [("và", 0.0), ("nhỏ", 1.3)]]
    words = [
        Word(
            text=text,
            box=_box(10 + x * size, 10 + row * size * 1.4, len(text) * size / 2, size),
            confidence=9,
            line=row,
        )
        for row, texts in enumerate(rows)
        for text, x in texts
    ]
    pdf = a_layer(tmp_path / "a.pdf", words)
    assert [plain(read(pdf)) for read in (by_pypdf, by_pdfium, pdftotext)] == ["Chữ to và nhỏ"] * 3


def test_room_to_write_in_does_not_tear_a_line(tmp_path: Path) -> None:
    words = a_row(["ngày", "tháng", "năm", "2025"], gap=12.2)
    assert _lines(pdftotext(a_layer(tmp_path / "a.pdf", words))) == _lines("ngày tháng năm 2025")


def test_words_of_one_line_that_stand_in_two_rows_are_read_as_two_lines(tmp_path: Path) -> None:
    """As a cell of two rows comes where nobody tells them apart."""
    words = [*a_row(["Đất", "ở", "tại"], 0), *(word for word in a_row(["nông", "thôn"], 1))]
    one_line = [Word(text=word.text, box=word.box, confidence=90, line=0) for word in words]
    pdf = a_layer(tmp_path / "a.pdf", one_line)
    assert [plain(line) for line in by_pypdf(pdf).splitlines()] == ["Đất ở tại", "nông thôn"]
    assert plain(by_pdfium(pdf)) == "Đất ở tại nông thôn"
    assert all(overlap(word.box, box) > 0.8 for word, (_, box) in zip(words, pdf_words(pdf), strict=True))


def test_words_that_leave_their_row_stand_where_they_stand(tmp_path: Path) -> None:
    words = [_word("Số:", 40, 100, 0), _word("12", 70, 100, 0), _word("ngày", 110, 130, 0), _word("5", 150, 130, 0)]
    pdf = a_layer(tmp_path / "a.pdf", words)
    assert all(overlap(word.box, box) > 0.8 for word, (_, box) in zip(words, pdf_words(pdf), strict=True))


def test_what_is_read_later_comes_later_though_it_stands_left_of_it(tmp_path: Path) -> None:
    words = [_word("trước", 300, 100, 0), _word("sau", 40, 102, 1)]
    pdf = a_layer(tmp_path / "a.pdf", words)
    assert [plain(read(pdf)) for read in (by_pypdf, by_pdfium)] == ["trước sau"] * 2


def test_a_page_of_thousands_of_words_loses_none(tmp_path: Path) -> None:
    words = [word for line in range(70) for word in _dense_row(line)]
    pdf = a_layer(tmp_path / "a.pdf", words)
    assert plain(by_pdfium(pdf)) == plain(by_pypdf(pdf)) == plain(text_of(words))
    assert _lines(pdftotext(pdf)) == _lines(text_of(words))


def _dense_row(line: int) -> list[Word]:
    texts = [f"từ{line}.{place}" for place in range(30)]
    return [
        Word(text=text, box=_box(20 + 18 * place, 20 + 11 * line, 14, 8), confidence=9, line=line)
        for place, text in enumerate(texts)
    ]


def _word(text: str, left: float, top: float, line: int) -> Word:
    return Word(text=text, box=_box(left, top, 6 * len(text), 12), confidence=90, line=line)


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(left=left, top=top, right=left + width, bottom=top + height)


def _lines(text: str) -> Counter[str]:
    return Counter(filter(None, map(plain, text.splitlines())))
