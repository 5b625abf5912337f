"""Pages come back from storage as they were recognised."""

import json
from dataclasses import replace

import ocr
from service.workflow.recognised import kept, recognised
from tests.unit.service.builders import a_document

BOX = ocr.Box(left=1, top=2, right=3, bottom=4)
WORDS = (
    ocr.Word(text="tổ", box=BOX, confidence=95, line=0, raw="tố"),
    ocr.Word(text="chức", box=BOX, confidence=96, line=0),
)
PAGE = ocr.RecognisedPage(number=2, width=595, height=842, rotation=90, words=WORDS, text="tổ chức")


def test_a_page_comes_back_as_it_was() -> None:
    assert recognised(kept(PAGE), a_document()) == PAGE


def test_what_the_document_knows_of_its_pages_comes_back_with_them() -> None:
    document = a_document(doubtful_pages=(2,), failed_pages=(3,))
    pages = [recognised(kept(replace(PAGE, number=number)), document) for number in (1, 2, 3)]
    assert [page.doubtful for page in pages] == [False, True, False]
    assert [page.failure is None for page in pages] == [True, True, False]


def test_a_corrected_word_shows_what_was_read_and_no_other_does() -> None:
    (told,) = json.loads("".join(ocr.words_json([recognised(kept(PAGE), a_document())])))["pages"]
    assert told["words"] == [
        {"text": "tổ", "box": [1, 2, 3, 4], "confidence": 95, "line": 0, "raw": "tố"},
        {"text": "chức", "box": [1, 2, 3, 4], "confidence": 96, "line": 0},
    ]
