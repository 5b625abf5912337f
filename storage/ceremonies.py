"""Ceremonies: documents that wait for the signatures of one person, and what became of each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.ceremony_records import Ceremony, CeremonyItem
from storage.ceremony_tables import ceremony, ceremony_item
from storage.document_rows import DOCUMENTS, failure_columns, load
from storage.errors import Conflict, NotFound
from storage.records import Document, Failure
from storage.tables import document, signature_request, version
from storage.vocabulary import Kind, Outcome, SignerRole, Status

_WAITS = ceremony_item.c.outcome == Outcome.WAITING.value
_OPEN = DOCUMENTS.where(
    document.c.status.in_([Status.DIGITISED.value, Status.SIGNED.value]), document.c.declined_at.is_(None)
)


class Ceremonies:
    """The ceremonies, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Ceremony) -> None:
        """Keep a new ceremony with its items. Raises Conflict: a document waits in another one."""
        row = {
            "id": new.id,
            "account": new.account,
            "certificate": new.certificate,
            "level": new.level,
            "created_at": new.created_at,
            "expires_at": new.expires_at,
        }
        self._connection.execute(ceremony.insert().values(row))
        for position, item in enumerate(new.items):
            made = insert(ceremony_item).values(_item_row(new.id, position, item))
            once = made.on_conflict_do_nothing(index_elements=["document_id"], index_where=_WAITS)
            if self._connection.execute(once.returning(ceremony_item.c.document_id)).first() is None:
                raise Conflict("Giấy tờ đang chờ trong một lần ký khác.")

    def get(self, identity: UUID) -> Ceremony:
        """The ceremony with its items in order, their tails left out. Raises NotFound."""
        found = self._load(ceremony.c.id == identity)
        if not found:
            raise NotFound("Không có lần ký này.")
        return found[0]

    def open_of(self, account: str) -> tuple[Ceremony, ...]:
        """The account's ceremonies in which a document still waits, newest first."""
        waiting = sa.select(ceremony_item.c.ceremony_id).where(_WAITS)
        return self._load(sa.and_(ceremony.c.account == account, ceremony.c.id.in_(waiting)))

    def expired(self, at: datetime, limit: int = 100) -> tuple[Ceremony, ...]:
        """Ceremonies whose time was over at `at`, with documents that still wait."""
        waiting = sa.select(ceremony_item.c.ceremony_id).where(_WAITS)
        over = sa.and_(ceremony.c.expires_at <= at, ceremony.c.id.in_(waiting))
        return self._load(over, limit)

    def lock_item(self, identity: UUID, paper: UUID) -> CeremonyItem:
        """One item with its tail; nobody else changes it before this transaction ends. Raises NotFound."""
        query = sa.select(ceremony_item).where(
            ceremony_item.c.ceremony_id == identity, ceremony_item.c.document_id == paper
        )
        row = self._connection.execute(query.with_for_update()).first()
        if row is None:
            raise NotFound("Giấy tờ này không thuộc lần ký.")
        return _item(row, row.tail)

    def end_item(
        self,
        identity: UUID,
        paper: UUID,
        outcome: Outcome,
        *,
        version: int | None = None,
        failure: Failure | None = None,
    ) -> None:
        """What became of the document; its prepared signature is forgotten. Raises Conflict unless it waited."""
        change = ceremony_item.update().where(
            ceremony_item.c.ceremony_id == identity, ceremony_item.c.document_id == paper, _WAITS
        )
        ended = {"outcome": outcome.value, "version": version, "state": sa.null(), "tail": None}
        if not self._connection.execute(change.values({**ended, **failure_columns(failure)})).rowcount:
            raise Conflict("Giấy tờ này không còn chờ trong lần ký.")

    def hold(self, paper: UUID, role: SignerRole) -> None:
        """Keep others from signing the document. No account stands beside the role: no job is to sign it."""
        held = {"signing": role.value, "signing_account": None, "signing_level": None, **failure_columns(None)}
        self._document(paper, held)

    def release(self, paper: UUID) -> None:
        """Let others sign the document again."""
        self._document(paper, {"signing": None})

    def _document(self, paper: UUID, values: Mapping[str, object]) -> None:
        change = document.update().where(document.c.id == paper)
        self._connection.execute(change.values({**values, "changed_at": sa.func.now()}))

    def unsigned(self, kind: Kind, roles: Iterable[SignerRole], *, limit: int) -> tuple[Document, ...]:
        """Documents of a kind, with nobody named to sign them, that nobody signed in these roles nor declined.

        All are digitised and not archived; unchanged the longest first.
        """
        theirs = sa.and_(version.c.document_id == document.c.id, version.c.signer_role.in_([r.value for r in roles]))
        query = _OPEN.where(
            document.c.kind == kind.value,
            document.c.signed_on_arrival.is_(False),
            ~sa.exists().where(theirs),
            ~sa.exists().where(signature_request.c.document_id == document.c.id),
        )
        return self._longest_unchanged(query, limit)

    def naming(self, account: str, roles: Iterable[SignerRole], *, limit: int) -> tuple[Document, ...]:
        """Documents that wait for the account, or for anybody in these roles, by name; the same otherwise."""
        asked, signed = signature_request.c, version.c
        by_name = sa.or_(
            asked.account == account, sa.and_(asked.account.is_(None), asked.role.in_([role.value for role in roles]))
        )
        by_whom = sa.or_(asked.account.is_(None), signed.signer_account == asked.account)
        done = sa.exists().where(signed.document_id == asked.document_id, signed.signer_role == asked.role, by_whom)
        return self._longest_unchanged(
            _OPEN.where(sa.exists().where(asked.document_id == document.c.id, by_name, ~done)), limit
        )

    def _longest_unchanged(self, query: sa.Select[Any], limit: int) -> tuple[Document, ...]:
        return load(self._connection, query.order_by(document.c.changed_at, document.c.id).limit(limit))

    def _load(self, which: sa.ColumnElement[bool], limit: int = 100) -> tuple[Ceremony, ...]:
        query = sa.select(ceremony).where(which).order_by(ceremony.c.created_at.desc(), ceremony.c.id).limit(limit)
        rows = self._connection.execute(query).all()
        items: dict[UUID, list[CeremonyItem]] = {row.id: [] for row in rows}
        columns = [column for column in ceremony_item.c if column.name != "tail"]
        theirs = sa.select(*columns).where(ceremony_item.c.ceremony_id.in_(list(items)))
        for row in self._connection.execute(theirs.order_by(ceremony_item.c.position)) if rows else ():
            items[row.ceremony_id].append(_item(row, None))
        return tuple(_ceremony(row, items[row.id]) for row in rows)


def _item_row(identity: UUID, position: int, item: CeremonyItem) -> dict[str, Any]:
    return {
        "ceremony_id": identity,
        "document_id": item.document,
        "position": position,
        "role": item.role.value,
        "expected": item.expected,
        "state": sa.null() if item.state is None else dict(item.state),
        "tail": item.tail,
        "outcome": item.outcome.value,
        "version": item.version,
        **failure_columns(item.failure),
    }


def _item(row: sa.Row[*tuple[Any, ...]], tail: bytes | None) -> CeremonyItem:
    failure = None
    if row.failure_code is not None:
        failure = Failure(code=row.failure_code, message=row.failure_message, retryable=row.failure_retryable)
    return CeremonyItem(
        document=row.document_id,
        role=SignerRole(row.role),
        expected=row.expected,
        state=row.state,
        tail=tail,
        outcome=Outcome(row.outcome),
        version=row.version,
        failure=failure,
    )


def _ceremony(row: sa.Row[*tuple[Any, ...]], items: Iterable[CeremonyItem]) -> Ceremony:
    return Ceremony(
        id=row.id,
        account=row.account,
        certificate=row.certificate,
        level=row.level,
        created_at=row.created_at,
        expires_at=row.expires_at,
        items=tuple(items),
    )
