"""The lines of a page's words; apart from `ocr.layout`, so that who only tells words need not load what reads them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ocr.types import Word


def text_of(words: Iterable[Word]) -> str:
    """One line of text for each line of words."""
    return "\n".join(" ".join(word.text for word in line) for line in by_line(words))


def by_line(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words of each line, in order."""
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)
