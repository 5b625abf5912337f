"""Who signed: the lines of standing and office at the bottom right, and the name under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.fields.agency import in_capitals
from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.likeness import beginning
from ocr.fields.names import OFFICES, ROLES
from ocr.fields.person import POINTS, person
from ocr.fields.run import Run, joined, legible, pieces, rows, trimmed
from ocr.folding import folded
from ocr.types import RecognisedPage

RIGHT_FROM = 0.5  # of the page's width: the middle of a signature's lines is further right
RECIPIENTS = re.compile(r"\b.?OI NHAN\b|\bLUU ?: ?VT\b")  # the N is italic, bold, and often lost
# For all, in place of, by order, by mandate, for the command; acting.
STANDING = re.compile(r"^(?P<standing>(?:TM|KT|TL|TUQ|TTM)(?=[.,: ])|Q(?=[.,]))[.,: ]+")
# Lengths in heights of a line.
NEXT_LINE = 2.5  # from one line of the title to the next
NAME_FROM, NAME_TO = 1.5, 16.0  # from the title to the name: a hand signs between
ASIDE = 7.0  # from the title's middle to the name's
LETTERS = 4  # of a line in capitals at least: fewer are a seal's
BOTH, ALONE = 1.0, 0.8  # how certain each is: name under title, one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What stands at the place of a signature; what was not read of it is None, but never both."""

    title: Field | None
    name: Field | None


def signature_of(page: RecognisedPage) -> Signature | None:
    """The page's first signature; None where there is none."""
    lines = [trimmed(piece) for row in rows(legible(page.words)) for piece in pieces(row)]
    right = [line for line in lines if line.middle > RIGHT_FROM * page.width]
    titles = list(_titles(right))
    pairs = ((title, _name_under(title, right)) for title in titles)
    found = next(((title, name) for title, name in pairs if name), None) or _beside_recipients(lines, right, titles)
    return _signature(*found, page.number) if found else None


def _beside_recipients(
    lines: Sequence[Run], right: Sequence[Run], titles: Sequence[Run]
) -> tuple[Run | None, Run | None] | None:
    """Title or name, where a seal hid the other: only beside "Nơi nhận", for elsewhere they may be anything."""
    mark = next((line for line in lines if RECIPIENTS.search(line.folded)), None)
    if mark is None:
        return None
    title = next((title for title in titles if title.box.bottom > mark.box.top), None)
    name = next((line for line in right if line.box.bottom > mark.box.top and person(line)), None)
    return (title, name) if title or name else None


def _titles(right: Sequence[Run]) -> Iterator[Run]:
    """Lines of standing and office that follow each other."""
    taken: list[Run] = []
    for line in right:
        follows = taken and line.level - taken[-1].level < NEXT_LINE * line.height
        if not in_capitals(line.text) or sum(map(str.isalpha, line.text)) < LETTERS:
            continue
        if follows:
            taken.append(line)
            continue
        if taken:
            yield joined(taken)
        taken = [line] if _opens_title(line) else []
    if taken:
        yield joined(taken)


def _opens_title(line: Run) -> bool:
    return STANDING.search(line.folded) is not None or beginning(line.folded, ROLES) is not None


def _name_under(title: Run, right: Sequence[Run]) -> Run | None:
    for line in right:
        down = (line.box.top - title.box.bottom) / title.height
        near = abs(line.middle - title.middle) < ASIDE * title.height
        if NAME_FROM < down < NAME_TO and near and person(line):
            return line
    return None


def _signature(title: Run | None, name: Run | None, page: int) -> Signature:
    certainty = BOTH if title and name else ALONE
    told, named = None, None
    if title:
        told = read_from(FieldName.SIGNER_TITLE, _title_value(title), title, page, certainty)
    if name:
        who = person(name)
        if who:
            named = read_from(FieldName.SIGNER_NAME, who.name, name, page, min(certainty, who.certainty))
    return Signature(title=told, name=named)


def _title_value(title: Run) -> str:
    return " ".join(_put_right(row.text) for row in rows(title.words))


def _put_right(line: str) -> str:
    """A line of the title, its known words as they are written."""
    standing = STANDING.search(folded(line))
    rest = line[standing.end() :] if standing else line
    known = {**{phrase: name.upper() for phrase, name in OFFICES.items()}, **ROLES}
    found = beginning(folded(rest), known)
    if found:
        rest = known[found[0]] + rest[found[1] :]
    return (f"{standing['standing']}. {rest}" if standing else rest).strip(POINTS)
