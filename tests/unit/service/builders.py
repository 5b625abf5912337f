"""Values for tests that need a document but no database."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from storage import Blob, Document, Kind, Signature, SignerRole, Status, Version, VersionKind

MOMENT = datetime(2026, 3, 5, 7, 30, tzinfo=UTC)


def a_blob(name: str = "a") -> Blob:
    return Blob(key=f"H29-260305-0001/{name}", sha256=name * 64, size=1, media_type="application/pdf", version_id=None)


def a_version(number: int, role: SignerRole | None = None, *, pending: bool = False) -> Version:
    signature = None
    if role:
        level = "B-B" if pending else "B-T"
        signature = Signature(role=role, account="x", level=level, signed_at=MOMENT, timestamp_pending=pending)
    kind = VersionKind.SIGNED if role else VersionKind.DIGITISED
    return Version(
        number=number, kind=kind, blob=a_blob(str(number)), created_at=MOMENT, created_by="x", signature=signature
    )


def a_document(*signers: SignerRole, **changes: Any) -> Document:
    """A digitised document that these have signed, one after the other."""
    versions = (a_version(1), *(a_version(number, role) for number, role in enumerate(signers, 2)))
    known: dict[str, Any] = {
        "id": UUID(int=1),
        "dossier": "H29-260305-0001",
        "component": None,
        "kind": Kind.COMPONENT,
        "name": "đơn.pdf",
        "status": Status.SIGNED if signers else Status.DIGITISED,
        "pages_total": 1,
        "pages_done": 1,
        "original": a_blob(),
        "signed_on_arrival": False,
        "failed_pages": (),
        "doubtful_pages": (),
        "failure": None,
        "created_at": MOMENT,
        "created_by": "canbo",
        "signing": None,
        "signing_account": None,
        "note": None,
        "versions": versions,
    }
    return Document(**(known | changes))
