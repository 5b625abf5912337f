"""Puts right what cannot be right: pairs of syllables that no one writes, where one mark makes them a known word.

Measured over 163 generated pages in 32 conditions and 22 real ones, 55,500 words: 335 of 553 misread lower-case
words put right, 2 right ones spoilt (98.8 % of the edits were good); 97 pages better, 1 worse; 4 ms a page. In 288,000
words of right text it changes 7.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from ocr.correct.compounds import LOOSE, compounds
from ocr.correct.signs import cleaned
from ocr.correct.syllable import spelled
from ocr.types import Word

# Punctuation, letters, punctuation. What has a digit or a sign within is no word: a number, a code, an address.
TOKEN = re.compile(r"(\W*)([^\W\d_]+)(\W*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of the page: its syllable in lower case, and whether it may be changed.

    `syllable` is empty where the word is no single syllable; `opens` and `closes`: nothing parts it from the word
    before, from the word after.
    """

    syllable: str
    changeable: bool
    opens: bool
    closes: bool


class Bond(Enum):
    """What stands between two neighbours."""

    NONE = auto()  # a comma, or one is no syllable
    OPEN = auto()  # nothing, and the list does not have the two together
    LOOSE = auto()  # the list has them together, and one of them goes with anything
    FIRM = auto()  # the list has them together


def corrected(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page in reading order, with what was misread put right; `raw` keeps what was read.

    Only words in lower case without digits are put right: never a name, a number, a code or a heading.
    """
    clean = list(_cleaned(words))
    edits = _edits([_token(text) for text in clean])
    meant = (_with(text, edits.get(place)) for place, text in enumerate(clean))
    return tuple(
        word if word.text == text else replace(word, text=text, raw=word.text)
        for word, text in zip(words, meant, strict=True)
    )


def _cleaned(words: Sequence[Word]) -> Iterator[str]:
    line = -1
    for word in words:
        yield cleaned(word.text, first_on_line=word.line != line)
        line = word.line


def _token(text: str) -> Token:
    found = TOKEN.fullmatch(text)
    if found is None:
        return Token(syllable="", changeable=False, opens=False, closes=False)
    before, letters, after = found.groups()
    return Token(syllable=letters.lower(), changeable=letters.islower(), opens=not before, closes=not after)


def _edits(tokens: Sequence[Token]) -> dict[int, str]:
    """Place in the tokens -> the syllable meant there; where two neighbours mean different ones, neither counts."""
    bonds = [_bond(one, other) for one, other in pairwise(tokens)]
    meant: dict[int, set[str]] = {}
    for place, bond in enumerate(bonds):
        if bond is Bond.OPEN:
            for changed, syllable in _edit(tokens, bonds, place):
                meant.setdefault(changed, set()).add(syllable)
    return {place: syllables.pop() for place, syllables in meant.items() if len(syllables) == 1}


def _bond(one: Token, other: Token) -> Bond:
    if not (one.closes and other.opens):
        return Bond.NONE
    if not compounds().holds(one.syllable, other.syllable):
        return Bond.OPEN
    return Bond.LOOSE if one.syllable in LOOSE or other.syllable in LOOSE else Bond.FIRM


def _edit(tokens: Sequence[Token], bonds: Sequence[Bond], place: int) -> Iterator[tuple[int, str]]:
    """What the pair at `place` gives away: nothing, or one of its two tokens and its right syllable."""
    read = tokens[place].syllable, tokens[place + 1].syllable
    pair = compounds().meant(*read)
    if pair is None:
        return
    side = 0 if spelled(pair[0]) != spelled(read[0]) else 1
    before, after = bonds[place - 1] if place else Bond.NONE, bonds[place + 1] if place + 1 < len(bonds) else Bond.NONE
    its_other, partners_other = (before, after) if side == 0 else (after, before)
    # A word that its other neighbour confirms stands. A partner that belongs to another word proves nothing, unless
    # what is meant goes with anything: "đế nghiên cứu" is "để nghiên cứu".
    confirmed = its_other in (Bond.LOOSE, Bond.FIRM)
    taken = partners_other is Bond.FIRM and pair[side] not in LOOSE
    if not confirmed and not taken and tokens[place + side].changeable and read[side] not in LOOSE:
        yield place + side, pair[side]


def _with(text: str, syllable: str | None) -> str:
    found = TOKEN.fullmatch(text) if syllable is not None else None
    return text if found is None else f"{found[1]}{syllable}{found[3]}"
