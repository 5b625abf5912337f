"""The issuing office, from the lines in capitals at the top left."""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ocr.fields.casing import office_name
from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.likeness import beginning
from ocr.fields.names import OFFICES
from ocr.fields.run import Run, joined, legible, pieces, trimmed
from ocr.folding import folded

CAPITALS = 0.7  # of a line's letters
ASIDE = 5.0  # heights from the middle of the others: a stamp in the margin
STAMPS = frozenset({"DEN", "CONG VAN DEN", "CONG BAO", "SAO Y", "KHAN", "THUONG KHAN", "HOA TOC", "MAT", "TOI MAT"})
NUMBER = re.compile(r"/|^[S5§][O0] ?[:.;]")  # số và ký hiệu, misread
UNFINISHED = ("VA", "-", ",", "CUA")  # what a line ends with that the next one goes on
# Offices whose name says nothing without that of the office above them.
NAMELESS = frozenset({"VAN PHONG", "THANH TRA", "BAN CHI DAO", "HOI DONG", "PHONG", "BAN", "BAN QUAN LY"})
KNOWN, UNKNOWN = 1.0, 0.7  # how certain a name is, by whether it begins as an office's


def agency_of(above: Iterable[Run], page: int) -> Field | None:
    """The lowest of the offices named in the lines above the number: it issues, those over it are its superiors."""
    offices = _offices(_lines(above))
    if not offices:
        return None
    *superiors, office = offices
    value, run = office_name(office.text), office
    if superiors and folded(value) in NAMELESS:
        value, run = f"{value} {office_name(superiors[-1].text)}", joined((superiors[-1], office))
    known = beginning(office.folded, OFFICES) is not None
    return read_from(FieldName.AGENCY, value, run, page, KNOWN if known else UNKNOWN)


def in_capitals(text: str) -> bool:
    """Whether it is printed in capitals, a slip here and there aside."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= CAPITALS * len(letters)


def _lines(above: Iterable[Run]) -> list[Run]:
    lines = [
        piece
        for row in above
        for piece in _legible_pieces(row)
        if in_capitals(piece.text) and not NUMBER.search(piece.folded) and piece.folded.strip(" .:") not in STAMPS
    ]
    if not lines:
        return []
    middle = max(lines, key=lambda line: len(line.text)).middle
    return [line for line in lines if abs(line.middle - middle) < ASIDE * median(line.height for line in lines)]


def _legible_pieces(row: Run) -> Iterator[Run]:
    words = legible(row.words)
    return map(trimmed, pieces(Run(words=words))) if words else iter(())


def _offices(lines: Sequence[Run]) -> list[Run]:
    """Each office's lines in one."""
    offices: list[list[Run]] = []
    for line in lines:
        goes_on = offices and offices[-1][-1].folded.endswith(UNFINISHED)
        if offices and (goes_on or not beginning(line.folded, OFFICES)):
            offices[-1].append(line)
        else:
            offices.append([line])
    return [joined(office) for office in offices]
