"""Words lie in the database as short arrays and come back whole."""

import json

from hypothesis import given
from hypothesis import strategies as st

from storage import PageWord
from storage.words import pack, unpack

lengths = st.integers(0, 1_000_000).map(lambda hundredths: hundredths / 100)
texts = st.text("aăâđêôơưếỗ15/QĐ-,;", min_size=1, max_size=9)
words = st.builds(
    PageWord,
    text=texts,
    box=st.tuples(lengths, lengths, lengths, lengths),
    confidence=st.integers(0, 100).map(float),
    line=st.integers(0, 200),
    raw=st.none() | texts,
)


@given(st.lists(words, max_size=4))
def test_words_come_back_as_they_were_kept(page: list[PageWord]) -> None:
    assert unpack(json.loads(json.dumps(pack(page)))) == tuple(page)


def test_words_kept_before_corrections_were_are_read_as_well() -> None:
    assert unpack([["hồ", [1, 2, 3, 4], 96, 0]]) == (PageWord("hồ", (1, 2, 3, 4), 96, 0),)
