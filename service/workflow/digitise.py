"""A paper becomes a searchable PDF: run by a worker, as often as the queue likes, with one effect."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import ocr
import storage
from service.workflow.deps import Deps, Digitise
from service.workflow.recognised import kept
from storage import Actor, Document, Field, Status

WORKER = Actor(name="worker", role=None)
_OPEN = {Status.RECEIVED, Status.DIGITISING, Status.FAILED}
CHUNK = 1 << 20


def run(deps: Deps, job: Digitise, cancelled: Callable[[], bool]) -> None:
    """Digitise the document as it stood when the job was asked for; another version means it has been done.

    Raises:
        ocr.Refused: the file cannot be read, trying again is of no use
        ocr.Interrupted, storage.StoreUnavailable, storage.DatabaseUnavailable: try again
        storage.Corrupt: the kept original is not what came in; a person must look
    """
    with deps.database.begin() as db:
        document = db.documents.lock(job.document)
        if len(document.versions) != job.expected or document.status not in _OPEN:
            return
        db.documents.digitising(document.id)
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.original, work / f"original{Path(document.original.key).suffix}")
        digitised = ocr.digitise(
            [source], work, deps.ocr_options, deps.ocr_limits, _progress(deps, document.id), cancelled=cancelled
        )
        _file(deps, document, job.expected, digitised)


def _file(deps: Deps, document: Document, expected: int, digitised: ocr.Digitised) -> None:
    """Bytes first, then one transaction (law 3). A signed paper has no digitised copy: index only (law 2)."""
    blob = put_pdf(deps, document.dossier, digitised.pdf) if digitised.pdf else None
    facts = _facts(digitised)
    try:
        with deps.database.begin() as db:
            db.documents.lock(document.id)
            db.documents.digitised(
                document.id,
                expected=expected,
                blob=blob,
                pages_total=digitised.pages,
                failed_pages=digitised.failed,
                doubtful_pages=digitised.doubtful,
                created_by=WORKER.name,
            )
            db.pages.replace(document.id, document.dossier, expected + 1, map(kept, digitised.recognised()))
            db.fields.replace(document.id, facts)
            details = {"pages": digitised.pages, "failed_pages": list(digitised.failed)}
            db.audit.add(WORKER, "digitised", dossier=document.dossier, document=document.id, details=details)
    except storage.Conflict:  # another worker was faster with the same job: the work is done (law 4)
        return


def put_pdf(deps: Deps, code: str, path: Path) -> storage.Blob:
    """Store a version's bytes under the dossier's code and their own hash."""
    digest = file_sha256(path)
    return deps.blobs.put(path, f"{code}/{digest}.pdf", sha256=digest, media_type="application/pdf")


def file_sha256(path: Path) -> str:
    """Lower-case hex SHA-256 of a file, read in 1 MiB pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _progress(deps: Deps, document: UUID) -> Callable[[ocr.Progress], None]:
    def show(progress: ocr.Progress) -> None:
        with deps.database.begin() as db:
            db.documents.progress(document, progress.done, progress.total)

    return show


def _facts(digitised: ocr.Digitised) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=fact.name.value,
            value=fact.value,
            confidence=fact.confidence,
            page=fact.page,
            boxes=tuple((box.left, box.top, box.right, box.bottom) for box in fact.boxes),
        )
        for fact in ocr.fields_of(digitised.recognised())
    )
