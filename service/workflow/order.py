"""A paper on its way between those who make it and those who sign it: submitted, handed back, withdrawn."""

from collections.abc import Sequence
from uuid import UUID

import storage
from service.workflow import signers, turns
from service.workflow.deps import Deps
from service.workflow.errors import NotReady, NotUnderstood
from service.workflow.rights import Act, require
from storage import Actor, Declined, Document, Turn

MOST_REASON = 1000  # characters


def decline(deps: Deps, who: Actor, identity: UUID, reason: str) -> Document:
    """Hand a paper back instead of signing it; until it is submitted again it waits for nobody.

    Raises:
        Forbidden, NotUnderstood (no reason), NotReady, NotYourTurn (also while somebody signs), storage.NotFound
    """
    require(who, Act.DECLINE)
    reason = " ".join(reason.split())
    if not reason or len(reason) > MOST_REASON:
        raise NotUnderstood(f"Cần lý do trả lại, dài nhất {MOST_REASON} ký tự.")
    with deps.database.begin() as db:
        document = db.documents.lock(identity)
        own = turns.capacity_for(document, who)
        turns.check_decline(document, own, who.name)
        db.order.declined(identity, Declined(by=who.name, reason=reason, at=deps.clock()))
        details = {"role": own.value, "reason": reason}
        db.audit.add(who, "declined", dossier=document.dossier, document=identity, details=details)
        return db.documents.get(identity)


def submit(deps: Deps, who: Actor, identity: UUID, asked: Sequence[Turn] = ()) -> Document:
    """Submit a paper to those who are to sign it, in this order; each may sign once those before have.

    Without names a paper that was handed back waits again for whom it waited for, and any other stays as it is.

    Raises:
        Forbidden, NotReady (dossier closed, somebody is signing, or the leader has), storage.NotFound
        NotUnderstood: no order in which papers are signed, or somebody who cannot sign so
    """
    require(who, Act.SUBMIT)
    with deps.database.begin() as db:
        document = _open(db, identity)
        if document.declined is None and not asked:
            return document
        named = signers.name(db, document, asked) if asked else ()
        db.order.submitted(identity)
        details = {"signers": [{"role": turn.role.value, "account": turn.account} for turn in named]} if named else {}
        db.audit.add(who, "submitted", dossier=document.dossier, document=identity, details=details)
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
