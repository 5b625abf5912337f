"""A paper on its way between those who make it and those who sign it: handed back, submitted again, withdrawn."""

from uuid import UUID

import storage
from service.workflow import turns
from service.workflow.deps import Deps
from service.workflow.errors import NotReady, NotUnderstood
from service.workflow.rights import Act, require
from storage import Actor, Declined, Document

MOST_REASON = 1000  # characters


def decline(deps: Deps, who: Actor, identity: UUID, reason: str) -> Document:
    """Hand a paper back instead of signing it; until it is submitted again it waits for nobody.

    Raises:
        Forbidden, NotUnderstood (no reason), NotReady, NotYourTurn (also while somebody signs), storage.NotFound
    """
    require(who, Act.DECLINE)
    own = turns.capacity(who.role, None)
    reason = " ".join(reason.split())
    if not reason or len(reason) > MOST_REASON:
        raise NotUnderstood(f"Cần lý do trả lại, dài nhất {MOST_REASON} ký tự.")
    with deps.database.begin() as db:
        document = db.documents.lock(identity)
        turns.check_decline(document, own)
        db.order.declined(identity, Declined(by=who.name, reason=reason, at=deps.clock()))
        details = {"role": own.value, "reason": reason}
        db.audit.add(who, "declined", dossier=document.dossier, document=identity, details=details)
        return db.documents.get(identity)


def submit(deps: Deps, who: Actor, identity: UUID) -> Document:
    """Submit a paper that was handed back, as it is; it waits again for whom it waited for.

    A paper that was not handed back stays as it is. Raises Forbidden, NotReady (dossier closed), storage.NotFound.
    """
    require(who, Act.SUBMIT)
    with deps.database.begin() as db:
        document = _open(db, identity)
        if document.declined is None:
            return document
        db.order.submitted(identity)
        db.audit.add(who, "submitted", dossier=document.dossier, document=identity)
        return db.documents.get(identity)


def withdraw(deps: Deps, who: Actor, identity: UUID) -> Document:
    """Take back a paper that was handed back: the dossier is archived without its signatures, and keeps it as it is.

    Raises Forbidden, NotReady (not handed back, or dossier closed), storage.NotFound.
    """
    require(who, Act.SUBMIT)
    with deps.database.begin() as db:
        document = _open(db, identity)
        if document.declined is None:
            raise NotReady("Chỉ rút được giấy tờ đã bị trả lại.")
        if document.withdrawn_at:
            return document
        db.order.withdrawn(identity, deps.clock())
        db.audit.add(who, "withdrawn", dossier=document.dossier, document=identity)
        return db.documents.get(identity)


def _open(db: storage.Transaction, identity: UUID) -> Document:
    """The document, locked; its dossier cannot be archived meanwhile, since that locks the document too."""
    document = db.documents.lock(identity)
    if db.dossiers.get(document.dossier).archived_at:
        raise NotReady("Hồ sơ đã lưu trữ.")
    return document
