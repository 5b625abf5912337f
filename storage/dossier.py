"""Pure rules of a dossier: its code (domain sheet, section 3) and the moves between its states (section 4)."""

import re
import unicodedata
from collections import deque
from collections.abc import Mapping
from datetime import date

from storage.errors import Conflict, NotACode
from storage.records import Agency
from storage.vocabulary import State

# A scanner or a tired hand writes O for 0: `[0-9O]` marks the positions where only a digit can stand.
# Twenty-one digits of serial would not fit the counter; no office gives 10^18 dossiers a day.
_TAIL = r"-(?P<d>[0-9O]{6})-(?P<n>[0-9O]{%s})"
_OLD = re.compile(r"(?P<org>[0-9O]{3}\.[0-9O]{2}\.[0-9O]{2}\.(?P<m>[A-Y])[0-9O]{2})" + _TAIL % "4")
_SHORT = re.compile(r"(?P<org>[0-9O]{2}\.[0-9O]{2}\.(?P<m>[A-Y])[0-9O]{2})" + _TAIL % "4")
_NEW = re.compile(r"(?=[^-]{3,35}-)(?P<m>[A-Y])(?P<p>[0-9O]{2})(?P<rest>(?:\.[0-9A-Z]+)*)" + _TAIL % "4,18")

_OLD_AGENCY = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}")
_SHORT_AGENCY = re.compile(r"[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}")
_NEW_AGENCY = re.compile(r"(?=.{3,35}\Z)[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*")

# Hyphen, non-breaking hyphen, figure dash, en and em dash, bar, minus: what word processors put for "-".
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

MOVES: Mapping[State, frozenset[State]] = {
    State.REGISTERED: frozenset({State.ACCEPTED, State.REFUSED}),
    State.ACCEPTED: frozenset({State.PROCESSING, State.WITHDRAWN, State.STOPPED}),
    State.REFUSED: frozenset(),
    State.PROCESSING: frozenset(
        {State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED, State.RESOLVED, State.WITHDRAWN, State.STOPPED}
    ),
    State.SUPPLEMENT_REQUESTED: frozenset({State.PROCESSING, State.WITHDRAWN, State.STOPPED}),
    State.PAYMENT_REQUESTED: frozenset({State.PROCESSING}),
    State.WITHDRAWN: frozenset(),
    State.STOPPED: frozenset(),
    State.RESOLVED: frozenset({State.RETURNED}),
    State.RETURNED: frozenset(),
}
"""Which state may follow which; a state with an empty set is an end."""


def normalise_code(text: str) -> str:
    """The one written form of a dossier code: NFKC, upper case, "-" for every dash, no spaces, O→0 where digits stand.

    Raises NotACode for everything else, a date that does not exist included. A normalised code stays as it is.
    """
    code = squeeze(text)
    for shape in (_OLD, _SHORT, _NEW):  # OLD first: `OOO.OO.17.H29` has its shape, and `O00` is no province
        if found := shape.fullmatch(code):
            fixed = _with_zeros(code, found)
            _parse_day(fixed)
            return fixed
    raise NotACode(f"“{text[:60]}” không phải là mã hồ sơ.")


def squeeze(text: str) -> str:
    """Text as it is compared in codes: NFKC, upper case, dashes alike, no spaces, no invisible characters."""
    wide = unicodedata.normalize("NFKC", text[:400]).translate(_DASHES)
    seen = (c for c in wide if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(seen).upper()


def _with_zeros(code: str, found: re.Match[str]) -> str:
    """Every O of a matched code is a mistyped 0, but for the province letter and the free groups of NEW."""
    keep = set(range(*found.span("m")))
    if "rest" in found.re.groupindex:
        keep |= set(range(*found.span("rest")))
    return "".join("0" if c == "O" and i not in keep else c for i, c in enumerate(code))


def agency_of(code: str) -> str:
    """Agency part of a normalised code: `000.00.17.H29`, `38.98.H29` or `H29.17.30`."""
    return normalise_code(code).split("-")[0]


def day_of(code: str) -> date:
    """Day of receipt in a normalised code."""
    return _parse_day(normalise_code(code))


def serial_of(code: str) -> int:
    """Serial of the day in a normalised code."""
    return int(normalise_code(code).split("-")[2])


def _parse_day(code: str) -> date:
    digits = code.split("-")[1]
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError as error:
        raise NotACode(f"Mã {code} có ngày tiếp nhận không tồn tại.") from error


def is_agency_code(text: str) -> bool:
    """Whether the text is an agency code of the old or the new form (the short form stands only inside codes)."""
    return bool(_OLD_AGENCY.fullmatch(text) or _NEW_AGENCY.fullmatch(text))


def make_code(agency: str, day: date, serial: int) -> str:
    """Code for the serial-th dossier of an agency's day. Raises NotACode when the form has no room for it.

    An old or short agency code keeps its four-digit form; a new one takes four digits or more.
    """
    fixed = bool(_OLD_AGENCY.fullmatch(agency) or _SHORT_AGENCY.fullmatch(agency))
    if not (fixed or _NEW_AGENCY.fullmatch(agency)):
        raise NotACode(f"“{agency[:60]}” không phải là mã cơ quan.")
    if serial < 0 or (fixed and serial > 9999) or not 2000 <= day.year <= 2099:
        raise NotACode(f"Cơ quan {agency} đã hết số hồ sơ cho ngày {day:%d/%m/%Y}.")
    return normalise_code(f"{agency}-{day:%y%m%d}-{serial:04d}")


def may_move(before: State, after: State) -> bool:
    """Whether `after` may follow `before` directly."""
    return after in MOVES[before]


def path_to(start: State, goal: State) -> tuple[State, ...]:
    """Shortest way from one state to another: without `start`, with `goal`; empty where they are the same.

    Raises Conflict when there is no way (the dossier was refused, withdrawn or stopped).
    """
    ways: deque[tuple[State, ...]] = deque([(start,)])
    seen = {start}
    while ways:
        way = ways.popleft()
        if way[-1] == goal:
            return way[1:]
        following = sorted(MOVES[way[-1]] - seen)
        seen.update(following)
        ways.extend((*way, state) for state in following)
    raise Conflict(f"Hồ sơ ở trạng thái {start.value} không thể chuyển sang trạng thái {goal.value}.")


def takes(agency: Agency, day: date) -> bool:
    """Whether the agency takes new dossiers on this day; an open end is no limit."""
    begun = agency.valid_from is None or agency.valid_from <= day
    return begun and (agency.valid_to is None or day <= agency.valid_to)
