"""Numbers put among a page's words, in place of what Tesseract made of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.by_hand.lines import Span
from ocr.fields.run import Run
from ocr.types import Box, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A number for a gap: digits with their box in points; `gap` are the characters of the line's text they replace."""

    gap: Span
    digits: str
    box: Box
    confidence: float


def put_in(words: Sequence[Word], run: Run, fillings: Sequence[Filling]) -> tuple[Word, ...]:
    """The words with the gaps of the run filled, from left to right.

    What stood in a gap goes, words that reach into one are cut; so does whatever else was read where a number stands.
    """
    if not fillings:
        return tuple(words)
    new, first = dict[Box, tuple[Word, ...]](), 0
    for word in run.words:
        new[word.box] = tuple(_cut(word, first, run.text, fillings))
        first += len(word.text) + 1
    return tuple(
        piece
        for word in words
        if word.box in new or not any(word.box.middle_in(one.box) for one in fillings)
        for piece in new.get(word.box, (word,))
    )


def _cut(word: Word, first: int, text: str, fillings: Sequence[Filling]) -> Iterator[Word]:
    """What is left of the word at character `first` of the text, and the numbers whose gap begins in or behind it."""
    last = first + len(word.text)
    place, left = first, word.box.left
    for one in fillings:
        start, end = one.gap
        if start <= last and end >= first:
            yield from _part(word, (place - first, start - first), (left, one.box.left))
            if start >= first:
                yield _number(one, word.line, text[start:end].strip() or None)
            place, left = max(place, end), one.box.right
    yield from _part(word, (place - first, last - first), (left, word.box.right))


def _part(word: Word, span: Span, edges: tuple[float, float]) -> Iterator[Word]:
    """So many of the word's characters, inside its box between two edges; the word itself where nothing goes."""
    start, end = span
    text = word.text[start : max(end, 0)].strip()
    left = min(max(edges[0], word.box.left), word.box.right)
    right = max(min(edges[1], word.box.right), left)
    if text:
        yield replace(word, text=text, box=replace(word.box, left=left, right=right))


def _number(filling: Filling, line: int, raw: str | None) -> Word:
    box, sure = filling.box, filling.confidence
    return Word(text=filling.digits, box=box, confidence=sure, line=line, raw=raw, by_hand=True)
