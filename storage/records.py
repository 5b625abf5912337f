"""Frozen values that storage hands out and takes in. Times are aware datetimes, hashes lower-case hex SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple
from uuid import UUID

from storage.vocabulary import Kind, Role, SignerRole, State, Status, VersionKind

VIETNAM = timezone(timedelta(hours=7))  # no summer time since 1975: a fixed offset serves, and needs no zone files
Box = tuple[float, float, float, float]  # left, top, right, bottom; points, origin top left of the page as shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One object in the store. Never changed once written: another content has another key."""

    key: str
    sha256: str
    size: int
    media_type: str
    version_id: str | None  # the store's own version of the key; None: the store keeps none


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: an account's name, or a part of the service such as `worker`."""

    name: str
    role: Role | None  # None: the service itself
    origin: str | None = None  # network address; None: no request behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    name: str
    role: Role
    display_name: str
    agency: str  # agency code
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    code: str
    name: str
    valid_from: date | None  # None: not known
    valid_to: date | None  # last day on which dossiers are taken; None: open
    successor: str | None  # code of the agency that took over


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    id: UUID
    code: str
    agency: str
    procedure: str | None
    title: str | None
    applicant: str | None
    state: State
    received_at: datetime
    due_at: datetime | None  # None: the procedure sets no due date
    archived_at: datetime | None
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDossier:
    dossier: Dossier
    counts: Mapping[Status, int]  # of its documents; a status without any is absent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDossiers:
    items: tuple[RecentDossier, ...]
    next: str | None  # cursor; None: no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    code: str
    message: str  # Vietnamese sentence for the owner
    retryable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature the service itself made on a version."""

    role: SignerRole
    account: str
    level: str  # B-B, B-T, B-LT or B-LTA; CMS: made by another program, no PAdES
    signed_at: datetime
    timestamp_pending: bool  # a timestamp, or what goes beyond it, is still owed (law 7)
    level_wanted: str | None = None  # up to where what is owed must lift the file; None: B-T


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One signer of a signature request."""

    role: SignerRole
    account: str | None  # None: whoever signs in that capacity
    name: str | None = field(default=None, compare=False)  # of that account, as people know it


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """Somebody whose signature a document waited for handed it back."""

    by: str  # account
    reason: str  # in that person's words
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    number: int  # from 1 within the document
    kind: VersionKind
    blob: Blob
    created_at: datetime
    created_by: str
    signature: Signature | None  # None: not made by signing (digitised), or an appended timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    id: UUID
    dossier: str  # dossier code
    component: str | None
    kind: Kind
    name: str  # file name as shown to people, cleaned
    status: Status
    pages_total: int | None  # None: not counted yet
    pages_done: int
    original: Blob
    signed_on_arrival: bool
    failed_pages: tuple[int, ...]
    doubtful_pages: tuple[int, ...]  # read, but a person must look
    failure: Failure | None
    created_at: datetime
    created_by: str
    signing: SignerRole | None  # a signing job under way for this role; None: none
    signing_account: str | None  # whose key that job uses
    note: str | None  # what people must see, e.g. that a timestamp is still owed
    versions: tuple[Version, ...]  # oldest first
    signing_level: str | None = None  # what was asked of that job, or of the last that failed; None: the usual level
    lasts_until: datetime | None = None  # once archived: end of its newest timestamp's certificate; None: no timestamp
    declined: Declined | None = None  # handed back and not submitted again; None: not so
    withdrawn_at: datetime | None = None  # after that taken back for good: nobody's signature is missing; None: not so
    number: str | None = None  # as `15/QĐ-UBND`, given by the agency's register; None: none given
    request: tuple[Turn, ...] = ()  # who is to sign, one after the other; empty: nobody was named, roles decide


class PageWord(NamedTuple):
    """One recognised word."""

    text: str
    box: Box
    confidence: float  # 0..100
    line: int  # from 0
    raw: str | None = None  # what was read, where the text was corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One recognised page for the side index."""

    number: int  # from 1
    width: float  # points, page as shown
    height: float
    rotation: int
    text: str  # NFC
    words: tuple[PageWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact read from a document; what was not found has none."""

    name: str  # a word of the interface, as `number_symbol`
    value: str
    confidence: float  # 0..100
    page: int  # from 1
    boxes: tuple[Box, ...]  # where it was read, one for each line


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One find. `document` and `page` are None where the dossier itself was found by its code."""

    dossier: str
    title: str | None
    document: UUID | None
    document_name: str | None
    page: int | None
    snippet: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    items: tuple[Hit, ...]
    next: str | None  # cursor; None: no more


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    number: int
    at: datetime
    actor: str
    role: str | None
    origin: str | None
    action: str
    dossier: str | None
    document: UUID | None
    details: Mapping[str, object] = field(default_factory=dict)
    previous: str  # hash of the line before; 64 zeros for the first
    hash: str
