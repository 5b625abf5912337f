"""The keeper of the archive: signatures get a new timestamp before the certificate of their newest one ends."""

import logging
from collections.abc import Set
from uuid import UUID

import signing
import storage
from service.workflow.deps import Deps, Renew
from service.workflow.digitise import WORKER, put_pdf

log = logging.getLogger(__name__)
MOST = 5_000  # documents a night; the soonest to end come first
NOT_YET = "Chưa gia hạn được chữ ký lưu trữ, hệ thống sẽ thử lại."


def due(deps: Deps, db: storage.Transaction, busy: Set[UUID]) -> list[Renew]:
    """The jobs for archived documents whose timestamp ends soon; those in `busy` have one already."""
    now = deps.clock()
    ending = db.documents.ending(after=now, before=now + deps.renew_before, limit=MOST) if deps.tsa else ()
    return [Renew(document=each.id, expected=len(each.versions)) for each in ending if each.id not in busy]


def run(deps: Deps, job: Renew) -> None:
    """Append a new timestamp to the newest version, hold the result as everything archived is held, and file it.

    Where the service still stamps with the certificate that ends, nothing is filed: a later night will do better.

    Raises:
        signing.ServiceFailed: try again later
        signing.SigningError, storage.StorageError
    """
    with deps.database.begin() as db:
        document = db.documents.get(job.document)
    if len(document.versions) != job.expected or document.lasts_until is None or deps.tsa is None:
        return
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
        target = work / "after.pdf"
        renewed = signing.renew(source, target, tsa=deps.tsa, trust=deps.trust)
        if renewed.lasts_until <= document.lasts_until:
            log.warning("%s is not renewed: the timestamp service still uses its old certificate", document.id)
            return
        blob = put_pdf(deps, document.dossier, target)
    deps.blobs.hold(blob)
    try:
        with deps.database.begin() as db:
            db.documents.renewed(
                document.id,
                expected=job.expected,
                blob=blob,
                lasts_until=renewed.lasts_until,
                created_by=WORKER.name,
            )
            details = {"lasts_until": renewed.lasts_until.isoformat(), "sha256": blob.sha256}
            db.audit.add(WORKER, "renewed", dossier=document.dossier, document=document.id, details=details)
    except storage.Conflict:  # the same job, run twice, was faster
        return
