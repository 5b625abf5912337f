"""The kind of a paper and its trích yếu: the title in the middle under the head, or "V/v" under a letter's number."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr.fields import kinds
from ocr.fields.agency import in_capitals
from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.head import Head
from ocr.fields.likeness import beginning
from ocr.fields.names import OFFICES, ROLES
from ocr.fields.number import Numbered
from ocr.fields.run import Run, joined
from ocr.fields.scope import scope_of
from ocr.folding import folded

ABOUT = re.compile(r"^(?:V ?[/IL|1\\]? ?V|W/V)\b")  # V/v, and what it is read as
OPENINGS = {ABOUT: "V/v", re.compile(r"^VE ?VIEC\b"): "Về việc"}
ADDRESSEE = re.compile(r"^KINH (?:GUI|TRINH)\b")
BODY = re.compile(
    r"^(?:CAN CU|KINH (?:GUI|TRINH)|THUC HIEN|THEO|XET|DE |TRONG THOI GIAN|DIEU \d|CHUONG|PHAN|[IVX1]{1,3} ?[.)] ?\w)"
)
ENDS = (".", ";", ":")  # of a paragraph: a trích yếu ends with no point
OF_WHOM = re.compile(r"^CUA\b")
LOOKED_THROUGH = 15  # lines under the head in which a title stands
# Lengths in heights of a line.
ASIDE = 6.0  # from the title's middle: another column, or a stamp in the margin
FIRST_GAP = 3.0  # from a title to its trích yếu
PITCH = 1.4  # from line to line, until it is known
NEW_BLOCK = 1.45  # times the distance of the lines before: a block ends
LOOSE, UNCENTRED = 1.15, 0.9  # the same where a line is out of the middle by so many heights: a paragraph's first
AGREED, TITLED, SIGNED, DISPUTED = 1.0, 0.95, 0.8, 0.6  # how certain a kind is, by what tells it


def title_fields(head: Head, number: Numbered | None, page: int) -> Iterator[Field | None]:
    """The kind and the trích yếu."""
    title = _title(head.below)
    if title is not None:
        sign, length = kinds.titled(title.folded) or ("", 0)
        yield read_from(FieldName.DOCUMENT_TYPE, sign, title, page, _certainty(sign, number))
        yield from _about_fields(_summary(title, length, head.below), page)
        return
    about = _about(head.left, number)
    if number and number.kind:
        yield read_from(FieldName.DOCUMENT_TYPE, number.kind, number.run, page, SIGNED)
    elif about:
        yield read_from(FieldName.DOCUMENT_TYPE, kinds.LETTER, about, page, TITLED)
    yield from _about_fields(about, page)


def _certainty(sign: str, number: Numbered | None) -> float:
    if number is None or number.kind is None:
        return TITLED
    return AGREED if number.kind == sign else DISPUTED


def _title(below: Sequence[Run]) -> Run | None:
    for line in below[:LOOKED_THROUGH]:
        if ADDRESSEE.search(line.folded):
            return None
        if in_capitals(line.text) and kinds.titled(line.folded):
            return line
    return None


def _summary(title: Run, kind: int, below: Sequence[Run]) -> Run | None:
    """What of the title's own line stands behind the kind, and the lines under it."""
    rest = title.folded[kind:].strip(" :.")
    own = [title.part(kind + 1, len(title.text))] if rest and not OF_WHOM.search(rest) else []
    column = [
        line for line in below if line.level > title.level and abs(line.middle - title.middle) < ASIDE * title.height
    ]
    if (
        not column
        or column[0].level - title.level > FIRST_GAP * title.height
        or _is_text(column[0])
        or _decides(column[0])
    ):
        return joined(own) if own else None
    return joined([*own, *_block(column[0], column[1:], column[0].level - title.level)])


def _about(left: Sequence[Run], number: Numbered | None) -> Run | None:
    for position, line in enumerate(left):
        if ABOUT.search(line.folded) and (number is None or line.level > number.run.level):
            return joined(_block(line, left[position + 1 :], PITCH * line.height))
    return None


def _block(first: Run, following: Iterable[Run], pitch: float) -> Iterator[Run]:
    """The first line and those that go on from it, `pitch` points from one to the next."""
    yield first
    last, loud = first, in_capitals(first.text)
    for line in following:
        gap = line.level - last.level
        out = abs(line.middle - first.middle) > UNCENTRED * line.height
        if gap > (LOOSE if out else NEW_BLOCK) * pitch or last.text.endswith(ENDS):
            return
        if _is_text(line) or (_decides(line) and not loud):
            return
        yield line
        last, pitch = line, min(gap, pitch)


def _is_text(line: Run) -> bool:
    """Whether the paper's text or its addressee begins."""
    return BODY.search(line.folded) is not None and not line.text[0].islower()


def _decides(line: Run) -> bool:
    """Whether it says, in capitals, who decides."""
    return in_capitals(line.text) and beginning(line.folded, [*OFFICES, *ROLES]) is not None


def _about_fields(run: Run | None, page: int) -> Iterator[Field | None]:
    """The trích yếu, and where the paper holds if it says so."""
    if run is None:
        return
    value = run.text.replace("—", "–").strip(" -–.,:;")  # a dash of office papers is never that long
    for opening, written in OPENINGS.items():
        if found := opening.search(folded(value)):
            value = written + value[found.end() :]
    yield read_from(FieldName.SUMMARY, value, run, page, TITLED)
    yield scope_of(run, page)
