"""The audit chain in the database: lines are only ever appended, and triggers refuse everything else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from storage.audit import GENESIS, Head, clean_details, line_hash
from storage.folding import printable
from storage.records import Actor, AuditLine
from storage.tables import audit

_ONE_AT_A_TIME: Final = 0x486F536F41756469  # key of the advisory lock under which lines are numbered
_AT_ONCE = 500


class Audit:
    """The audit log, within one transaction.

    Lines are written when the transaction is about to commit: the lock that orders them is then held for a moment
    only, and is always the last one taken, so it can end in no deadlock.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._waiting: list[dict[str, Any]] = []

    def add(
        self,
        actor: Actor,
        action: str,
        *,
        dossier: str | None = None,
        document: UUID | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Write that `actor` did `action`, if and when this transaction commits."""
        self._waiting.append(
            {
                "actor": printable(actor.name),
                "role": actor.role.value if actor.role else None,
                "origin": printable(actor.origin) if actor.origin is not None else None,
                "action": printable(action),
                "dossier": printable(dossier) if dossier is not None else None,
                "document": document,
                "details": clean_details(details),
            }
        )

    def flush(self) -> None:
        """Append the lines added so far, each chained to the one before it."""
        if not self._waiting:
            return
        self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        # A statement of its own: one begun before the lock was held would not see the latest line.
        head = self.head()
        now = self._connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        rows = []
        for values in self._waiting:
            line = AuditLine(number=head.number + 1, at=now, previous=head.hash, hash="", **values)
            line = replace(line, hash=line_hash(line))
            head = Head(number=line.number, hash=line.hash)
            rows.append({**values, "number": line.number, "at": now, "previous": line.previous, "hash": line.hash})
        self._connection.execute(audit.insert(), rows)
        self._waiting.clear()

    def head(self) -> Head:
        """The last line written."""
        row = self._connection.execute(
            sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
        ).first()
        return Head(number=row.number, hash=row.hash) if row else Head(number=0, hash=GENESIS)

    def lines(self, after: int = 0, limit: int | None = None) -> Iterator[AuditLine]:
        """The lines behind number `after`, oldest first, at most `limit` of them, read a few hundred at a time."""
        self.flush()
        left = limit
        while left is None or left > 0:
            query = sa.select(audit).where(audit.c.number > after).order_by(audit.c.number)
            rows = self._connection.execute(query.limit(_AT_ONCE if left is None else min(left, _AT_ONCE))).all()
            if not rows:
                return
            yield from (AuditLine(**row._mapping) for row in rows)
            after = rows[-1].number
            left = None if left is None else left - len(rows)
