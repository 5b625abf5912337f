"""What becomes of a job that failed: tried again, or given up with a reason its owner sees (law 8)."""

import errno
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import ocr
import signing
import storage
from service.workflow import renew, sign, turns
from service.workflow.deps import Deps, Digitise, Job, Renew, Sign, Timestamp
from service.workflow.digitise import WORKER
from service.workflow.errors import Busy, NothingFailed, WorkflowError
from service.workflow.rights import Act, require
from storage import Actor, Document, Failure, Status

# Passing faults: the same job may succeed later. Everything else waits for a person.
PASSING: tuple[type[Exception], ...] = (
    Busy,
    ocr.Interrupted,
    signing.ServiceFailed,
    storage.StoreUnavailable,
    storage.DatabaseUnavailable,
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_TYPED: tuple[type[Exception], ...] = (WorkflowError, ocr.OcrError, signing.SigningError, storage.StorageError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a job is tried and how long is waited in between, growing with each attempt."""

    attempts: int
    first_wait: int  # seconds
    longest_wait: int  # seconds

    def wait(self, attempt: int) -> int | None:
        """Seconds until the next try after `attempt` tries (from 1); None: give up."""
        return None if attempt >= self.attempts else min(self.first_wait * 2 ** (attempt - 1), self.longest_wait)


PATIENCE: dict[type[Job], Patience] = {
    Digitise: Patience(attempts=4, first_wait=2, longest_wait=60),
    Sign: Patience(attempts=4, first_wait=2, longest_wait=60),
    # A timestamp is owed until it is there: the law knows no giving up.
    Timestamp: Patience(attempts=1_000_000, first_wait=15, longest_wait=1800),
    # Months are left, and the next night asks again.
    Renew: Patience(attempts=5, first_wait=60, longest_wait=1800),
}


def passes(error: Exception) -> bool:
    """Whether the same step may succeed later, with nothing changed but the world around it."""
    return isinstance(error, PASSING) or _is_full(error)


def _is_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _FULL


def patience_left(job: Job, error: Exception, attempt: int) -> int | None:
    """Seconds to wait before trying again, None where it is of no use or was tried often enough."""
    return PATIENCE[type(job)].wait(attempt) if passes(error) else None


def give_up(deps: Deps, job: Job, error: Exception) -> None:
    """Tell the owner why the job ended; the document keeps its original and all its versions."""
    failure = describe(error)
    with deps.database.begin() as db:
        document = db.documents.lock(job.document)
        if isinstance(job, Digitise):
            if document.versions:
                return
            db.documents.failed(document.id, failure)
        elif isinstance(job, Sign):
            if not turns.is_under_way(document, job.role, job.account):
                return
            db.documents.signing_failed(document.id, failure)
        else:
            owed = sign.owed_note(job.level) if isinstance(job, Timestamp) else renew.NOT_YET
            told = f"{owed} {failure.message}"
            db.documents.note(document.id, told)
            # It stays owed and is asked for again and again: the same failure is one line of the audit, not hundreds.
            if told == document.note:
                return
        details = {"job": type(job).__name__.lower(), "code": failure.code}
        db.audit.add(WORKER, "failed", dossier=document.dossier, document=document.id, details=details)


def describe(error: Exception) -> Failure:
    """A failure in words: typed errors speak for themselves, anything else is our own fault and said to be."""
    retryable = passes(error)
    if isinstance(error, _TYPED):
        return Failure(code=str(getattr(error, "code", "failed")), message=str(error), retryable=retryable)
    if _is_full(error):
        message = "Đĩa tạm của bộ xử lý đầy; báo quản trị viên, có chỗ rồi thì làm lại."
        return Failure(code="disk_full", message=message, retryable=True)
    message = f"Lỗi của hệ thống ({type(error).__name__}); quản trị viên xem nhật ký của bộ xử lý."
    return Failure(code="internal", message=message, retryable=True)


def retry(deps: Deps, who: Actor, identity: UUID) -> Document:
    """Try again what failed: the digitisation, or the caller's own signature.

    Raises:
        Forbidden, NothingFailed, storage.NotFound, NotYourTurn
    """
    require(who, Act.RETRY)
    with deps.database.begin() as db:
        document = db.documents.lock(identity)
        if document.failure is None:
            raise NothingFailed("Không có bước nào bị lỗi để làm lại.")
        if document.status is Status.FAILED:
            db.documents.digitising(identity)
            deps.queue.put(db, Digitise(document=identity, expected=len(document.versions)))
            db.audit.add(who, "retried", dossier=document.dossier, document=identity)
            return db.documents.get(identity)
    return sign.request(deps, who, identity, level=document.signing_level)


def waiting(db: storage.Transaction, before: datetime) -> list[Job]:
    """The jobs that documents untouched since `before` wait for, whether the queue knows of them or not."""
    jobs: list[Job] = []
    for document in db.documents.waiting(before=before, limit=200):
        expected = len(document.versions)
        if document.status in {Status.RECEIVED, Status.DIGITISING}:
            jobs.append(Digitise(document=document.id, expected=expected))
        elif document.signing and document.signing_account:
            jobs.append(
                Sign(
                    document=document.id,
                    expected=expected,
                    account=document.signing_account,
                    role=document.signing,
                    level=document.signing_level,
                )
            )
        elif owed := turns.owed(document):
            jobs.append(Timestamp(document=document.id, expected=expected, level=owed.level_wanted))
    return jobs
