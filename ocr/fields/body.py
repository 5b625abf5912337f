"""What a paper's text tells: whose it is, from when and where it is valid, how urgent it is."""

import re
from collections.abc import Iterator

from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.head import DEPTH
from ocr.fields.names import URGENCIES
from ocr.fields.run import Run, legible, pieces, rows
from ocr.folding import folded
from ocr.types import RecognisedPage

SPELT = {
    folded(word): word
    for word in [
        "có",
        "từ",
        "kể",
        "ngày",
        "ký",
        "ban",
        "hành",
        "đến",
        "tới",
        "hết",
        "trong",
        "vòng",
        "thời",
        "hạn",
        "gian",
        "tháng",
        "năm",
    ]
}
# All are looked for in folded text, the lines of a page in one.
PERSON = re.compile(
    r"\b(?:CCCD|CMND|CMTND|CAN CUOC|DINH DANH|CHUNG MINH (?:NHAN DAN|THU))\b"
    r"[^0-9]{0,40}(?P<value>\d(?:[ .]?\d){8,14})(?!\d)"
)
PERSON_LENGTHS = (12, 9)  # căn cước; chứng minh nhân dân, before
DAY = r"(?:\d{1,2} THANG \d{1,2} NAM \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
# "này" is the paper in hand; others that it names have their own validity.
VALID = re.compile(
    r"\bNAY (?:CO|DUOC) (?:HIEU LUC|GIA TRI)(?: THI HANH| SU DUNG| PHAP LY)? "
    rf"(?P<value>(?:KE )?TU (?:NGAY )?(?:KY|BAN HANH|{DAY})(?: BAN HANH)?"
    rf"|(?:DEN|TOI) (?:HET )?(?:NGAY )?{DAY}|TRONG (?:VONG |THOI HAN |THOI GIAN )?\d+ (?:NGAY|THANG|NAM))\b"
)
LABELLED = re.compile(
    rf"\b(?:CO GIA TRI|HIEU LUC|THOI HAN)(?: SU DUNG)? ?(?:DEN|TOI)(?: HET)?(?: NGAY)? ?:? ?(?P<value>{DAY})"
)
SAID, ONE_OF_SEVERAL = 0.9, 0.6  # how certain an owner is, by whether the page numbers one person or more


def of_text(page: RecognisedPage) -> Iterator[Field | None]:
    """The facts that may stand anywhere in the text."""
    words = legible(page.words)
    if not words:
        return
    run = Run(words=words)
    yield _owner(run, page.number)
    for pattern in (VALID, LABELLED):
        if found := pattern.search(run.folded):
            start, end = found.span("value")
            value = " ".join(SPELT.get(folded(word), word) for word in run.text[start:end].split())
            yield read_from(FieldName.VALIDITY, value, run.part(start, end), page.number, SAID)


def urgency_of(page: RecognisedPage) -> Field | None:
    """The stamp of urgency in the page's upper half."""
    top = rows(word for word in legible(page.words) if word.box.top < DEPTH * page.height)
    for piece in (piece for row in top for piece in pieces(row)):
        value = URGENCIES.get(piece.folded.strip(" .:"))
        if value and piece.text.strip(" .:").isupper():
            return read_from(FieldName.URGENCY, value, piece, page.number, SAID)
    return None


def _owner(text: Run, page: int) -> Field | None:
    """The first person numbered; an application names its applicant first."""
    found = [(match, re.sub(r"\D", "", match["value"])) for match in PERSON.finditer(text.folded)]
    whole = [(match, number) for match, number in found if len(number) in PERSON_LENGTHS]
    if not whole:
        return None
    match, number = whole[0]
    certainty = SAID if len({number for _, number in whole}) == 1 else ONE_OF_SEVERAL
    return read_from(FieldName.OWNER_ID, number, text.part(*match.span("value")), page, certainty)
