"""Marked words in a search result."""

from hypothesis import given
from hypothesis import strategies as st

from service.web.pages.marking import pieces


def marked(snippet: str, question: str) -> list[str]:
    return [text for text, is_marked in pieces(snippet, question) if is_marked]


def test_words_are_marked_whatever_their_accents_and_case() -> None:
    assert marked("Hồ sơ tại huyện ĐẤT ĐỎ", "dat do") == ["ĐẤT", "ĐỎ"]
    assert marked("ho so dat do", '"Đất Đỏ"') == ["dat", "do"]


def test_only_whole_words_are_marked() -> None:
    assert marked("datum đất", "dat") == ["đất"]


def test_a_number_with_its_symbol_is_marked_in_its_parts() -> None:
    assert marked("Quyết định số 15/QĐ-UBND ngày", "15/qd-ubnd") == ["15", "QĐ", "UBND"]


@given(st.text(), st.text())
def test_the_pieces_are_the_snippet(snippet: str, question: str) -> None:
    assert "".join(text for text, _ in pieces(snippet, question)) == snippet
