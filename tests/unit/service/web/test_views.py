"""What the API sends, made from the product's values."""

import json

from service.web.api import views
from storage import PageText, PageWord
from tests.unit.service.builders import a_document


def test_a_corrected_word_shows_what_was_read_and_no_other_does() -> None:
    box = (1.0, 2.0, 3.0, 4.0)
    words = (PageWord("tổ", box, 95.0, 0, "tố"), PageWord("chức", box, 96.0, 0))
    page = PageText(number=1, width=595, height=842, rotation=0, text="tổ chức", words=words)
    (told,) = json.loads("".join(views.words([page], ())))["pages"]
    assert told["words"] == [
        {"text": "tổ", "box": [1, 2, 3, 4], "confidence": 95, "line": 0, "raw": "tố"},
        {"text": "chức", "box": [1, 2, 3, 4], "confidence": 96, "line": 0},
    ]


def test_a_page_to_be_checked_is_told_from_the_others() -> None:
    pages = [PageText(number=number, width=595, height=842, rotation=0, text="", words=()) for number in (1, 2, 3)]
    told = json.loads("".join(views.words(pages, (2,))))["pages"]
    assert [page["doubtful"] for page in told] == [False, True, False]
    assert views.document(a_document(doubtful_pages=(2,)))["doubtful_pages"] == [2]
