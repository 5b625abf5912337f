"""Documents on the way of one paper: each step is a compare-and-set on the number of versions (law 4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.document_rows import DOCUMENTS, blob_columns, failure_columns, load, signature_columns
from storage.errors import Conflict, Duplicate, NotFound
from storage.records import Blob, Document, Failure, Signature
from storage.tables import document, dossier, version
from storage.vocabulary import Kind, SignerRole, Status, VersionKind

# From which status each step may start. A job may run twice, so `digitising` may begin again.
_BEFORE = {
    Status.DIGITISING: frozenset({Status.RECEIVED, Status.FAILED, Status.DIGITISING}),
    Status.DIGITISED: frozenset({Status.RECEIVED, Status.FAILED, Status.DIGITISING}),
    Status.SIGNED: frozenset({Status.DIGITISED, Status.SIGNED}),
    Status.ARCHIVED: frozenset({Status.SIGNED, Status.ARCHIVED}),
    Status.FAILED: frozenset({Status.RECEIVED, Status.DIGITISING, Status.FAILED}),
}
_UNFINISHED = (Status.RECEIVED.value, Status.DIGITISING.value)
_STEP = {Status.DIGITISED: VersionKind.DIGITISED, Status.SIGNED: VersionKind.SIGNED}


class Documents:
    """The documents, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        id: UUID,
        dossier: str,
        component: str | None,
        kind: Kind,
        name: str,
        original: Blob,
        pages_total: int | None,
        signed_on_arrival: bool,
        created_by: str,
    ) -> Document:
        """Take a document into a dossier with status RECEIVED.

        Raises:
            NotFound: no such dossier
            Duplicate: it holds these bytes already; the error carries the document that does
        """
        row = {
            "id": id,
            "dossier_id": self._dossier_id(dossier),
            "component": component,
            "kind": kind.value,
            "name": name,
            "status": Status.RECEIVED.value,
            "pages_total": pages_total,
            "signed_on_arrival": signed_on_arrival,
            "created_by": created_by,
            **blob_columns(original),
        }
        new = insert(document).values(row).on_conflict_do_nothing(index_elements=["dossier_id", "sha256"])
        made = self._connection.execute(new.returning(document.c.id)).first()
        if made is None and (first := self.by_hash(dossier, original.sha256)):
            raise Duplicate(f"Hồ sơ {dossier} đã có tệp này: {first.name}.", first)
        return self.get(id)

    def _dossier_id(self, code: str) -> UUID:
        found: UUID | None = self._connection.execute(sa.select(dossier.c.id).where(dossier.c.code == code)).scalar()
        if found is None:
            raise NotFound(f"Không có hồ sơ {code[:60]}.")
        return found

    def get(self, identity: UUID) -> Document:
        """The document with all its versions. Raises NotFound."""
        return self._one(DOCUMENTS, identity)

    def lock(self, identity: UUID) -> Document:
        """The same, and nobody else changes it before this transaction ends. Raises NotFound."""
        return self._one(DOCUMENTS.with_for_update(of=document), identity)

    def _one(self, query: sa.Select[Any], identity: UUID) -> Document:
        found = load(self._connection, query.where(document.c.id == identity))
        if not found:
            raise NotFound("Không có giấy tờ này.")
        return found[0]

    def of_dossier(self, code: str) -> tuple[Document, ...]:
        """The documents of a dossier, in the order they came in."""
        query = DOCUMENTS.where(dossier.c.code == code).order_by(document.c.created_at, document.c.id)
        return load(self._connection, query)

    def by_hash(self, code: str, sha256: str) -> Document | None:
        """The dossier's document whose original has this hash."""
        found = load(self._connection, DOCUMENTS.where(dossier.c.code == code, document.c.sha256 == sha256))
        return found[0] if found else None

    def waiting(self, *, before: datetime, limit: int) -> tuple[Document, ...]:
        """Documents that somebody still owes something, unchanged since `before`, the longest waiting first.

        They are not yet digitised, or being signed, or their newest version's signature lacks its timestamp.
        """
        later = version.alias("later")
        newer = sa.exists().where(later.c.document_id == version.c.document_id, later.c.number > version.c.number)
        owed = sa.select(version.c.document_id).where(version.c.timestamp_pending, ~newer)
        parts = (document.c.status.in_(_UNFINISHED), document.c.signing.is_not(None), document.c.id.in_(owed))
        due = sa.union(*(self._unchanged(part, before, limit) for part in parts)).subquery()
        query = DOCUMENTS.where(document.c.id.in_(sa.select(due.c.id)))
        return load(self._connection, query.order_by(document.c.changed_at, document.c.id).limit(limit))

    def _unchanged(self, part: sa.ColumnElement[bool], before: datetime, limit: int) -> sa.Select[Any]:
        query = sa.select(document.c.id, document.c.changed_at).where(part, document.c.changed_at < before)
        oldest = query.order_by(document.c.changed_at).limit(limit).subquery()
        return sa.select(oldest.c.id)

    def digitising(self, identity: UUID) -> None:
        """A worker begins, or begins again: progress 0, an old failure forgotten. Raises Conflict, NotFound."""
        self._step(identity, Status.DIGITISING)
        self._change(identity, status=Status.DIGITISING.value, pages_done=0, **failure_columns(None))

    def progress(self, identity: UUID, done: int, total: int) -> None:
        """How many pages are done; of no effect once the document is digitised."""
        under_way = sa.and_(document.c.id == identity, document.c.status == Status.DIGITISING.value)
        values = {"pages_done": done, "pages_total": total, "changed_at": sa.func.now()}
        self._connection.execute(document.update().where(under_way).values(values))

    def digitised(
        self,
        identity: UUID,
        *,
        expected: int,
        blob: Blob | None,
        pages_total: int,
        failed_pages: Iterable[int],
        doubtful_pages: Iterable[int],
        created_by: str,
    ) -> Document:
        """File the searchable copy as version `expected` + 1; pages without text are `failed_pages`, those
        that a person must check `doubtful_pages`.

        `blob` None: the document came in signed, its original is that version, and its status SIGNED (law 2).
        Raises Conflict when the document has not `expected` versions any more, or is past digitising; NotFound.
        """
        status = Status.DIGITISED if blob else Status.SIGNED
        before = self._step(identity, Status.DIGITISED, expected)
        self._append(before, blob or before.original, _STEP[status], created_by, None)
        self._change(
            identity,
            status=status.value,
            pages_total=pages_total,
            pages_done=pages_total,
            failed_pages=list(failed_pages),
            doubtful_pages=list(doubtful_pages),
            **failure_columns(None),
        )
        return self.get(identity)

    def signing(self, identity: UUID, role: SignerRole, account: str, level: str | None = None) -> None:
        """A signature of that role, with that account's key, at that level, is under way. Raises NotFound."""
        self.lock(identity)
        asked = {"signing": role.value, "signing_account": account, "signing_level": level}
        self._change(identity, **asked, **failure_columns(None))

    def signing_failed(self, identity: UUID, failure: Failure) -> None:
        """The signature under way ended in a failure; the document stays at its status. Raises NotFound."""
        self.lock(identity)
        self._change(identity, signing=None, signing_account=None, **failure_columns(failure))

    def signed(
        self,
        identity: UUID,
        *,
        expected: int,
        blob: Blob,
        signature: Signature | None,
        created_by: str,
        note: str | None,
    ) -> Document:
        """File a signed version as number `expected` + 1 and set the note people see (None: nothing to note).

        `signature` None: a timestamp was appended; a signature under way, or its failure, is not touched by that.
        Initials leave the status as it is: they alone do not make a signed paper.
        Raises Conflict when the document has not `expected` versions any more, or cannot be signed; NotFound.
        """
        before = self._step(identity, Status.SIGNED, expected)
        self._append(before, blob, VersionKind.SIGNED, created_by, signature)
        ended = {"signing": None, "signing_account": None, "signing_level": None, **failure_columns(None)}
        status = Status.SIGNED if signature and signature.role is not SignerRole.INITIALS else before.status
        self._change(identity, status=status.value, note=note, **(ended if signature else {}))
        return self.get(identity)

    def failed(self, identity: UUID, failure: Failure) -> None:
        """Digitising ended in a failure; the original is kept. Raises Conflict once it is digitised, NotFound."""
        self._step(identity, Status.FAILED)
        self._change(identity, status=Status.FAILED.value, **failure_columns(failure))

    def archived(self, identity: UUID, lasts_until: datetime | None) -> None:
        """The document is closed for good; see Document for `lasts_until`. Raises Conflict unless signed, NotFound."""
        self._step(identity, Status.ARCHIVED)
        self._change(identity, status=Status.ARCHIVED.value, lasts_until=lasts_until)

    def renewed(self, identity: UUID, *, expected: int, blob: Blob, lasts_until: datetime, created_by: str) -> Document:
        """File an archived document with one more timestamp as version `expected` + 1. Raises Conflict, NotFound."""
        before = self._step(identity, Status.ARCHIVED, expected)
        if before.status is not Status.ARCHIVED:
            raise Conflict("Giấy tờ chưa được lưu trữ.")
        self._append(before, blob, VersionKind.SIGNED, created_by, None)
        self._change(identity, lasts_until=lasts_until, note=None)
        return self.get(identity)

    def ending(self, *, after: datetime, before: datetime, limit: int) -> tuple[Document, ...]:
        """Archived documents whose newest timestamp's certificate ends between the two, the soonest first."""
        ends, archived = document.c.lasts_until, sa.text("document.status = 'archived'")  # so that its index serves
        query = DOCUMENTS.where(archived, ends > after, ends < before)
        return load(self._connection, query.order_by(ends, document.c.id).limit(limit))

    def note(self, identity: UUID, text: str | None) -> None:
        """Set what people must see on the document; None: nothing. Raises NotFound."""
        self.lock(identity)
        self._change(identity, note=text)

    def _step(self, identity: UUID, to: Status, expected: int | None = None) -> Document:
        """Lock the document and see that the step may be taken; `expected` None: whatever its versions."""
        found = self.lock(identity)
        if expected is not None and len(found.versions) != expected:
            raise Conflict(f"Giấy tờ đã có {len(found.versions)} phiên bản, không phải {expected}.")
        if found.status not in _BEFORE[to]:
            raise Conflict(f"Giấy tờ đang ở bước {found.status.value}, không chuyển được sang {to.value}.")
        return found

    def _append(
        self, before: Document, blob: Blob, kind: VersionKind, created_by: str, signature: Signature | None
    ) -> None:
        row = {
            "document_id": before.id,
            "number": len(before.versions) + 1,
            "kind": kind.value,
            "created_by": created_by,
            **blob_columns(blob),
            **signature_columns(signature),
        }
        self._connection.execute(version.insert().values(row))

    def _change(self, identity: UUID, **values: object) -> None:
        changes = {**values, "changed_at": sa.func.now()}
        self._connection.execute(document.update().where(document.c.id == identity).values(changes))
