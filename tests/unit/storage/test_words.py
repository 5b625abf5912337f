"""Words lie in the database in columns and come back whole."""

import json

from hypothesis import given
from hypothesis import strategies as st

from storage import PageWord
from storage.words import pack, unpack

tenths = st.integers(0, 100_000).map(lambda tenths: tenths / 10)
texts = st.text("aăâđêôơưếỗ15/QĐ-,;", min_size=1, max_size=9)
words = st.builds(
    PageWord,
    text=texts,
    box=st.tuples(tenths, tenths, tenths, tenths),
    confidence=st.integers(0, 1000).map(lambda tenths: tenths / 10),
    line=st.integers(0, 200),
    raw=st.none() | texts,
)


@given(st.lists(words, max_size=4))
def test_words_come_back_as_they_were_kept(page: list[PageWord]) -> None:
    assert unpack(json.loads(json.dumps(pack(page)))) == tuple(page)


def test_boxes_and_confidences_are_kept_to_a_tenth() -> None:
    (word,) = unpack(pack([PageWord("hồ", (36.04, 18.06, 51.97, 29.99), 96.66, 3)]))
    assert word == PageWord("hồ", (36.0, 18.1, 52.0, 30.0), 96.7, 3)


def test_nothing_is_said_twice() -> None:
    page = [PageWord("từ", (36.0, 18.0, 52.0, 30.0), 96.0, 3)] * 300
    told = json.dumps(pack(page), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(told) < 35 * len(page)
    assert "raw" not in pack(page)
