"""The words of a page as they lie in the database: arrays without names, coordinates to 0.01 point."""

from collections.abc import Iterable
from typing import Any

from storage.folding import printable
from storage.records import Box

Word = tuple[str, Box, float, int]  # text, box, confidence 0..100, line


def pack(words: Iterable[Word]) -> list[list[Any]]:
    """Words as JSON values."""
    return [
        [printable(text), [round(edge, 2) for edge in box], round(sure, 2), line] for text, box, sure, line in words
    ]


def unpack(values: Iterable[Any]) -> tuple[Word, ...]:
    """The words again."""
    return tuple((text, (box[0], box[1], box[2], box[3]), sure, line) for text, box, sure, line in values)
