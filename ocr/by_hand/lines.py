"""Lines of a head where a number stands that Tesseract could not read: số and ký hiệu, place and date."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ocr.fields.field import EXACT, Field
from ocr.fields.head import head_of
from ocr.fields.issued import DIGIT, TALLER, TO_DIGITS, issued
from ocr.fields.number import UNREAD, number_of
from ocr.fields.run import Run, tidied
from ocr.types import RecognisedPage

SURE = 45.0  # confidence of a number or a date from which on Tesseract read print: none of 84 printed ones had less

Span = tuple[int, int]  # characters of a run's text, the first and the one behind the last

# As Tesseract reads the line, folded.
DATE = re.compile(
    rf"\bNGAY(?P<day>.{{0,12}}?)THANG(?P<month>.{{0,8}}?)NAM(?P<year>[ .]*{DIGIT}(?: ?{DIGIT}){{3}})(?!{DIGIT})"
)
# As the network reads it: Vietnamese letters are unknown to us, a thin slash may be an i or lost. Behind the number
# nothing but a slash and the symbol may stand: a 1 that was taken for a slash shows there.
LETTER = r"[^\d/]{0,3}?"
NUMBER_READ = re.compile(
    r"[Ss5][oO0\ufffd]?(?:[:.;] ?| )(?P<number>\d(?: ?\d){0,4}) *(?:/ ?(?:19|20)\d\d *)?"
    r"(?:[/iIl|] ?|(?<= ))(?=[A-Z\ufffd])"
)
# NĐ 30/2020 has two digits for every day, a 0 before those below 10: one alone is half a day.
DATE_READ = re.compile(
    rf"n{LETTER}y[ .,]*(?P<day>0 ?[1-9]|[12] ?\d|3 ?[01])[ .,]*th?{LETTER}ng[ .,]*(?P<month>1 ?[0-2]|0? ?[1-9])"
    rf"[ .,]*n{LETTER}m[ .,]*(?P<year>\d(?: ?\d){{3}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with gaps, each named and told by where it is in `run.text`.

    `whole` is the part to show to the network; `read` is how it must read it, with a group for each gap. `printed` are
    the digits of gaps that Tesseract did read: the network must agree.
    """

    run: Run
    whole: Span
    gaps: Mapping[str, Span]
    read: re.Pattern[str]
    printed: Mapping[str, str] = field(default_factory=dict)


def lines_by_hand(page: RecognisedPage) -> Iterator[Line]:
    """The lines of the page's head whose number or date is no sure fact; their words are the tidied ones."""
    head = head_of(tidied(page))
    if head is None:
        return
    numbered = number_of(head.left, page.number)
    if numbered and not _is_sure(numbered.field) and (found := UNREAD.search(numbered.run.folded)):
        yield Line(run=numbered.run, whole=found.span(), gaps=_gaps(found, "number"), read=NUMBER_READ)
    if head.date is None or any(map(_is_sure, issued(head.date, page.number))):
        return
    if found := DATE.search(head.date.folded):
        yield _dated(head.date, found)


def _is_sure(fact: Field | None) -> bool:
    """Whether it is the number or the date, and print: Tesseract reads digits by hand with little confidence."""
    return fact is not None and fact.name in EXACT and fact.confidence >= SURE


def _dated(run: Run, found: re.Match[str]) -> Line:
    """The year is always printed, the month mostly."""
    year = run.part(*found.span("year"))
    printed = {"year": _digits(found["year"])}
    gaps = _gaps(found, "day")
    month = _digits(found["month"])
    if month.isdecimal() and run.part(*found.span("month")).tallest <= TALLER * year.tallest:
        printed["month"] = month
    else:
        gaps |= _gaps(found, "month")
    return Line(run=run, whole=found.span(), gaps=gaps, read=DATE_READ, printed=printed)


def _gaps(found: re.Match[str], *names: str) -> dict[str, Span]:
    return {name: found.span(name) for name in names}


def _digits(read: str) -> str:
    return read.translate(TO_DIGITS).strip(".,")
