"""How well a text says what stands on a page. Everything in percent of the true text's characters, spaces included.

Texts are compared NFC, with every run of white space as one space and tone marks at one place (hóa = hoá, ủy = uỷ).
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from bench.edits import best_place, distance

TAKEN, LINE_END = "\0", "\n"
# PDFium gives a hyphen at a line's end as one of these and swallows the end of the line.
HYPHENS = {"\ufffe": "- ", "\x02": "- ", "\u00ad": "- "}


def cer(text: str, readings: Iterable[str]) -> float:
    """Character error rate against the reading that fits best."""
    said = folded(text)
    return min(_percent(distance(said, true), true) for true in map(folded, readings))


def cer_of_lines(text: str, readings: Iterable[str]) -> float:
    """The same where lines may come in any order, each line intact."""
    said = _lines(text)
    arranged = ((_arranged(said, _lines(reading)), folded(reading)) for reading in readings)
    return min(_percent(distance(found, true), true) for found, true in arranged)


def order_free(text: str, readings: Sequence[str]) -> float:
    """What recognition got wrong, whatever the reading order: the least of three.

    Beside the text as it is: its lines laid where they fit in the truth, for lines cut finer than the true ones; and
    the true lines laid where they fit in it, for lines that run across two columns.
    """
    said, lines = folded(text), _lines(text)
    turned = (_percent(distance(_arranged(_lines(true), lines), said), folded(true)) for true in readings)
    return min(cer(text, readings), cer_of_lines(text, readings), *turned)


def folded(text: str) -> str:
    """The text as it is compared."""
    for mark, hyphen in HYPHENS.items():
        text = text.replace(mark, hyphen)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for late, early in TONES:
        text = text.replace(late, early)
    return text


def _lines(text: str) -> list[str]:
    return [line for line in map(folded, text.splitlines()) if line]


def _arranged(lines: Sequence[str], onto: Sequence[str]) -> str:
    """The lines in the order of the places where they fit best on the other lines.

    What stands there to the letter chooses first, then long lines before short ones. What one has taken no other can
    take: so a line that stands twice lands twice. Whole lines are preferred to parts of them: papers repeat themselves.
    """
    rest = LINE_END + LINE_END.join(onto) + LINE_END
    waiting, placed = sorted(lines, key=len, reverse=True), []
    for find in (_as_line, _as_words, _nearly):
        for line in waiting.copy():
            place = find(line, rest)
            if place is not None:
                waiting.remove(line)
                start, end = place
                rest = rest[:start] + TAKEN * (end - start) + rest[end:]
                placed.append((start, end, line))
    return " ".join(line for *_, line in sorted(placed))


def _as_line(line: str, rest: str) -> tuple[int, int] | None:
    start = rest.find(f"{LINE_END}{line}{LINE_END}")
    return None if start < 0 else (start + 1, start + 1 + len(line))


def _as_words(line: str, rest: str) -> tuple[int, int] | None:
    start = rest.replace(LINE_END, " ").find(f" {line} ")
    return None if start < 0 else (start + 1, start + 1 + len(line))


def _nearly(line: str, rest: str) -> tuple[int, int]:
    _, start, end = best_place(f"{LINE_END}{line}{LINE_END}", rest)
    taken = rest[start:end]
    return start + len(taken) - len(taken.lstrip()), max(start, end - len(taken) + len(taken.rstrip()))


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
