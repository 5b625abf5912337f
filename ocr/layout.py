"""Words in reading order, on numbered lines."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ocr.tesseract import ReadWord
from ocr.types import Word


def in_order(words: Iterable[ReadWord]) -> tuple[Word, ...]:
    """Words of one page with their line counted from 0, in Tesseract's own order of blocks."""
    lines = groupby(words, key=lambda word: word.place)
    return tuple(
        Word(text=word.text, box=word.box, confidence=word.confidence, line=number)
        for number, (_, line) in enumerate(lines)
        for word in line
    )


def text_of(words: Iterable[Word]) -> str:
    """One line of text for each line of words."""
    return "\n".join(" ".join(word.text for word in line) for line in by_line(words))


def by_line(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words of each line, in order."""
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)
