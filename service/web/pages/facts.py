"""The facts read from a document as the office words them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import ocr
import storage
from ocr import FieldName
from service.web.pages import words
from service.workflow import read
from storage import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the table. `dossier` is the dossier whose code the fact is; None: no dossier's."""

    label: str
    value: str
    confidence: int  # percent
    to_check: bool
    page: int
    dossier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What tells a document apart among others, without anybody's number; and how many facts there are beside."""

    parts: tuple[str, ...]
    facts: int
    to_check: int


_BRIEF = (FieldName.NUMBER_SYMBOL, FieldName.ISSUED_ON, FieldName.SUMMARY)


def facts(fields: Iterable[Field]) -> tuple[Fact, ...]:
    """The facts in the order they were told."""
    return tuple(
        Fact(
            label=words.FIELD[FieldName(field.name)],
            value=_value(field),
            confidence=round(field.confidence),
            to_check=_to_check(field),
            page=field.page,
            dossier=_dossier(field),
        )
        for field in fields
    )


def brief(fields: Iterable[Field]) -> Brief | None:
    """The facts in short; None where nothing was read."""
    told = tuple(fields)
    if not told:
        return None
    known = {field.name: field for field in told}
    parts = tuple(_value(known[name]) for name in _BRIEF if name in known)
    return Brief(parts=parts, facts=len(told), to_check=sum(map(_to_check, told)))


def _to_check(field: Field) -> bool:
    return field.confidence < read.SURE


def _value(field: Field) -> str:
    match field.name:
        case FieldName.ISSUED_ON:
            return date.fromisoformat(field.value).strftime("%d/%m/%Y")
        case FieldName.DOCUMENT_TYPE:
            return f"{ocr.KIND_NAMES[field.value].capitalize()} ({field.value})"
        case _:
            return field.value


def _dossier(field: Field) -> str | None:
    """A receipt's code leads to its dossier."""
    if field.name != FieldName.CODE:
        return None
    try:
        return storage.normalise_code(field.value)
    except storage.NotACode:
        return None
