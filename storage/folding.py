"""How Vietnamese text is compared in search: the two forms of a word, and the search terms of a page.

`exact` keeps the accents but not where an old typist put the tone (hoá = hóa, uỷ = ủy); `fold` drops accents
altogether (Đất = dat). Both are pure; the database only ever sees their results, so it needs no text configuration.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_VOWELS = frozenset("aăâeêioôơuưy")
_TOKEN = re.compile(r"[^\W_]+")
_LONGEST_TOKEN = 60  # letters; a longer run is no word, and a lexeme has a limit of 2 KB
_ROOM = 800_000  # bytes of terms a page; PostgreSQL refuses a tsvector above 1 MB
_LAST_POSITION = 16_383  # tsvector knows no later position
_MOST_POSITIONS = 255  # of one word


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text: where it stands, and its two forms."""

    start: int  # index in the text as given
    end: int
    exact: str
    folded: str


def fold(text: str) -> str:
    """NFC, case folded, marks stripped, đ→d: what people type who leave the accents out."""
    parts = unicodedata.normalize("NFD", _lower(text))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


def exact(text: str) -> str:
    """NFC, case folded, the tone of each syllable in one agreed place: `hoá` and `hóa` become the same."""
    lowered = _lower(text)
    if lowered.isascii():
        return lowered
    return _TOKEN.sub(lambda found: _agree_on_tone(found[0]), lowered)


def _lower(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _agree_on_tone(word: str) -> str:
    """Move the tone of a syllable onto the first vowel of its last vowel group.

    Any fixed rule serves, as both sides of a comparison go through it; a word of several tones is left alone.
    """
    parts = unicodedata.normalize("NFD", word)
    tones = [c for c in parts if c in _TONES]
    if len(tones) != 1:
        return word
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    place = _tone_place(bare)
    if place is None:
        return word
    return unicodedata.normalize("NFC", bare[: place + 1] + tones[0] + bare[place + 1 :])


def _tone_place(bare: str) -> int | None:
    last = max((i for i, c in enumerate(bare) if c in _VOWELS), default=None)
    if last is None:
        return None
    first = last
    while first > 0 and bare[first - 1] in _VOWELS:
        first -= 1
    return first


def printable(text: str) -> str:
    """NFC without NUL, other control characters (line ends and tabs stay) and lone surrogates."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return _UNPRINTABLE.sub("", text)


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def tokens(text: str) -> Iterator[Token]:
    """Words of a text in reading order, split at everything that is no letter or digit: `15/QĐ-UBND` has three."""
    for found in _TOKEN.finditer(text):
        word = found[0]
        if len(word) <= _LONGEST_TOKEN:
            accented, folded = _forms(word)
            if folded:
                yield Token(start=found.start(), end=found.end(), exact=accented, folded=folded)


@lru_cache(maxsize=50_000)  # a language repeats itself: 20 hits of 200 words each cost 60 ms without it
def _forms(word: str) -> tuple[str, str]:
    return exact(word), fold(word)


def terms(text: str) -> str:
    """The page's search terms as a literal of PostgreSQL's `tsvector`.

    Folded words and `=`exact words with their positions, and folded pairs `ho_so` without: a pair of neighbours is
    rare where its two words are not, which keeps a phrase search away from most pages (39 ms became 1.6 ms at
    100,000 documents). Terms beyond the room of one page are left out.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    room, previous = _ROOM, ""
    for position, token in enumerate(tokens(text), start=1):
        if room < 0 or position > _LAST_POSITION:
            break
        pair = f"{previous}_{token.folded}"
        for lexeme in (token.folded, f"={token.exact}"):
            places[lexeme].append(position)
        room -= 4 * (len(pair) + len(token.folded) + len(token.exact) + 8)
        if previous:
            places.setdefault(pair, [])
        previous = token.folded
    return " ".join(_lexeme(lexeme, where) for lexeme, where in places.items())


def _lexeme(lexeme: str, where: list[int]) -> str:
    positions = ",".join(map(str, where[:_MOST_POSITIONS]))
    return f"'{lexeme}':{positions}" if positions else f"'{lexeme}'"
