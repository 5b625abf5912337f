"""Builders: one line for a dossier, a document, a page."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

from storage import Actor, Blob, Database, Document, Dossier, Kind, PageText, PageWord, Role, Signature, SignerRole

T = TypeVar("T")
CLERK = Actor(name="canbo", role=Role.CLERK, origin="10.0.0.7")
NOON = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)  # 12:00 in Viet Nam


def a_blob(content: str = "paper") -> Blob:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Blob(key=f"x/{digest}.pdf", sha256=digest, size=len(content), media_type="application/pdf", version_id="v1")


def a_dossier(
    database: Database,
    code: str | None = None,
    *,
    agency: str = "H29.17.30",
    received_at: datetime = NOON,
    title: str | None = None,
    created_by: str = "canbo",
) -> Dossier:
    with database.begin() as db:
        return db.dossiers.add(
            code=code,
            agency=agency,
            procedure=None,
            title=title,
            applicant=None,
            due_at=None,
            received_at=received_at,
            created_by=created_by,
        )


def a_document(
    database: Database, dossier: Dossier | None = None, content: str | None = None, *, signed: bool = False
) -> Document:
    dossier = dossier or a_dossier(database)
    with database.begin() as db:
        return db.documents.add(
            id=uuid4(),
            dossier=dossier.code,
            component=None,
            kind=Kind.COMPONENT,
            name="don.pdf",
            original=a_blob(content or uuid4().hex),
            pages_total=2,
            signed_on_arrival=signed,
            created_by="canbo",
        )


def digitise(database: Database, document: Document, *, expected: int = 0, content: str = "copy") -> Document:
    with database.begin() as db:
        return db.documents.digitised(
            document.id,
            expected=expected,
            blob=a_blob(content),
            pages_total=2,
            failed_pages=(2,),
            doubtful_pages=(1,),
            created_by="worker",
        )


def a_signature(role: SignerRole = SignerRole.CLERK, *, pending: bool = False, wanted: str | None = None) -> Signature:
    return Signature(
        role=role, account="canbo", level="B-B", signed_at=NOON, timestamp_pending=pending, level_wanted=wanted
    )


def sign(database: Database, document: Document, *, expected: int, signature: Signature | None = None) -> Document:
    with database.begin() as db:
        return db.documents.signed(
            document.id,
            expected=expected,
            blob=a_blob(f"signed {expected}"),
            signature=signature,
            created_by="canbo",
            note=None,
        )


def a_page(text: str, number: int = 1) -> PageText:
    """A page with its words side by side, ten points each, on one line for each line of the text."""
    words: list[PageWord] = []
    for line, content in enumerate(text.split("\n")):
        for place, word in enumerate(content.split()):
            box = (10.0 * place, 20.0 * line, 10.0 * place + 9, 20.0 * line + 15)
            words.append(PageWord(word, box, 96.5, line))
    return PageText(number=number, width=595.0, height=842.0, rotation=0, text=text, words=tuple(words))


def a_paper(database: Database, *texts: str, dossier: Dossier | None = None) -> Document:
    """A document whose pages have these texts."""
    document = a_document(database, dossier)
    with database.begin() as db:
        db.pages.replace(document.id, document.dossier, 1, (a_page(text, i) for i, text in enumerate(texts, 1)))
    return document


def at_once(many: int, work: Callable[[int], T]) -> list[T | Exception]:
    """What `work` gives or raises when many threads do it at the same moment."""
    start = Barrier(many)

    def one(number: int) -> T | Exception:
        start.wait()
        try:
            return work(number)
        except Exception as error:  # the error is the result
            return error

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(one, range(many)))
