"""Values of the product as the JSON of the interface: times with zone, hashes as hex, stable English words."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from service.workflow import turns
from service.workflow.ceremonies import CeremonyView
from service.workflow.read import DossierView
from storage import VIETNAM, CeremonyItem, Declined, Document, Failure, Field, Handover, Hit, Hits, Turn, Version


def when(moment: datetime | None) -> str | None:
    """ISO 8601 in Vietnam's time, whatever the server's zone."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else None


def version(item: Version) -> dict[str, Any]:
    return {
        "number": item.number,
        "kind": item.kind.value,
        "sha256": item.blob.sha256,
        "size": item.blob.size,
        "created_at": when(item.created_at),
        "created_by": item.created_by,
        "role": item.signature.role.value if item.signature else None,
        "level": item.signature.level if item.signature else None,
    }


def document(item: Document, *, duplicate: bool = False) -> dict[str, Any]:
    failure = item.failure
    return {
        "id": str(item.id),
        "dossier": item.dossier,
        "component": item.component,
        "kind": item.kind.value,
        "name": item.name,
        "status": item.status.value,
        "pages": {"done": item.pages_done, "total": item.pages_total},
        "sha256": item.original.sha256,
        "size": item.original.size,
        "media_type": item.original.media_type,
        "signed_on_arrival": item.signed_on_arrival,
        "versions": [version(each) for each in item.versions],
        "failure": {"code": failure.code, "message": failure.message, "retryable": failure.retryable}
        if failure
        else None,
        "duplicate": duplicate,
        "failed_pages": list(item.failed_pages),
        "doubtful_pages": list(item.doubtful_pages),
        "signing": item.signing.value if item.signing else None,
        "note": item.note,
        "declined": _declined(item.declined),
        "withdrawn_at": when(item.withdrawn_at),
        "number": item.number,
        "request": [_turn(item, each) for each in item.request],
        "created_at": when(item.created_at),
        "created_by": item.created_by,
    }


def _turn(item: Document, turn: Turn) -> dict[str, Any]:
    signed = turns.has_signed(item, turn.role, turn.account)
    return {"role": turn.role.value, "account": turn.account, "signed": signed}


def _declined(item: Declined | None) -> dict[str, Any] | None:
    return {"by": item.by, "reason": item.reason, "at": when(item.at)} if item else None


def dossier(view: DossierView) -> dict[str, Any]:
    item = view.dossier
    return {
        "code": item.code,
        "agency": item.agency,
        "procedure": item.procedure,
        "title": item.title,
        "applicant": item.applicant,
        "state": item.state.name.lower(),
        "state_number": item.state.value,
        "received_at": when(item.received_at),
        "due_at": when(item.due_at),
        "archived_at": when(item.archived_at),
        "documents": [document(each) for each in view.documents],
    }


def ceremony(view: CeremonyView, refused: Mapping[UUID, Failure] | None = None) -> dict[str, Any]:
    """`refused`: values that came just now and were not taken."""
    item = view.ceremony
    told = refused or {}
    pairs = zip(item.items, view.documents, strict=True)
    return {
        "ceremony": str(item.id),
        "certificate": item.certificate,
        "created_at": when(item.created_at),
        "expires_at": when(item.expires_at),
        "over": view.over,
        "items": [_ceremony_item(each, document, told.get(each.document)) for each, document in pairs],
    }


def _ceremony_item(item: CeremonyItem, document: Document, refused: Failure | None) -> dict[str, Any]:
    state = item.state or {}
    failure = refused or item.failure
    return {
        "item": str(item.document),
        "role": item.role.value,
        "dossier": document.dossier,
        "title": document.component or document.name,
        "pages": document.pages_total or 1,
        "hash": state.get("digest"),
        "attributes": state.get("attributes"),
        "outcome": item.outcome.value,
        "version": item.version,
        "failure": asdict(failure) if failure else None,
    }


def handover(item: Handover) -> dict[str, Any]:
    return {
        "handover": str(item.id),
        "document": str(item.document),
        "certificate": item.certificate,
        "role": item.role.value,
        "created_at": when(item.created_at),
        "expires_at": when(item.expires_at),
        "outcome": item.outcome.value,
        "version": item.version,
        "failure": asdict(item.failure) if item.failure else None,
    }


def hit(item: Hit) -> dict[str, Any]:
    return {
        "dossier": item.dossier,
        "title": item.title,
        "document": str(item.document) if item.document else None,
        "name": item.document_name,
        "page": item.page,
        "snippet": item.snippet,
        "boxes": [list(box) for box in item.boxes],
    }


def hits(found: Hits) -> dict[str, Any]:
    return {"items": [hit(each) for each in found.items], "next": found.next}


def fields(found: Iterable[Field]) -> dict[str, Any]:
    return {"fields": [{**asdict(each), "boxes": [list(box) for box in each.boxes]} for each in found]}
