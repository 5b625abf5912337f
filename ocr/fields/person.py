"""A person's name as it stands under a signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.fields.names import DEGREES, ROLES, SURNAMES, SURNAMES_AS_SPELT
from ocr.fields.run import Run
from ocr.folding import folded

WORDS = range(2, 6)  # of a name
INK = 85.0  # confidence below which what is no name's word may be the pen's strokes across the name
POINTS = " .,:;_'`-–"
SURE, STRANGE = 1.0, 0.6  # how certain a name is; one of unknown family, or with a pen across it, less


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name, and how certain it is, 0..1."""

    name: str
    certainty: float


def person(line: Run) -> Person | None:
    """Whose name the line is; None where it is none."""
    words = [text for word in line.words if (text := word.text.strip(POINTS))]
    whole = _name(words)
    if whole:
        return Person(name=whole, certainty=SURE if _known(whole) else STRANGE)
    clean = [word.text.strip(POINTS) for word in line.words if word.confidence >= INK or _is_part(word.text)]
    under_ink = _name(list(filter(None, clean)))
    return Person(name=under_ink, certainty=STRANGE) if under_ink and _known(under_ink) else None


def _name(words: Sequence[str]) -> str:
    """The words as a name, the family's put right; empty where they are none."""
    while words and folded(words[0]).replace(".", "") in DEGREES:
        words = words[1:]
    if len(words) not in WORDS or not all(map(str.isalpha, words)) or folded(" ".join(words)) in ROLES:
        return ""
    if all(map(str.isupper, words)) and folded(words[0]) in SURNAMES:
        words = [word.capitalize() for word in words]
    if not all(map(_is_part, words[1:])):
        return ""
    family = words[0] if words[0] in SURNAMES_AS_SPELT else SURNAMES.get(folded(words[0]), words[0])
    return " ".join([family, *words[1:]])


def _is_part(word: str) -> bool:
    return word.isalpha() and word == word.capitalize()


def _known(name: str) -> bool:
    return folded(name.split()[0]) in SURNAMES
