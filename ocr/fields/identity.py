"""Codes as facts, and the person that an identity card's code names."""

import re
from collections.abc import Iterator

from ocr.fields.field import Field, FieldName
from ocr.types import Code, RecognisedPage

READ = 100.0  # a code that is read at all is read right: it carries check digits
# The seven fields of a căn cước: number, older number or nothing, name, birth, sex, residence, issue.
CARD = re.compile(r"(?P<number>\d{12})\|(?:\d{9})?\|[^|\d]+\|\d{8}\|(?:Nam|Nữ)\|[^|]*\|\d{8}")


def code_fields(page: RecognisedPage) -> Iterator[Field]:
    """A fact for each code; and the owner where one is an identity card's. Any other layout is only a code."""
    for code in page.codes:
        card = CARD.fullmatch(code.text)
        if card:
            yield _field(FieldName.OWNER_ID, card["number"], code, page.number)
        yield _field(FieldName.CODE, code.text, code, page.number)


def _field(name: FieldName, value: str, code: Code, page: int) -> Field:
    return Field(name=name, value=value, confidence=READ, page=page, boxes=(code.box,))
