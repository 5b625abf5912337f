"""Finds set phrases in lines, however they were misread."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ocr.folding import folded
from ocr.layout.lines import Line

ALIKE = 0.34  # of a phrase's letter triples that must be there: one misread letter spoils three ...
FEWEST = 3  # ... and how many at least
STRETCH = 1.3  # how much longer than the phrase its misreading may be
APART = 6  # letters without a triple after which the little that stood before was no part of the phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`word` is the place in the line of the word in which the phrase begins; `share` of its triples are there."""

    word: int
    share: float


def find(line: Line, phrases: Sequence[str], least: float = ALIKE) -> Found | None:
    """The phrase that is there most, by its letters alone: spaces, marks and signs are misread first."""
    letters = [_letters(word.text) for word in line.words]
    text = "".join(letters)
    found = [one for one in (_find(text, phrase) for phrase in phrases) if one is not None and one[0] >= least]
    if not found:
        return None
    share, start = max(found)
    owners = [place for place, word in enumerate(letters) for _ in word]
    return Found(word=owners[start], share=share)


def _find(text: str, phrase: str) -> tuple[float, int] | None:
    """How much of the phrase's triples are in the text, and where in it they begin."""
    triples = _triples(phrase)
    places = [place for place in range(len(text) - 2) if text[place : place + 3] in triples]
    if len(places) < FEWEST:
        return None
    ends = [bisect_right(places, place + STRETCH * len(phrase)) for place in places]
    first = max(range(len(places)), key=lambda at: ends[at] - at)
    there = _dense(places[first : ends[first]])
    share = len({text[place : place + 3] for place in there}) / len(triples)
    return (share, there[0]) if len(there) >= FEWEST else None


def _dense(places: Sequence[int]) -> Sequence[int]:
    """Without the few that stand far before the most."""
    wide = [at for at, (one, next_) in enumerate(pairwise(places), start=1) if next_ - one > APART]
    return places[max((at for at in wide if at < len(places) / 2), default=0) :]


@cache
def _triples(phrase: str) -> frozenset[str]:
    letters = _letters(phrase)
    return frozenset(letters[place : place + 3] for place in range(len(letters) - 2))


def _letters(text: str) -> str:
    return "".join(character for character in folded(text) if character.isalnum())
