"""The facts of a whole document, from its pages one after the other."""

import json
from collections.abc import Iterable, Iterator

from ocr.fields.agency import agency_of
from ocr.fields.body import of_text, urgency_of
from ocr.fields.field import Field, FieldName
from ocr.fields.head import head_of
from ocr.fields.identity import code_fields
from ocr.fields.issued import issued
from ocr.fields.number import number_of
from ocr.fields.run import tidied
from ocr.fields.signature import signature_of
from ocr.fields.title import title_fields
from ocr.types import RecognisedPage


def fields_of(pages: Iterable[RecognisedPage]) -> tuple[Field, ...]:
    """What is found in a document; each name once, but for codes.

    Only one page is in memory at a time. A document of many papers is told by its first: the first head, the first
    signature from there on, and what stands between the two. Codes are told from all pages; the owner that an
    identity card's code names goes before one read from the text.
    """
    found: dict[FieldName, Field] = {}
    codes: list[Field] = []
    begun = signed = False
    for page in pages:
        codes += code_fields(page)
        if signed:
            continue
        page = tidied(page)
        new = list(_head_fields(page)) if not begun else []
        begun = begun or bool(new)
        new += of_text(page)
        signature = signature_of(page)
        if signature:
            new += [signature.title, signature.name]
            signed = True
        for field in filter(None, new):
            found.setdefault(field.name, field)
    owner = next((field for field in codes if field.name is FieldName.OWNER_ID), None)
    if owner:
        found[FieldName.OWNER_ID] = owner
    facts = [*found.values(), *(field for field in codes if field.name is FieldName.CODE)]
    return tuple(sorted(facts, key=lambda field: list(FieldName).index(field.name)))


def fields_json(pages: Iterable[RecognisedPage]) -> str:
    """The fields JSON of the interface: boxes `[left, top, right, bottom]` in points, rounded to 0.01."""
    return json.dumps({"fields": [_shown(field) for field in fields_of(pages)]}, ensure_ascii=False, indent=1) + "\n"


def _head_fields(page: RecognisedPage) -> Iterator[Field | None]:
    head = head_of(page)
    if head is None:
        return
    number = number_of(head.left, page.number)
    yield number.field if number else None
    if head.date:
        yield from issued(head.date, page.number)
    yield agency_of(head.above(number.run.level if number else None), page.number)
    yield from title_fields(head, number, page.number)
    yield urgency_of(page)


def _shown(field: Field) -> dict[str, object]:
    boxes = [(box.left, box.top, box.right, box.bottom) for box in field.boxes]
    return {
        "name": field.name.value,
        "value": field.value,
        "confidence": field.confidence,
        "page": field.page,
        "boxes": [[round(edge, 2) for edge in box] for box in boxes],
    }
