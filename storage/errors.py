"""What can go wrong in storage, one class for each thing the caller should do."""

from storage.records import Document


class StorageError(Exception):
    """Base of all storage errors; `code` is the stable English word, the text a Vietnamese sentence."""

    code = "storage_error"


class NotACode(StorageError):
    """The text is no dossier code (domain sheet, section 3): ask the person to correct it."""

    code = "not_a_code"


class NotFound(StorageError):
    """No such dossier, document, version or account."""

    code = "not_found"


class AlreadyExists(StorageError):
    """A dossier with this code, or an account with this name, is there already."""

    code = "already_exists"


class Duplicate(AlreadyExists):
    """The dossier holds a document with these bytes already: `document`."""

    code = "duplicate"

    def __init__(self, message: str, document: Document) -> None:
        super().__init__(message)
        self.document = document


class AgencyClosed(StorageError):
    """The agency of the code takes no new dossier any more (it ended, or has not begun)."""

    code = "agency_closed"


class Conflict(StorageError):
    """The row is no longer at the version or status that was expected: somebody else was first."""

    code = "conflict"


class BadCursor(StorageError):
    """The search cursor was not made by this service: start the search again."""

    code = "bad_cursor"


class StoreUnavailable(StorageError):
    """The object store did not answer or refused service: try again later."""

    code = "store_unavailable"


class StoreRefused(StoreUnavailable):
    """The object store answered and said no: its rights, its bucket or a lock stand against it."""

    code = "store_refused"


class DatabaseUnavailable(StorageError):
    """PostgreSQL did not answer: try again later."""

    code = "database_unavailable"


class Corrupt(StorageError):
    """An object read back does not have the hash it was stored under: a person must look."""

    code = "corrupt"


class AuditBroken(StorageError):
    """The audit chain does not verify at the line named."""

    code = "audit_broken"
