"""Place and date of issue: `Quảng Ngãi, ngày 05 tháng 02 năm 2025`, under quốc hiệu."""

import re
from collections.abc import Iterator
from datetime import date

from ocr.fields.casing import place_name
from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.run import Run, joined

DIGIT = "[0-9OIL|]"
GAP = "[ .,:;]*"
# A day written by hand is read as something else or not at all: then there is no date, but a place still.
DATE = re.compile(
    rf"\bNGAY{GAP}(?P<day>{DIGIT} ?{DIGIT}?){GAP}THANG{GAP}(?P<month>{DIGIT} ?{DIGIT}?)"
    rf"{GAP}NAM{GAP}(?P<year>{DIGIT}(?: ?{DIGIT}){{3}})\b"
)
PLACE = re.compile(r"^(?P<place>[^\d,;:]{2,})[,.]? ?(?=\bNGAY\b)")
TO_DIGITS = str.maketrans("OIL|", "0111", " ")
TALLER = 1.15  # times the year's height, which is always printed: a hand wrote it
FIRST_YEAR, LAST_YEAR = 1945, 2100


def issued(line: Run, page: int) -> Iterator[Field | None]:
    """The facts of the line of place and date."""
    if found := PLACE.search(line.folded):
        place = place_name(line.text[slice(*found.span("place"))].strip(" .-"))
        yield read_from(FieldName.PLACE, place, line.part(*found.span("place")), page, 1.0)
    if (found := DATE.search(line.folded)) and (day := _date(found)) and not _by_hand(line, found):
        holding = joined(line.part(*found.span(name)) for name in ("day", "month", "year"))
        yield read_from(FieldName.ISSUED_ON, day.isoformat(), line.part(*found.span()), page, 1.0, holding=holding)


def _by_hand(line: Run, found: re.Match[str]) -> bool:
    """Whether a hand wrote day or month and Tesseract read it."""
    day, month, year = (line.part(*found.span(name)) for name in ("day", "month", "year"))
    read = [word for part in (day, month) for word in part.words if not word.by_hand]
    return bool(read) and Run(words=tuple(read)).tallest > TALLER * year.tallest


def _date(found: re.Match[str]) -> date | None:
    day, month, year = (int(found[name].translate(TO_DIGITS)) for name in ("day", "month", "year"))
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
