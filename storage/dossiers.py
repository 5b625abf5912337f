"""Dossiers: opened under a code that never changes, moved from state to state, listed for a desk."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage import cursors
from storage.agencies import Agencies
from storage.dossier import agency_of, day_of, make_code, may_move, normalise_code, serial_of
from storage.errors import AlreadyExists, Conflict, NotFound
from storage.records import VIETNAM, Dossier, RecentDossier, RecentDossiers
from storage.tables import document, dossier, serial
from storage.vocabulary import State, Status

_MOST = 200  # rows of one list


class Dossiers:
    """The dossiers, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        code: str | None,
        agency: str,
        procedure: str | None,
        title: str | None,
        applicant: str | None,
        due_at: datetime | None,
        received_at: datetime,
        created_by: str,
    ) -> Dossier:
        """Open a dossier of `agency` in state REGISTERED.

        Without a code it gets the next one of the agency and the day of `received_at` in Viet Nam. A given code
        keeps later ones clear of its serial.

        Raises:
            NotACode, AlreadyExists, AgencyClosed (the agency that day, or the code's agency on the code's day)
        """
        row = {
            "id": uuid4(),
            "agency": agency,
            "procedure": procedure,
            "title": title,
            "applicant": applicant,
            "state": State.REGISTERED.value,
            "received_at": received_at,
            "due_at": due_at,
            "created_by": created_by,
        }
        self._check_agency(agency, received_at.astimezone(VIETNAM).date())
        if code is None:
            return self._add_under_next(row, agency, received_at.astimezone(VIETNAM).date())
        return self._add_under(row, normalise_code(code))

    def _check_agency(self, agency: str, day: date) -> None:
        agencies = Agencies(self._connection)
        agencies.ensure(agency)
        agencies.accepts(agency, day)

    def _add_under(self, row: Mapping[str, Any], code: str) -> Dossier:
        self._check_agency(agency_of(code), day_of(code))
        # The counter before the row, as in the other way in: two orders of locking would end in a deadlock.
        self._count(agency_of(code), day_of(code), given=serial_of(code))
        if not self._insert(row, code):
            raise AlreadyExists(f"Hồ sơ {code} đã có.")
        return self.get(code)

    def _add_under_next(self, row: Mapping[str, Any], agency: str, day: date) -> Dossier:
        while True:
            code = make_code(agency, day, self._count(agency, day))
            if self._insert(row, code):
                return self.get(code)

    def _insert(self, row: Mapping[str, Any], code: str) -> bool:
        new = insert(dossier).values(**row, code=code).on_conflict_do_nothing(index_elements=["code"])
        return self._connection.execute(new.returning(dossier.c.id)).first() is not None

    def _count(self, agency: str, day: date, given: int | None = None) -> int:
        """The next serial of the agency's day, or a given one noted; the row stays locked until the end."""
        new = insert(serial).values(agency=agency, day=day, last=1 if given is None else given)
        last = serial.c.last + 1 if given is None else sa.func.greatest(serial.c.last, given)
        counted = new.on_conflict_do_update(index_elements=["agency", "day"], set_={"last": last})
        return int(self._connection.execute(counted.returning(serial.c.last)).scalar_one())

    def get(self, code: str) -> Dossier:
        """The dossier under a normalised code. Raises NotFound."""
        return self._one(sa.select(dossier).where(dossier.c.code == code), code)

    def lock(self, code: str) -> Dossier:
        """The same, and nobody else changes it before this transaction ends. Raises NotFound."""
        return self._one(sa.select(dossier).where(dossier.c.code == code).with_for_update(), code)

    def _one(self, query: sa.Select[Any], code: str) -> Dossier:
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound(f"Không có hồ sơ {code[:60]}.")
        return as_dossier(row)

    def move(self, code: str, state: State) -> Dossier:
        """Take the dossier to its next state. Raises NotFound, Conflict (storage.MOVES has no such move)."""
        before = self.lock(code)
        if not may_move(before.state, state):
            raise Conflict(f"Hồ sơ {code} ở trạng thái {before.state.value}, không chuyển được sang {state.value}.")
        return self._change(code, state=state.value)

    def archive(self, code: str, at: datetime) -> Dossier:
        """Note when the dossier was archived; a second time changes nothing. Raises NotFound."""
        before = self.lock(code)
        return before if before.archived_at else self._change(code, archived_at=at)

    def _change(self, code: str, **values: object) -> Dossier:
        self._connection.execute(dossier.update().where(dossier.c.code == code).values(values))
        return self.get(code)

    def recent(self, *, limit: int, before: str | None = None, created_by: str | None = None) -> RecentDossiers:
        """Dossiers, newest receipt first, with how many of their documents are at which status.

        `before` is the `next` of the page above; `created_by` None: everybody's. Raises BadCursor.
        """
        query = sa.select(dossier).order_by(dossier.c.received_at.desc(), dossier.c.id.desc())
        if created_by is not None:
            query = query.where(dossier.c.created_by == created_by)
        if before is not None:
            place = cursors.read_place(before)
            query = query.where(sa.tuple_(dossier.c.received_at, dossier.c.id) < sa.tuple_(*map(sa.literal, place)))
        limit = max(1, min(limit, _MOST))
        rows = self._connection.execute(query.limit(limit + 1)).all()
        shown = [as_dossier(row) for row in rows[:limit]]
        counts = self._counts([found.id for found in shown])
        last = shown[-1] if len(rows) > limit else None
        return RecentDossiers(
            items=tuple(RecentDossier(dossier=found, counts=counts.get(found.id, {})) for found in shown),
            next=cursors.write_place(last.received_at, last.id) if last else None,
        )

    def _counts(self, dossiers: list[UUID]) -> dict[UUID, dict[Status, int]]:
        query = sa.select(document.c.dossier_id, document.c.status, sa.func.count().label("many"))
        of_them = query.where(document.c.dossier_id.in_(dossiers)).group_by(document.c.dossier_id, document.c.status)
        counts: dict[UUID, dict[Status, int]] = {}
        for row in self._connection.execute(of_them):
            counts.setdefault(row.dossier_id, {})[Status(row.status)] = row.many
        return counts


def as_dossier(row: sa.Row[Any]) -> Dossier:
    """A row of the table as the record."""
    return Dossier(
        id=row.id,
        code=row.code,
        agency=row.agency,
        procedure=row.procedure,
        title=row.title,
        applicant=row.applicant,
        state=State(row.state),
        received_at=row.received_at,
        due_at=row.due_at,
        archived_at=row.archived_at,
        created_by=row.created_by,
    )
