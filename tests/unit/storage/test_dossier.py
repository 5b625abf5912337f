"""Codes and states: pure rules (domain sheet, sections 3 and 4)."""

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from storage import (
    MOVES,
    Agency,
    Conflict,
    NotACode,
    State,
    agency_of,
    day_of,
    is_agency_code,
    make_code,
    may_move,
    normalise_code,
    path_to,
    serial_of,
)
from storage.dossier import takes

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
letters = st.sampled_from("ABCDEFGHIJKLMNPQRSTUVWXY")  # O apart: as a first letter it may be a mistyped 0
old = st.builds("{:03d}.{:02d}.{:02d}.{}{:02d}".format, *[st.integers(0, 99)] * 3, letters, st.integers(0, 99))
short = st.builds("{:02d}.{:02d}.{}{:02d}".format, *[st.integers(0, 99)] * 2, letters, st.integers(0, 99))
groups = st.lists(st.text("0123456789ABCXYZO", min_size=1, max_size=5), max_size=5)
new = st.builds(lambda a, n, rest: ".".join([f"{a}{n:02d}", *rest]), letters, st.integers(0, 99), groups)


@given(agency=st.one_of(old, short, new), day=days, serial=st.integers(0, 9999))
def test_a_made_code_gives_its_parts_back_and_is_normal(agency: str, day: date, serial: int) -> None:
    code = make_code(agency, day, serial)
    assert normalise_code(code) == code
    assert (agency_of(code), day_of(code), serial_of(code)) == (agency, day, serial)


@given(agency=new, day=days, serial=st.integers(10_000, 10**18 - 1))
def test_only_the_new_form_has_room_for_more_than_four_digits(agency: str, day: date, serial: int) -> None:
    assert serial_of(make_code(agency, day, serial)) == serial
    with pytest.raises(NotACode):
        make_code("000.00.17.H29", day, serial)


@given(st.text())
@example("H29.17.30-٢٣٠٧٠٤-0001")
@example("H29.17.30-230704-0001\n000")
@example("Z29.17.30-230704-0001")
@example("H29.17.30-230704-001")
@example("H29.17.30-230704-" + "1" * 19)
@example("38.98.H29-210519-00013")
@example("H29-2" + "1" * 10_000)
def test_any_other_text_is_no_code_and_nothing_worse(text: str) -> None:
    try:
        code = normalise_code(text)
    except NotACode:
        return
    assert normalise_code(code) == code


@given(agency=st.one_of(old, short), day=days, serial=st.integers(0, 9999), data=st.data())
def test_an_o_typed_for_a_zero_is_mended_where_only_a_digit_can_stand(
    agency: str, day: date, serial: int, data: st.DataObject
) -> None:
    code = make_code(agency, day, serial)
    zeros = [i for i, c in enumerate(code) if c == "0"]
    wrong = data.draw(st.sets(st.sampled_from(zeros)) if zeros else st.just(set()))
    typed = "".join(data.draw(st.sampled_from("oO")) if i in wrong else c for i, c in enumerate(code))
    assert normalise_code(typed) == code


def test_an_o_in_a_free_group_of_the_new_form_stays() -> None:
    assert normalise_code("h29.OO.1-23O7O4-OOO1") == "H29.OO.1-230704-0001"
    assert normalise_code("hO9.17-230704-0001") == "H09.17-230704-0001"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("000.00.17.H29-210819-0001", "000.00.17.H29-210819-0001"),
        ("38.98.H29-210519-0013", "38.98.H29-210519-0013"),
        ("H29.17.30-230704-0001", "H29.17.30-230704-0001"),
        (" h29.17.30 – 230704 — 0001\u200b", "H29.17.30-230704-0001"),
        ("Ｈ２９.17.30‑230704−0001", "H29.17.30-230704-0001"),
        ("OOO.OO.17.H29-21O819-OOO1", "000.00.17.H29-210819-0001"),
        ("O00.00.17.H29-210819-0001", "000.00.17.H29-210819-0001"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert normalise_code(typed) == code


@pytest.mark.parametrize("typed", ["H29.17.30-230231-0001", "H29-000000-0001", "H29.17.30-231301-0001"])
def test_a_code_has_a_day_that_exists(typed: str) -> None:
    with pytest.raises(NotACode, match="ngày"):
        normalise_code(typed)


@given(agency=new)
def test_agency_codes_have_three_to_thirty_five_characters(agency: str) -> None:
    assert is_agency_code(agency) == (3 <= len(agency) <= 35)
    assume(len(agency) > 3)
    assert not is_agency_code(agency + "\n")


@pytest.mark.parametrize("text", ["", "H2", "38.98.H29", "h29", "Z29", "H29.", "H29..1", "0000.00.17.H29", "H29-1"])
def test_other_texts_are_no_agency_codes(text: str) -> None:
    assert not is_agency_code(text)


def test_moves_are_those_of_the_domain_sheet() -> None:
    assert {(int(a), int(b)) for a in State for b in State if may_move(a, b)} == {
        *{(1, 2), (1, 3), (2, 4), (2, 7), (2, 8), (4, 5), (4, 6), (4, 7), (4, 8), (4, 9)},
        *{(5, 4), (5, 7), (5, 8), (6, 4), (9, 10)},
    }
    assert set(MOVES) == set(State)


def test_the_way_to_the_end_is_made_of_allowed_moves() -> None:
    for start in State:
        try:
            way = path_to(start, State.RETURNED)
        except Conflict:
            assert start in {State.REFUSED, State.WITHDRAWN, State.STOPPED}
        else:
            assert [start, *way][-1] is State.RETURNED
            assert all(may_move(a, b) for a, b in zip([start, *way], way, strict=False))


def test_the_main_path_goes_through_its_five_states() -> None:
    assert [int(state) for state in path_to(State.REGISTERED, State.RETURNED)] == [2, 4, 9, 10]


def test_an_agency_takes_dossiers_from_its_first_day_to_its_last() -> None:
    agency = Agency(code="H29", name="", valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30), successor=None)
    seen = [takes(agency, date(*d)) for d in [(2019, 12, 31), (2020, 1, 1), (2025, 6, 30), (2025, 7, 1)]]
    assert seen == [False, True, True, False]
    assert takes(Agency(code="H29", name="", valid_from=None, valid_to=None, successor=None), date.max)
