"""What the API takes in, checked and described for OpenAPI."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from ocr import FieldName
from service.workflow.ceremonies import MOST_DOCUMENTS
from service.workflow.order import MOST_REASON


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


class CeremonyIn(Strict):
    """Documents to sign with a key that is elsewhere; without `certificate` the one assigned last."""

    documents: list[UUID] = Field(min_length=1, max_length=MOST_DOCUMENTS)
    certificate: str | None = Field(None, max_length=20_000, description="PEM, or DER in base64")
    role: Literal["clerk", "leader", "seal"] | None = None
    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] | None = None


class SignaturesIn(Strict):
    """Signature values by item, in base64: over the bytes of `attributes`, hashed with SHA-256."""

    signatures: dict[UUID, str] = Field(min_length=1, max_length=MOST_DOCUMENTS)


class DeclineIn(Strict):
    """Why the paper goes back, in words for whoever made it."""

    reason: str = Field(min_length=1, max_length=MOST_REASON, examples=["Sai tên người nộp ở trang 2."])


class NumberIn(Strict):
    document_type: str | None = Field(None, max_length=10, examples=["QĐ"])


class HandoverIn(Strict):
    """How a document is to be signed by VGCA SignService; without `certificate` the one assigned last."""

    certificate: str | None = Field(None, max_length=20_000, description="PEM, or DER in base64")
    role: Literal["clerk", "leader", "seal"] | None = None


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


class DeclinedOut(BaseModel):
    by: str
    reason: str
    at: str


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
    declined: DeclinedOut | None
    withdrawn_at: str | None
    number: str | None
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


class CeremonyItemOut(BaseModel):
    """One document: `attributes` (DER in base64) are what the key signs, `hash` is what they are over.

    `item` is the document's id. Both are null once it waits no more. `failure` tells why it, or the value sent last,
    was refused.
    """

    item: str
    dossier: str
    title: str
    pages: int
    hash: str | None
    attributes: str | None
    outcome: Literal["waiting", "signed", "failed", "expired", "given_up"]
    version: int | None
    failure: Failure | None


class CeremonyOut(BaseModel):
    ceremony: str
    certificate: str
    role: str
    created_at: str
    expires_at: str
    over: bool
    items: list[CeremonyItemOut]


class CeremoniesOut(BaseModel):
    ceremonies: list[CeremonyOut]


class ToolOut(BaseModel):
    """The WebSocket to open on this computer, and the one message to send, as JSON text."""

    address: str
    message: dict[str, Any]


class HandoverOut(BaseModel):
    """`tool` is told once, when the document is handed over. `failure`: why the file that came last was refused."""

    handover: str
    document: str
    certificate: str
    role: str
    created_at: str
    expires_at: str
    outcome: Literal["waiting", "signed", "failed", "expired", "given_up"]
    version: int | None
    failure: Failure | None
    tool: ToolOut | None = None


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[str] | None = None
