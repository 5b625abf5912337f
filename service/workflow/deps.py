"""What the steps of the workflow are given: the live things they work with, and nothing global."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

import ocr
import signing
import storage
from service.workflow import workdirs
from storage import SignerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Digitise:
    """Make the searchable copy of the document as it stood at `expected` versions (law 4)."""

    document: UUID
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Make one person's signature; done once the document carries a signature in that role."""

    document: UUID
    expected: int
    account: str
    role: SignerRole
    level: str | None  # None: what the office makes when nobody asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """Append what version `expected` still lacks: a timestamp, and what `level` asks beyond it."""

    document: UUID
    expected: int
    level: str | None = None  # None: B-T


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew:
    """Prolong the signatures of an archived document as it stood at `expected` versions."""

    document: UUID
    expected: int


Job = Digitise | Sign | Timestamp | Renew


class Queue(Protocol):
    """Where jobs are put; the job becomes visible with the transaction it was put in, or never."""

    def put(self, transaction: storage.Transaction, job: Job) -> None: ...

    def living_workers(self, transaction: storage.Transaction, silent_for: float) -> int:
        """How many workers gave a sign of life within that many seconds."""

    def depth(self, transaction: storage.Transaction) -> Mapping[str, int]:
        """Waiting jobs for each queue."""


class Keyring(Protocol):
    """Whose key signs. Demo and test keys only live on the server (law 6)."""

    def signer(self, account: str, role: SignerRole) -> signing.Signer:
        """The key of that account. Raises `signing.KeyUnavailable`."""

    def image(self, role: SignerRole) -> Path | None:
        """The picture of the stamp; None: text only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Everything a step may use."""

    database: storage.Database
    blobs: storage.Blobs
    queue: Queue
    keyring: Keyring
    trust: signing.Trust
    tsa: str | None  # address of the RFC 3161 service; None: none configured
    level: signing.Level  # of signatures for which nobody asks for another; B-B where there is no such service
    ocr_options: ocr.Options
    ocr_limits: ocr.Limits
    agency: str  # code given to dossiers opened without one
    agency_symbol: str  # the agency's abbreviation in the symbols of its documents, as `UBND`
    number_before_signing: bool  # leaders sign no result without its number
    temp_dir: Path | None
    renew_before: timedelta  # archived signatures are renewed so long before the certificate of their timestamp ends
    clock: Callable[[], datetime]

    def workdir(self) -> AbstractContextManager[Path]:
        """A folder for one job's files, gone afterwards."""
        return workdirs.opened(self.temp_dir)
