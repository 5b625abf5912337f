"""A number counts only where several readings fit and none contradicts."""

import pytest

from ocr.by_hand.agreement import agreed
from ocr.by_hand.lines import Line, lines_by_hand
from tests.unit.ocr.by_hand.readings import reading
from tests.unit.ocr.fields.papers import head, page


def asked(**parts: str) -> Line:
    (line,) = lines_by_hand(page(head(**parts)))  # type: ignore[arg-type]
    return line


NUMBER = asked(number="Số: đ /CT-UBND")
DATE = asked(date="Huế, ngày Ø3 tháng 02 năm 2025")
NO_MONTH = asked(date="Huế, ngày Ø3 tháng 1Z năm 2025")


def found(line: Line, *texts: str) -> dict[str, str]:
    return {name: number.digits for name, number in agreed(line, [reading(text) for text in texts]).items()}


@pytest.mark.parametrize(
    ("texts", "digits"),
    [
        (("Số: 08 /CT-UBND",) * 3, "08"),
        (("Sô:575/UBND-KTTH", "s:575 /UBND-KTTH", "S0: 575/UBND-KTTH"), "575"),
        (("Số: 0 5 /CT-UBND", "Số:05/CT-UBND", "Số: 05/CT-UBND"), "05"),
        (("Số: 08 iCT-UBND", "Số: 08 CT-UBND", "Số: 08 /CT-UBND"), "08"),  # a slash so thin that it is lost
        (("Số: 28/2021/NĐ-CP",) * 3, "28"),
        (("Số: 2945   /TTr-STC",) * 3, "2945"),
        (("CT-UBND", "Số: 08 /CT-UBND", "Số: 08 /CT-UBND"), "08"),  # one that says nothing does not contradict
    ],
)
def test_what_all_fitting_readings_say_is_the_number(texts: tuple[str, ...], digits: str) -> None:
    assert found(NUMBER, *texts) == {"number": digits}


@pytest.mark.parametrize(
    "texts",
    [
        ("Số: 16 /CT-UBND", "Số: 16 /CT-UBND", "Số: 46 /CT-UBND"),
        ("Số: 16 /CT-UBND", "Số: I6 /CT-UBND", "Số: /CT-UBND"),  # one alone
        ("Số:K3/KH-DCT",) * 3,  # half a number
        ("Số: 375//UBND-KTTH",) * 3,  # a 1 taken for a slash
        ("Số: 4/30 /TB-UBND",) * 3,
        ("Số: 81KH-UBND",) * 3,  # no slash: the 1 may be it
        ("Số: ..../QĐ-UBND",) * 3,
        ("Số: /QĐ-UBND",) * 3,
        ("Số: 123456/QĐ-UBND",) * 3,  # longer than any number
    ],
)
def test_what_is_not_agreed_is_absent_rather_than_guessed(texts: tuple[str, ...]) -> None:
    assert found(NUMBER, *texts) == {}


def test_a_day_is_read_where_month_and_year_are_those_that_are_printed() -> None:
    assert found(DATE, *("ngày03 tháng 2 năm 2025",) * 3) == {"day": "03"}
    assert found(DATE, *("ngày 03 tháng 3 năm 2025",) * 3) == {}
    assert found(DATE, *("ngày 03 tháng 02 năm 2026",) * 3) == {}


def test_a_day_that_cannot_be_contradicts_nothing() -> None:
    assert found(DATE, "ngày 45 tháng 02 năm 2025", *("ngày 15 tháng 02 năm 2025",) * 2) == {"day": "15"}


def test_half_a_day_is_none() -> None:
    assert found(DATE, *("ngày 7 tháng 02 năm 2025",) * 3) == {}


def test_a_month_by_hand_is_read_with_its_day() -> None:
    assert found(NO_MONTH, *("ngày 03 tháng 12 năm 2025",) * 3) == {"day": "03", "month": "12"}


def test_it_is_as_sure_as_its_worst_digit() -> None:
    sure, unsure = reading("Số: 08 /CT-UBND", 99.0), reading("Số: 08 /CT-UBND", 61.0)
    assert agreed(NUMBER, [sure, unsure, sure])["number"].confidence == 61.0


def test_it_stands_between_its_neighbours() -> None:
    number = agreed(NUMBER, [reading("Số: 08 /CT-UBND")] * 3)["number"]
    assert 15 * number.left == pytest.approx(3.5)  # between ":" and "0"
    assert 15 * number.right == pytest.approx(6.5)  # between "8" and "/"
