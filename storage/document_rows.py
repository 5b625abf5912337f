"""Rows of the tables `document` and `version` as records, and back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.records import Blob, Declined, Document, Failure, Signature, Turn, Version
from storage.tables import account, document, dossier, issued_number, signature_request, version
from storage.vocabulary import Kind, SignerRole, Status, VersionKind

DOCUMENTS = (
    sa.select(document, dossier.c.code.label("dossier_code"), issued_number.c.symbol.label("issued_symbol"))
    .join(dossier, dossier.c.id == document.c.dossier_id)
    .outerjoin(issued_number, issued_number.c.document_id == document.c.id)
)

_SIGNERS = (
    sa.select(signature_request, account.c.display_name)
    .outerjoin(account, account.c.name == signature_request.c.account)
    .order_by(signature_request.c.position)
)


def load(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Document, ...]:
    """The documents a query over DOCUMENTS finds, in its order, with versions and signers: three statements in all."""
    rows = connection.execute(query).all()
    versions: dict[UUID, list[Version]] = {row.id: [] for row in rows}
    signers: dict[UUID, list[Turn]] = {row.id: [] for row in rows}
    theirs = sa.select(version).where(version.c.document_id.in_(list(versions))).order_by(version.c.number)
    for row in connection.execute(theirs) if rows else ():
        versions[row.document_id].append(_version(row))
    asked = _SIGNERS.where(signature_request.c.document_id.in_(list(signers)))
    for row in connection.execute(asked) if rows else ():
        turn = Turn(role=SignerRole(row.role), account=row.account, name=row.display_name)
        signers[row.document_id].append(turn)
    return tuple(_document(row, versions[row.id], signers[row.id]) for row in rows)


def blob_columns(blob: Blob) -> dict[str, object]:
    """A blob as the columns both tables have for it."""
    return {
        "key": blob.key,
        "sha256": blob.sha256,
        "size": blob.size,
        "media_type": blob.media_type,
        "version_id": blob.version_id,
    }


def failure_columns(failure: Failure | None) -> dict[str, object]:
    """A failure as columns; None clears them."""
    return {
        "failure_code": failure.code if failure else None,
        "failure_message": failure.message if failure else None,
        "failure_retryable": failure.retryable if failure else None,
    }


def signature_columns(signature: Signature | None) -> dict[str, object]:
    """A signature as columns of a version; none at all for None."""
    if signature is None:
        return {}
    return {
        "signer_role": signature.role.value,
        "signer_account": signature.account,
        "level": signature.level,
        "signed_at": signature.signed_at,
        "timestamp_pending": signature.timestamp_pending,
        "level_wanted": signature.level_wanted,
    }


def _blob(row: sa.Row[*tuple[Any, ...]]) -> Blob:
    return Blob(key=row.key, sha256=row.sha256, size=row.size, media_type=row.media_type, version_id=row.version_id)


def _version(row: sa.Row[*tuple[Any, ...]]) -> Version:
    signature = row.signer_role and Signature(
        role=SignerRole(row.signer_role),
        account=row.signer_account,
        level=row.level,
        signed_at=row.signed_at,
        timestamp_pending=row.timestamp_pending,
        level_wanted=row.level_wanted,
    )
    return Version(
        number=row.number,
        kind=VersionKind(row.kind),
        blob=_blob(row),
        created_at=row.created_at,
        created_by=row.created_by,
        signature=signature,
    )


def _document(row: sa.Row[*tuple[Any, ...]], versions: Iterable[Version], signers: Iterable[Turn]) -> Document:
    return Document(
        id=row.id,
        dossier=row.dossier_code,
        component=row.component,
        kind=Kind(row.kind),
        name=row.name,
        status=Status(row.status),
        pages_total=row.pages_total,
        pages_done=row.pages_done,
        original=_blob(row),
        signed_on_arrival=row.signed_on_arrival,
        failed_pages=tuple(row.failed_pages),
        doubtful_pages=tuple(row.doubtful_pages),
        failure=_failure(row._mapping),
        created_at=row.created_at,
        created_by=row.created_by,
        signing=SignerRole(row.signing) if row.signing else None,
        signing_account=row.signing_account,
        note=row.note,
        versions=tuple(versions),
        signing_level=row.signing_level,
        lasts_until=row.lasts_until,
        declined=_declined(row._mapping),
        withdrawn_at=row.withdrawn_at,
        number=row.issued_symbol,
        request=tuple(signers),
    )


def _declined(row: Mapping[Any, Any]) -> Declined | None:
    if row["declined_at"] is None:
        return None
    return Declined(by=row["declined_by"], reason=row["declined_reason"], at=row["declined_at"])


def _failure(row: Mapping[Any, Any]) -> Failure | None:
    if row["failure_code"] is None:
        return None
    return Failure(code=row["failure_code"], message=row["failure_message"], retryable=row["failure_retryable"])
