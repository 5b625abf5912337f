"""Recognised pages as the words JSON of the interface."""

import json
from collections.abc import Iterable, Iterator

from ocr.types import RecognisedPage, Word


def words_json(pages: Iterable[RecognisedPage]) -> Iterator[str]:
    """The document `{"pages": [...]}` in pieces, one page at a time, so that memory stays flat.

    Boxes are `[left, top, right, bottom]` in points from the top left of the page as shown, rounded to 0.01.
    """
    yield '{"pages":['
    for position, page in enumerate(pages):
        yield (",\n" if position else "\n") + json.dumps(_page(page), ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


def _page(page: RecognisedPage) -> dict[str, object]:
    return {
        "number": page.number,
        "width": round(page.width, 2),
        "height": round(page.height, 2),
        "rotation": page.rotation,
        "words": [_word(word) for word in page.words],
        "failure": page.failure,
        "doubtful": page.doubtful,
    }


def _word(word: Word) -> dict[str, object]:
    box = (word.box.left, word.box.top, word.box.right, word.box.bottom)
    told = {
        "text": word.text,
        "box": [round(edge, 2) for edge in box],
        "confidence": round(word.confidence, 1),
        "line": word.line,
    }
    return told if word.raw is None else {**told, "raw": word.raw}
