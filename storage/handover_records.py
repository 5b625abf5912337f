"""Frozen values of documents handed to a signing tool."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.records import Failure
from storage.vocabulary import Outcome, SignerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One document that one person's signing tool may fetch, and send back signed, for a short time."""

    id: UUID
    document: UUID
    account: str
    certificate: str  # sha256
    role: SignerRole
    expected: int  # how many versions the document had when it was handed over
    download_sha256: str  # of the secret in each address
    upload_sha256: str
    created_at: datetime
    expires_at: datetime
    outcome: Outcome
    downloads: int = 0
    refusals: int = 0  # files that came back and were not taken
    version: int | None = None  # number of the version that was filed
    failure: Failure | None = None  # why the file that came last was refused; while it waits another may come
