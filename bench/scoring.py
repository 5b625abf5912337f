"""How well a text says what stands on a page. Everything in percent of the true text's characters, spaces included.

Texts are compared NFC, with every run of white space as one space and tone marks at one place (hóa = hoá, ủy = uỷ).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from bench.edits import best_place, distance

TAKEN = "\0"
# PDFium gives a hyphen at a line's end as one of these and swallows the end of the line.
HYPHENS = {"\ufffe": "- ", "\x02": "- ", "\u00ad": "- "}


def cer(text: str, readings: Iterable[str]) -> float:
    """Character error rate against the reading that fits best."""
    said = folded(text)
    return min(_percent(distance(said, true), true) for true in map(folded, readings))


def cer_of_lines(text: str, readings: Iterable[str]) -> float:
    """The same where lines may come in any order, each line intact."""
    said = [line for line in map(folded, text.splitlines()) if line]
    return min(_percent(distance(_arranged(said, true), true), true) for true in map(folded, readings))


def cer_of_words(text: str, reading: str) -> float:
    """The same where words may come in any order: what recognition got wrong, whatever the reading order."""
    true = folded(reading)
    said, wanted = Counter(folded(text).split()), Counter(true.split())
    missing, extra = list((wanted - said).elements()), list((said - wanted).elements())
    edits = 0
    for fewest, left, right in sorted(
        (distance(a, b), i, j) for i, a in enumerate(missing) for j, b in enumerate(extra)
    ):
        if missing[left] and extra[right] and fewest < max(len(missing[left]), len(extra[right])):
            edits += fewest
            missing[left] = extra[right] = ""
    edits += sum(map(len, missing)) + sum(map(len, extra))
    return _percent(edits, true)


def folded(text: str) -> str:
    """The text as it is compared."""
    for mark, hyphen in HYPHENS.items():
        text = text.replace(mark, hyphen)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for late, early in TONES:
        text = text.replace(late, early)
    return text


def _arranged(lines: Sequence[str], true: str) -> str:
    """The lines in the order of the places where they fit best.

    Long lines choose first, and what one has taken no other can take: so a line that stands twice lands twice.
    """
    rest, placed = true, []
    for line in sorted(lines, key=len, reverse=True):
        start, end = _place(line, rest)
        rest = rest[:start] + TAKEN * (end - start) + rest[end:]
        placed.append((start, end, line))
    return " ".join(line for *_, line in sorted(placed))


def _place(line: str, rest: str) -> tuple[int, int]:
    """Where the line stands as whole words; else where it fits best, which takes longer to find."""
    start = f" {rest} ".find(f" {line} ")
    return best_place(line, rest)[1:] if start < 0 else (start, start + len(line))


def _percent(edits: int, true: str) -> float:
    return 100 * edits / max(len(true), 1)


def _tones() -> Iterator[tuple[str, str]]:
    """Pairs of the later and the earlier place of a tone: oá, óa and so on, in any case."""
    marks = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
    for pair, mark in product(("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY"), marks):
        yield (
            unicodedata.normalize("NFC", pair + mark),
            unicodedata.normalize("NFC", pair[0] + mark + pair[1]),
        )


TONES = tuple(_tones())
