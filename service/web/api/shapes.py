"""What the API takes in, checked and described for OpenAPI."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.workflow.ceremonies import MOST_DOCUMENTS
from service.workflow.order import MOST_REASON

SigningRole = Literal["clerk", "initials", "leader", "seal"]


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
    role: SigningRole | None = None
    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] | None = None


class CeremonyIn(Strict):
    """Documents to sign with a key that is elsewhere; without `certificate` the one assigned last."""

    documents: list[UUID] = Field(min_length=1, max_length=MOST_DOCUMENTS)
    certificate: str | None = Field(None, max_length=20_000, description="PEM, or DER in base64")
    role: SigningRole | None = None
    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] | None = None


class SignaturesIn(Strict):
    """Signature values by item, in base64: over the bytes of `attributes`, hashed with SHA-256."""

    signatures: dict[UUID, str] = Field(min_length=1, max_length=MOST_DOCUMENTS)


class SignerIn(Strict):
    """One of those who are to sign; without `account` whoever signs in that role, which initials do not allow."""

    role: Literal["initials", "leader", "seal"]
    account: str | None = Field(None, min_length=1, max_length=100)


class SubmitIn(Strict):
    """Who is to sign, one after the other; without it a paper that was handed back is submitted as it was."""

    signers: list[SignerIn] = Field(default_factory=list, max_length=20)


class DeclineIn(Strict):
    """Why the paper goes back, in words for whoever made it."""

    reason: str = Field(min_length=1, max_length=MOST_REASON, examples=["Sai tên người nộp ở trang 2."])


class NumberIn(Strict):
    document_type: str | None = Field(None, max_length=10, examples=["QĐ"])


class HandoverIn(Strict):
    """How a document is to be signed by VGCA SignService; without `certificate` the one assigned last."""

    certificate: str | None = Field(None, max_length=20_000, description="PEM, or DER in base64")
    role: SigningRole | None = None


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
