"""Frozen values of signing with keys that are elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.records import Failure
from storage.vocabulary import Outcome, SignerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate whose holder signs for an account."""

    sha256: str  # of the signer's own certificate, DER
    account: str
    pem: str  # the signer's own first, authorities after it
    holder: str  # common name
    assigned_at: datetime | None = None  # None: not kept yet


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyItem:
    """One document of a ceremony."""

    document: UUID
    role: SignerRole
    expected: int  # how many versions the document had when it was prepared
    state: Mapping[str, Any] | None  # of the prepared signature; None: it could not be prepared, or is over
    tail: bytes | None = field(default=None, repr=False)  # what preparing appended to version `expected`
    outcome: Outcome
    version: int | None = None  # number of the version that was filed
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """Documents that one person signs in one go."""

    id: UUID
    account: str
    certificate: str  # sha256
    level: str | None  # None: what the office makes when nobody asks
    created_at: datetime
    expires_at: datetime
    items: tuple[CeremonyItem, ...]
