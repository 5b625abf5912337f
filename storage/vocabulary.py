"""The words of the field, each once; the database constraints and the API read them from here."""

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """Who works at a one-stop shop (domain sheet, section 2)."""

    CLERK = "clerk"
    OFFICER = "officer"
    LEADER = "leader"
    REGISTRAR = "registrar"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    ADMIN = "admin"


class State(IntEnum):
    """State of a dossier with its national synchronisation number (domain sheet, section 4)."""

    REGISTERED = 1
    ACCEPTED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT_REQUESTED = 5
    PAYMENT_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    RESOLVED = 9
    RETURNED = 10


class Kind(StrEnum):
    """What a document is in its dossier: a paper handed in, or the result of the procedure."""

    COMPONENT = "component"
    RESULT = "result"


class Status(StrEnum):
    """How far a document has come on the way of one paper."""

    RECEIVED = "received"
    DIGITISING = "digitising"
    DIGITISED = "digitised"
    SIGNED = "signed"
    ARCHIVED = "archived"
    FAILED = "failed"


class VersionKind(StrEnum):
    """How a version of a document came to be."""

    DIGITISED = "digitised"
    SIGNED = "signed"


class SignerRole(StrEnum):
    """In which capacity a signature is made; initials (ký nháy) come from those who prepared or checked a paper."""

    CLERK = "clerk"
    INITIALS = "initials"
    LEADER = "leader"
    SEAL = "seal"


class Outcome(StrEnum):
    """What became of a document in a ceremony; only one that waits keeps others from signing."""

    WAITING = "waiting"
    SIGNED = "signed"
    FAILED = "failed"
    EXPIRED = "expired"
    GIVEN_UP = "given_up"
