"""The words of a page as they lie in the database: arrays without names, coordinates to 0.01 point."""

from collections.abc import Iterable
from typing import Any

from storage.folding import printable
from storage.records import PageWord


def pack(words: Iterable[PageWord]) -> list[list[Any]]:
    """Words as JSON values; what was read stands only where it differs."""
    return [_packed(word) for word in words]


def unpack(values: Iterable[Any]) -> tuple[PageWord, ...]:
    """The words again."""
    return tuple(PageWord(text, (box[0], box[1], box[2], box[3]), *others) for text, box, *others in values)


def _packed(word: PageWord) -> list[Any]:
    packed = [printable(word.text), [round(edge, 2) for edge in word.box], round(word.confidence, 2), word.line]
    return packed if word.raw is None else [*packed, printable(word.raw)]
