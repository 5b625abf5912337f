"""Looking at what is kept. Every look at a paper's content is written to the audit log (domain sheet, section 10)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import ocr
import signing
import storage
from service.workflow.deps import Deps
from service.workflow.errors import NotReady
from service.workflow.recognised import recognised
from service.workflow.rights import Act, require
from storage import Actor, Blob, Document, Dossier, Field, Hits

# A fact less sure than this must be compared with the paper by a person.
SURE = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    dossier: Dossier
    documents: tuple[Document, ...]
    fields: Mapping[UUID, tuple[Field, ...]] = field(default_factory=dict)  # what was read from each document


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for."""

    text: str
    agency: str | None = None  # agency code; its predecessors are searched too
    since: date | None = None
    until: date | None = None
    limit: int = 20
    cursor: str | None = None


def dossier(deps: Deps, who: Actor, code: str, *, again: bool = False) -> DossierView:
    """One dossier with its documents; `again`: a page that only refreshes itself, the same look still.

    Raises Forbidden, storage.NotACode, storage.NotFound.
    """
    require(who, Act.READ)
    code = storage.normalise_code(code)
    with deps.database.begin() as db:
        found, documents = db.dossiers.get(code), db.documents.of_dossier(code)
        facts = db.fields.of([one.id for one in documents])
        view = DossierView(dossier=found, documents=documents, fields=facts)
        if not again:
            db.audit.add(who, "viewed", dossier=code)
    return view


def document(deps: Deps, who: Actor, identity: UUID) -> Document:
    """One document's state: asked for again and again while a worker is busy, so not an audited look."""
    require(who, Act.READ)
    with deps.database.begin() as db:
        return db.documents.get(identity)


def blob_of(document: Document, version: int | None) -> Blob:
    """The bytes of a version, newest where None. Raises NotReady before the first, storage.NotFound without it."""
    if not document.versions:
        raise NotReady("Giấy tờ chưa số hóa xong.")
    if version is None:
        return document.versions[-1].blob
    found = next((v.blob for v in document.versions if v.number == version), None)
    if found is None:
        raise storage.NotFound(f"Không có phiên bản {version}.")
    return found


def downloaded(deps: Deps, who: Actor, document: Document, what: str) -> None:
    """Write down that somebody took a copy of these bytes."""
    with deps.database.begin() as db:
        db.audit.add(who, "downloaded", dossier=document.dossier, document=document.id, details={"what": what})


def text(deps: Deps, who: Actor, identity: UUID) -> Iterator[str]:
    """The recognised text, a page at a time."""
    for page in pages(deps, who, identity):
        yield page.text


def pages(deps: Deps, who: Actor, identity: UUID) -> Iterator[ocr.RecognisedPage]:
    """The recognised pages in order, read one at a time (law 10). Raises NotReady before there are any."""
    found = document(deps, who, identity)
    if not found.versions:
        raise NotReady("Giấy tờ chưa số hóa xong.")
    downloaded(deps, who, found, "text")
    return _pages(deps, found)


def _pages(deps: Deps, found: Document) -> Iterator[ocr.RecognisedPage]:
    with deps.database.begin() as db:
        for page in db.pages.words(found.id):
            yield recognised(page, found)


def fields(deps: Deps, who: Actor, identity: UUID, *, again: bool = False) -> tuple[Field, ...]:
    """The facts read from a document; `again`: a page that only refreshes itself, the same look still.

    Raises Forbidden, storage.NotFound, NotReady before it is digitised.
    """
    found = document(deps, who, identity)
    if not found.versions:
        raise NotReady("Giấy tờ chưa số hóa xong.")
    with deps.database.begin() as db:
        if not again:
            db.audit.add(who, "viewed", dossier=found.dossier, document=identity, details={"what": "fields"})
        return db.fields.of([identity])[identity]


def search(deps: Deps, who: Actor, question: Question) -> Hits:
    """Dossiers by code, pages by text: exact accents first, then without. Raises Forbidden, storage.BadCursor."""
    require(who, Act.READ)
    with deps.database.begin() as db:
        hits = db.pages.search(
            question.text,
            agency=question.agency,
            since=question.since,
            until=question.until,
            limit=question.limit,
            cursor=question.cursor,
        )
        db.audit.add(who, "searched", details={"q": question.text[:200], "found": len(hits.items)})
    return hits


def signatures(deps: Deps, who: Actor, identity: UUID) -> signing.Report:
    """What every signature of the newest version is worth today, from the bytes in the store."""
    found = document(deps, who, identity)
    blob = blob_of(found, None)
    with deps.workdir() as work:
        path = deps.blobs.fetch(blob, work / "newest.pdf")
        return signing.verify(path, deps.trust, profile="foreign" if found.signed_on_arrival else "own")


def verify_foreign(deps: Deps, who: Actor, path: Path) -> signing.Report:
    """The verify report of any PDF, for whoever has an account; nothing of it is kept. Raises signing.Unreadable."""
    with deps.database.begin() as db:
        db.audit.add(who, "verified", details={"size": path.stat().st_size})
    return signing.verify(path, deps.trust, profile="foreign")


@contextmanager
def opened(deps: Deps, blob: Blob, offset: int, length: int) -> Iterator[Iterator[bytes]]:
    """A piece of an object, streamed."""
    with deps.blobs.open(blob, offset=offset, length=length) as pieces:
        yield pieces


def recent(deps: Deps, who: Actor, *, cursor: str | None, mine: bool, limit: int = 20) -> storage.RecentDossiers:
    """Dossiers, newest first, with how far their papers are: the desk's list."""
    require(who, Act.READ)
    with deps.database.begin() as db:
        return db.dossiers.recent(limit=limit, before=cursor, created_by=who.name if mine else None)
