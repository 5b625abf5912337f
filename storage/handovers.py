"""Documents handed to signing tools: found by the hashes of their secrets, ended once."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.document_rows import failure_columns
from storage.errors import Conflict, NotFound
from storage.handover_records import Handover
from storage.handover_tables import handover
from storage.records import Failure
from storage.vocabulary import Outcome, SignerRole

_WAITS = handover.c.outcome == Outcome.WAITING.value


class Handovers:
    """The handovers, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Handover) -> None:
        """Keep a new handover. Raises Conflict: the document is handed over already."""
        row = {
            "id": new.id,
            "document_id": new.document,
            "account": new.account,
            "certificate": new.certificate,
            "role": new.role.value,
            "expected": new.expected,
            "download_sha256": new.download_sha256,
            "upload_sha256": new.upload_sha256,
            "created_at": new.created_at,
            "expires_at": new.expires_at,
            "outcome": new.outcome.value,
        }
        once = insert(handover).values(row).on_conflict_do_nothing(index_elements=["document_id"], index_where=_WAITS)
        if self._connection.execute(once.returning(handover.c.id)).first() is None:
            raise Conflict("Giấy tờ đang được giao cho công cụ ký.")

    def newest(self, paper: UUID, account: str) -> Handover:
        """The account's last handover of the document. Raises NotFound."""
        theirs = sa.select(handover).where(handover.c.document_id == paper, handover.c.account == account)
        return self._one(theirs.order_by(handover.c.created_at.desc(), handover.c.id).limit(1))

    def open_of(self, account: str) -> tuple[Handover, ...]:
        """The account's handovers that still wait, newest first."""
        query = sa.select(handover).where(_WAITS, handover.c.account == account)
        rows = self._connection.execute(query.order_by(handover.c.created_at.desc(), handover.c.id))
        return tuple(map(_handover, rows))

    def by_download(self, sha256: str) -> Handover:
        """The handover whose file a secret of this hash fetches. Raises NotFound."""
        return self._one(sa.select(handover).where(handover.c.download_sha256 == sha256))

    def by_upload(self, sha256: str) -> Handover:
        """The handover whose signed file a secret of this hash may bring. Raises NotFound."""
        return self._one(sa.select(handover).where(handover.c.upload_sha256 == sha256))

    def expired(self, at: datetime, limit: int = 100) -> tuple[Handover, ...]:
        """Handovers that still wait though their time was over at `at`."""
        query = sa.select(handover).where(_WAITS, handover.c.expires_at <= at)
        return tuple(map(_handover, self._connection.execute(query.order_by(handover.c.document_id).limit(limit))))

    def lock(self, identity: UUID) -> Handover:
        """One handover; nobody else changes it before this transaction ends. Raises NotFound."""
        return self._one(sa.select(handover).where(handover.c.id == identity).with_for_update())

    def downloaded(self, identity: UUID) -> None:
        """Its file was fetched once more."""
        self._change(handover.c.id == identity, downloads=handover.c.downloads + 1)

    def refused(self, identity: UUID, failure: Failure) -> None:
        """A file that came back was not taken; another one may come. Raises Conflict unless it waits."""
        self._waiting(identity, refusals=handover.c.refusals + 1, **failure_columns(failure))

    def end(self, identity: UUID, outcome: Outcome, *, version: int | None = None) -> None:
        """What became of it; a reason told before stays, unless it was signed. Raises Conflict unless it waits."""
        told = failure_columns(None) if outcome is Outcome.SIGNED else {}
        self._waiting(identity, outcome=outcome.value, version=version, **told)

    def _waiting(self, identity: UUID, **values: Any) -> None:
        if not self._change(sa.and_(handover.c.id == identity, _WAITS), **values):
            raise Conflict("Giấy tờ này không còn chờ công cụ ký.")

    def _change(self, which: sa.ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(handover.update().where(which).values(values)).rowcount

    def _one(self, query: sa.Select[Any]) -> Handover:
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("Không có lần giao ký này.")
        return _handover(row)


def _handover(row: sa.Row[*tuple[Any, ...]]) -> Handover:
    failure = None
    if row.failure_code is not None:
        failure = Failure(code=row.failure_code, message=row.failure_message, retryable=row.failure_retryable)
    return Handover(
        id=row.id,
        document=row.document_id,
        account=row.account,
        certificate=row.certificate,
        role=SignerRole(row.role),
        expected=row.expected,
        download_sha256=row.download_sha256,
        upload_sha256=row.upload_sha256,
        created_at=row.created_at,
        expires_at=row.expires_at,
        outcome=Outcome(row.outcome),
        downloads=row.downloads,
        refusals=row.refusals,
        version=row.version,
        failure=failure,
    )
