"""What the API answers, described for OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel

from ocr import FieldName
from service.web.api.shapes import SigningRole


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


class TurnOut(BaseModel):
    """One of those who are to sign, in their order; `account` is null where whoever has that role may."""

    role: SigningRole
    account: str | None
    signed: bool


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
    request: list[TurnOut]
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
    role: SigningRole
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
