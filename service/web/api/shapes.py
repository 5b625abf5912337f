"""What the API takes in, checked and described for OpenAPI."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ocr import FieldName


class Strict(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)


class NewDossierIn(Strict):
    """A dossier to open; without `code` the next code of the agency and day is given."""

    code: str | None = Field(None, max_length=64, examples=["H29.17.30-260305-0001"])
    agency: str | None = Field(None, max_length=64, examples=["H29.17.30"])
    procedure: str | None = Field(None, max_length=200)
    title: str | None = Field(None, max_length=500)
    applicant: str | None = Field(None, max_length=200)


class SignatureIn(Strict):
    role: Literal["clerk", "leader", "seal"] | None = None
    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] | None = None


class VersionQuery(Strict):
    version: int | None = Field(None, ge=1)


class WordsQuery(Strict):
    format: Literal["json", "hocr", "alto"] = "json"


class SearchQuery(BaseModel):
    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=True)

    q: str = Field("", max_length=1000)
    agency: str | None = Field(None, max_length=64)
    since: date | None = Field(None, alias="from", examples=["2026-01-01"])
    until: date | None = Field(None, alias="to", examples=["2026-12-31"])
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=500)


class Failure(BaseModel):
    code: str
    message: str
    retryable: bool


class Pages(BaseModel):
    done: int
    total: int | None


class VersionOut(BaseModel):
    number: int
    kind: Literal["digitised", "signed"]
    sha256: str
    size: int
    created_at: str
    created_by: str
    role: str | None
    level: str | None


class DocumentOut(BaseModel):
    id: str
    dossier: str
    component: str | None
    kind: Literal["component", "result"]
    name: str
    status: Literal["received", "digitising", "digitised", "signed", "archived", "failed"]
    pages: Pages
    sha256: str
    size: int
    media_type: str
    signed_on_arrival: bool
    versions: list[VersionOut]
    failure: Failure | None
    duplicate: bool
    failed_pages: list[int]
    doubtful_pages: list[int]
    signing: str | None
    note: str | None
    created_at: str
    created_by: str


class DossierOut(BaseModel):
    code: str
    agency: str
    procedure: str | None
    title: str | None
    applicant: str | None
    state: str
    state_number: int
    received_at: str
    due_at: str | None
    archived_at: str | None
    documents: list[DocumentOut]


class FieldOut(BaseModel):
    """One fact with its evidence: boxes in points from the top left of the page as shown, confidence 0 to 100."""

    name: FieldName
    value: str
    confidence: float
    page: int
    boxes: list[tuple[float, float, float, float]]


class FieldsOut(BaseModel):
    """What was not found is absent; `code` may stand several times."""

    fields: list[FieldOut]


class HitOut(BaseModel):
    dossier: str
    title: str | None
    document: str | None
    name: str | None
    page: int | None
    snippet: str
    boxes: list[tuple[float, float, float, float]]


class HitsOut(BaseModel):
    items: list[HitOut]
    next: str | None


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[str] | None = None
