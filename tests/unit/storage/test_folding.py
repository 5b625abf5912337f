"""How words are compared in search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import exact, fold, printable, terms, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hồ sơ Đất Đỏ", "ho so dat do"),
        ("ĐƯỜNG", "duong"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("15/QĐ-UBND", "15/qd-ubnd"),
    ],
)
def test_folding_drops_accents_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoá", "hóa"), ("uỷ", "ủy"), ("thuỷ", "thủy"), ("HOÀ", "hòa"), ("khoẻ", "khỏe"), ("quý", "qúy"), ("giá", "gía")],
)
def test_the_place_of_the_tone_makes_no_difference(one: str, other: str) -> None:
    assert exact(one) == exact(other)
    assert exact(f"Ủy ban {one}") == exact(f"uỷ ban {other}")


@pytest.mark.parametrize(("one", "other"), [("hồ", "hộ"), ("đất", "dất"), ("sơ", "so"), ("hòa", "hóa"), ("mưa", "mừa")])
def test_other_accents_make_another_word(one: str, other: str) -> None:
    assert exact(one) != exact(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert exact(exact(text)) == exact(text)
    assert fold(exact(printable(text))) == fold(printable(text))


@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_printable_can_be_kept_and_stays_so(text: str) -> None:
    clean = printable(text)
    clean.encode()
    assert "\x00" not in clean
    assert printable(clean) == clean


@given(st.text())
def test_terms_are_quoted_literals_whatever_the_text(text: str) -> None:
    for lexeme in terms(printable(text)).split(" ") if text else ():
        assert lexeme == "" or lexeme.startswith("'")
        assert lexeme.count("'") in (0, 2)
        assert "\\" not in lexeme


def test_a_number_symbol_is_three_words_in_order() -> None:
    assert [word.folded for word in tokens("15/QĐ-UBND")] == ["15", "qd", "ubnd"]
    assert terms("15/QĐ-UBND") == "'15':1 '=15':1 'qd':2 '=qđ':2 '15_qd' 'ubnd':3 '=ubnd':3 'qd_ubnd'"


def test_terms_fit_into_one_row_however_long_the_page() -> None:
    assert len(terms(" ".join(f"x{n}" for n in range(200_000))).encode()) < 1_000_000
    assert len(terms("từ " * 100_000)) < 5_000
    assert terms("x" * 61) == ""
