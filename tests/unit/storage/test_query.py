"""What a query means, and where a page answers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import PageWord
from storage.query import boxes, code_part, snippet, tiers


def tsqueries(query: str) -> list[str]:
    return [tier.tsquery() for tier in tiers(query)]


def test_a_query_with_accents_has_four_tiers() -> None:
    assert tsqueries("hồ sơ") == [
        "'ho_so' & ('=hồ' <-> '=sơ')",
        "'=hồ' & '=sơ'",
        "'ho_so' & ('ho' <-> 'so')",
        "'ho' & 'so'",
    ]
    assert [tier.number for tier in tiers("hồ sơ")] == [1, 2, 3, 4]


def test_a_query_without_accents_starts_at_the_third() -> None:
    assert [tier.number for tier in tiers("ho so")] == [3, 4]


def test_tiers_that_ask_the_same_are_asked_once() -> None:
    assert [tier.number for tier in tiers("sơ")] == [1, 3]
    assert [tier.number for tier in tiers('"hồ sơ"')] == [1, 3]


def test_quotes_keep_words_together_in_every_tier() -> None:
    assert tsqueries('"ho so" dat') == ["'ho_so' & ('ho' <-> 'so') & 'dat'"]
    assert tsqueries("“ho so” dat do")[-1] == "'ho_so' & ('ho' <-> 'so') & 'dat' & 'do'"


def test_a_quote_without_its_partner_quotes_nothing() -> None:
    assert tsqueries('"ho so') == tsqueries("ho so")


@pytest.mark.parametrize("query", ["", " ", '"', '""', "!?", "\x00", "_", "…"])
def test_a_query_without_words_asks_nothing(query: str) -> None:
    assert tiers(query) == ()
    assert code_part(query) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_a_query(query: str) -> None:
    for tier in tiers(query):
        assert tier.tsquery().count("'") % 2 == 0
        snippet(query, tier)
    code_part(query)


def test_a_very_long_query_is_cut() -> None:
    assert tsqueries("a b " * 10_000)[-1] == "'a' & 'b'"
    assert tsqueries(" ".join(map(str, range(100, 300))))[-1].count("&") == 31


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("H29", "H29"),
        ("h29.17", "H29.17"),
        ("0001", "0001"),
        (" H29.17.30 – 230704 ", "H29.17.30-230704"),
        ("ooo.oo.17.h29-21o819-ooo1", "000.00.17.H29-210819-0001"),
        ("12", None),
        ("abc", None),
        ("15 2024", None),
        ("15/QĐ-UBND", None),
        ("%_1", None),
        ("hồ sơ 123", None),
    ],
)
def test_a_part_of_a_code_is_told_from_words(query: str, part: str | None) -> None:
    assert code_part(query) == part


def test_a_snippet_shows_whole_words_around_the_first_match() -> None:
    text = "mở đầu " * 40 + "nơi có\nhồ sơ Đất Đỏ được lưu " + "kết thúc " * 40
    shown = snippet(text, tiers("Đất Đỏ")[0])
    assert "có hồ sơ Đất Đỏ được lưu" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 165
    assert set(shown.strip("…").split()) <= set(text.split())


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("hồ sơ", tiers("sơ")[0]) == "hồ sơ"


def test_boxes_follow_the_words_across_a_line_end() -> None:
    words = [
        PageWord(text, (float(i), 0.0, i + 1.0, 1.0), 90.0, i)
        for i, text in enumerate(["đất", "hồ", "sơ,", "(Đất", "đỏ)", "đỏ"])
    ]
    assert [box[0] for box in boxes(words, tiers('"đất đỏ"')[0])] == [3.0, 4.0]
    assert [box[0] for box in boxes(words, tiers("đất đỏ")[1])] == [0.0, 3.0, 4.0, 5.0]
    assert boxes(words, tiers("khác")[0]) == ()
