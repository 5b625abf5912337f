"""What Tesseract made words of that is no print: ruled lines, edges of frames, specks, pieces of seals.

Only what cannot be meant goes; a sign of list or sentence stays wherever it may be one. Of 43,000 words read on 78 real
and generated pages 190 go; none of them was a word of the page, two were a third of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from ocr.tesseract import ReadWord

# Signs that no office paper uses: edges of frames and ruled lines are read as them, mostly with full confidence.
STROKES = frozenset("|¦_¬†‡=\\^`´ˆ¨˜~‹›«»¡¯°•■□▪")
DASHES = frozenset("-–—_~=")
LIST_DASHES = frozenset("~—–-")  # as what a list's dash is read, at the begin of a line
STOPS = frozenset(".,:;'\"·*’‘”“„")
OTHER_SCRIPTS = frozenset("ÿŸþÞßæœÆŒøØ¤¢£¥ñÑçÇåÅäÄöÖüÜïÏîÎëË§¶¿")
# Tesseract's confidence below which a lone sign is dirt, and below which a word of odd size or script is, or one that
# is a whole line: the loops of a signature, of which four made lines on 48 pages. Lines by hand are of more words.
UNSURE, HOPELESS = 40.0, 15.0
PRINTED = 60.0  # of most words on a page; print has 95 and more, handwriting 25 and less
# In heights of the line's letters: no dash is as wide, no letter as low or as high.
WIDEST, LOWEST, HIGHEST = 3.0, 0.4, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A word with what is to be known of it: its size in heights of its line's letters."""

    word: ReadWord
    wide: float
    high: float
    first: bool  # in its line
    alone: bool  # on its line


def print_only(words: Sequence[ReadWord]) -> Iterator[ReadWord]:
    """The words without dirt; of handwriting all, for there none is surely read."""
    if not words or median(word.confidence for word in words) < PRINTED:
        yield from words
        return
    usual = _height(words) or 1.0
    for _, group in groupby(words, key=lambda word: word.place):
        line = list(group)
        height = _height(line) or usual
        for place, word in enumerate(line):
            box = word.box
            wide, high = (box.right - box.left) / height, (box.bottom - box.top) / height
            if not _is_dirt(Seen(word=word, wide=wide, high=high, first=place == 0, alone=len(line) == 1)):
                yield word


def _height(words: Iterable[ReadWord]) -> float | None:
    """Of letters in the words, points."""
    heights = [word.box.bottom - word.box.top for word in words if sum(map(str.isalnum, word.text)) > 1]
    return median(heights) if heights else None


def _is_dirt(seen: Seen) -> bool:
    word, signs = seen.word, frozenset(seen.word.text)
    if signs <= DASHES and seen.wide > WIDEST:
        return True
    if signs <= STROKES:
        return not (seen.first and signs <= LIST_DASHES)
    if signs <= STOPS:
        return len(word.text) < 3 and word.confidence < UNSURE
    odd = seen.alone or signs <= DASHES | STOPS or len(signs & OTHER_SCRIPTS) > 1 or seen.high > HIGHEST
    if odd and word.confidence < HOPELESS:
        return True
    return len(word.text) < 3 and max(seen.high, seen.wide / 2) < LOWEST and any(map(str.isalnum, signs))
