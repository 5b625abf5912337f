"""The words JSON and the spool keep what was recognised."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ocr import Box, RecognisedPage, Word, words_json

lengths = st.floats(0, 20_000).map(lambda value: round(value, 3))
boxes = st.builds(Box, left=lengths, top=lengths, right=lengths, bottom=lengths)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
words = st.builds(Word, text=texts, box=boxes, confidence=st.floats(0, 100), line=st.integers(0, 500))
pages = st.builds(
    RecognisedPage,
    number=st.integers(1, 2000),
    width=lengths,
    height=lengths,
    rotation=st.sampled_from([0, 90, 180, 270]),
    words=st.lists(words, max_size=4).map(tuple),
    text=st.text(st.characters(exclude_categories=["Cs"])),
    failure=st.none() | texts,
)


@given(pages)
def test_a_page_comes_back_from_the_spool_as_it_went(page: RecognisedPage) -> None:
    line = page.to_json()
    assert "\n" not in line
    assert RecognisedPage.from_json(line) == page


@given(st.lists(pages, max_size=3))
def test_the_words_json_is_one_document(several: list[RecognisedPage]) -> None:
    told = json.loads("".join(words_json(several)))["pages"]
    assert [page["number"] for page in told] == [page.number for page in several]
    for page, entry in zip(several, told, strict=True):
        assert [word["text"] for word in entry["words"]] == [word.text for word in page.words]


def test_the_words_json_is_made_page_by_page() -> None:
    def endless() -> object:
        number = 0
        while True:
            number += 1
            yield RecognisedPage(number=number, width=1, height=1, rotation=0, words=(), text="")

    pieces = words_json(endless())  # type: ignore[arg-type]
    assert next(pieces) == '{"pages":['
    assert '"number":1,' in next(pieces)


def test_boxes_are_left_top_right_bottom() -> None:
    word = Word(text="Số", box=Box(left=1, top=2, right=3, bottom=4), confidence=96.66, line=7)
    page = RecognisedPage(number=1, width=595.276, height=841.89, rotation=90, words=(word,), text="Số")
    (entry,) = json.loads("".join(words_json([page])))["pages"]
    assert (entry["width"], entry["height"], entry["rotation"]) == (595.28, 841.89, 90)
    assert entry["words"] == [{"text": "Số", "box": [1, 2, 3, 4], "confidence": 96.7, "line": 7}]
