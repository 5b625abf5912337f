"""The shapes of verify reports and of recognised words, as the API sends them."""

from typing import Literal

from pydantic import BaseModel

Verdict = Literal["valid", "invalid", "unknown", "unsigned"]
Box = tuple[float, float, float, float]


class ReportProblem(BaseModel):
    code: str
    message: str


class SignatureOut(BaseModel):
    field: str
    kind: Literal["signature", "timestamp"]
    verdict: Verdict
    signer: str | None
    issuer: str | None
    signed_at: str | None
    timestamped_at: str | None
    level: str | None
    covers_document: bool
    changes_after: list[Literal["signature", "timestamp", "validation_data", "form", "annotation", "page", "other"]]
    problems: list[ReportProblem]


class ReportOut(BaseModel):
    """What every signature of a file is worth."""

    verdict: Verdict
    signatures: list[SignatureOut]
    problems: list[ReportProblem]


class WordOut(BaseModel):
    """`raw` stands only where the text was corrected: what was read there."""

    text: str
    box: Box
    confidence: float
    line: int
    raw: str | None = None


class WordsPage(BaseModel):
    """Sizes and boxes in points, origin top left of the page as shown; confidence 0 to 100.

    `doubtful`: read so poorly that a person must check it.
    """

    number: int
    width: float
    height: float
    rotation: int
    words: list[WordOut]
    doubtful: bool


class WordsOut(BaseModel):
    pages: list[WordsPage]
