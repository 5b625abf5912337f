"""Only where Tesseract left a number or a date open is the network asked, and it is told what is printed there."""

from dataclasses import replace

import pytest

from ocr import RecognisedPage, Word
from ocr.by_hand.lines import Line, lines_by_hand
from tests.unit.ocr.fields.papers import block, head, page


def gaps(line: Line) -> dict[str, str]:
    return {name: line.run.text[start:end] for name, (start, end) in line.gaps.items()}


def tall(paper: RecognisedPage, text: str) -> RecognisedPage:
    """The page with that word half as high again, as a hand writes."""

    def grown(word: Word) -> Word:
        return replace(word, box=replace(word.box, top=word.box.top - 5.5)) if word.text == text else word

    return replace(paper, words=tuple(map(grown, paper.words)))


def test_a_printed_head_asks_for_nothing() -> None:
    assert list(lines_by_hand(page(head()))) == []


@pytest.mark.parametrize(
    ("read", "gap"),
    [
        ("Số: †B /QĐ-UBND", " †B "),
        ("Số: /QĐ-UBND", " "),
        ("Số:⁄46 /QĐ-UBND", "⁄46 "),
        ("Só:Š/QĐ-UBND", "Š"),
        ("Số: 2⁄9/ ó7ó /QĐ-UBND", " 2⁄9/ ó7ó "),
        ("Số: đ/2021/NĐ-CP", " đ"),
    ],
)
def test_a_number_that_was_not_read_leaves_a_gap_between_its_label_and_its_symbol(read: str, gap: str) -> None:
    (line,) = lines_by_hand(page(head(number=read)))
    assert gaps(line) == {"number": gap}
    assert line.run.text[slice(*line.whole)] == read


def test_a_number_that_is_taller_than_print_is_asked_for() -> None:
    (line,) = lines_by_hand(tall(page(head(number="Số: 83 /QĐ-UBND")), "83"))
    assert gaps(line) == {"number": " 83 "}


def test_a_number_that_was_read_unsurely_is_asked_for() -> None:
    paper = page(head(number="Số: 37/QĐ-UBND"))
    unsure = tuple(replace(word, confidence=40.0) if "37" in word.text else word for word in paper.words)
    (line,) = lines_by_hand(replace(paper, words=unsure))
    assert gaps(line) == {"number": " 37"}


@pytest.mark.parametrize(
    ("read", "gap"),
    [
        ("Huế, ngày tháng 02 năm 2025", " "),
        ("Huế, ngày Ø3 tháng 02 năm 2025", " Ø3 "),
        ("Huế, ngày Ø3tháng 02 năm 2025", " Ø3"),
        ("Huế, ngàyÍ% tháng 02 năm 2025", "Í% "),
        ("Huế, ngày 37 tháng 02 năm 2025", " 37 "),
    ],
)
def test_a_day_that_was_not_read_leaves_a_gap_and_month_and_year_are_known(read: str, gap: str) -> None:
    (line,) = lines_by_hand(page(head(date=read)))
    assert gaps(line) == {"day": gap}
    assert line.printed == {"month": "02", "year": "2025"}


def test_a_month_by_hand_leaves_a_gap_of_its_own() -> None:
    (line,) = lines_by_hand(page(head(date="Huế, ngày Ø3 tháng 1Z năm 2025")))
    assert gaps(line) == {"day": " Ø3 ", "month": " 1Z "}
    assert line.printed == {"year": "2025"}


def test_without_a_year_there_is_nothing_to_go_by() -> None:
    assert list(lines_by_hand(page(head(date="Huế, ngày Ø3 tháng 02 năm 20")))) == []


def test_a_page_without_a_head_asks_for_nothing() -> None:
    assert list(lines_by_hand(page(block("Số: đ /CT-UBND", "Huế, ngày tháng 02 năm 2025", top=600)))) == []


def test_a_slash_in_words_behind_the_symbol_does_not_hide_it() -> None:
    (line,) = lines_by_hand(page(head(number="Số: đ /CT-UBND V/v nộp thuế")))
    assert gaps(line) == {"number": " đ "}
    assert line.run.text[slice(*line.whole)] == "Số: đ /CT-UBND"
