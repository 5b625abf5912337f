"""One fact read from a paper, with what it was read from."""

from dataclasses import dataclass
from enum import StrEnum

from ocr.fields.run import Run
from ocr.types import Box


class FieldName(StrEnum):
    """What is looked for: the facts that TT 01/2023 asks of a digitised paper, and who signed it."""

    DOCUMENT_TYPE = "document_type"  # QĐ, TB, CV ...: see ocr.fields.kinds
    NUMBER_SYMBOL = "number_symbol"  # 15/QĐ-BNV
    ISSUED_ON = "issued_on"  # ISO date
    PLACE = "place"
    AGENCY = "agency"
    SUMMARY = "summary"  # trích yếu
    SIGNER_NAME = "signer_name"
    SIGNER_TITLE = "signer_title"
    OWNER_ID = "owner_id"  # 12 or 9 digits
    VALIDITY = "validity"  # as printed: "kể từ ngày ký"
    SCOPE = "scope"  # as printed: "trên địa bàn tỉnh Quảng Ngãi"
    URGENCY = "urgency"
    CODE = "code"  # one for each QR or barcode


# NĐ 30/2020 and the state's data formats give no field more room than this, in characters.
LONGEST = {
    FieldName.NUMBER_SYMBOL: 42,
    FieldName.AGENCY: 200,
    FieldName.SUMMARY: 500,
    FieldName.SIGNER_NAME: 50,
    FieldName.SIGNER_TITLE: 100,
    FieldName.PLACE: 100,
}
# Of these every character counts: they are as good as the worst word that holds some, and below this no fact at all.
EXACT = frozenset({FieldName.NUMBER_SYMBOL, FieldName.ISSUED_ON, FieldName.OWNER_ID})
GUESSED = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A fact as it was found; one that was not found has no Field.

    `confidence`, 0..100, is that of the words weighed by how certain the rule is. `boxes` are where it was read, one
    for each line, on `page`, which counts from 1.
    """

    name: FieldName
    value: str
    confidence: float
    page: int
    boxes: tuple[Box, ...]


def read_from(
    name: FieldName, value: str, run: Run, page: int, certainty: float, *, holding: Run | None = None
) -> Field | None:
    """The fact that the words of `run` tell; None where there is no value, or one longer than it can be.

    `certainty`, 0..1, is the rule's own. `holding`: the words that hold the value, where others only introduce it.
    """
    if not value or len(value) > LONGEST.get(name, len(value)):
        return None
    exact = name in EXACT
    confidence = round(certainty * ((holding or run).weakest if exact else run.confidence), 1)
    if exact and confidence < GUESSED:
        return None
    return Field(name=name, value=value, confidence=confidence, page=page, boxes=run.boxes)
