"""Agencies with their days of validity and their successors (domain sheet, section 3). Nothing is keyed by a name."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.dossier import takes
from storage.errors import AgencyClosed, Conflict, NotFound
from storage.records import Agency
from storage.tables import agency


class Agencies:
    """The agencies, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def ensure(self, code: str, name: str | None = None) -> None:
        """Make the agency known, open and without an end; a name replaces the one kept, everything else stays."""
        new = insert(agency).values(code=code, name=name or code)
        if name is None:
            self._connection.execute(new.on_conflict_do_nothing())
        else:
            self._connection.execute(new.on_conflict_do_update(index_elements=["code"], set_={"name": name}))

    def get(self, code: str) -> Agency:
        """The agency with that code. Raises NotFound."""
        row = self._connection.execute(sa.select(agency).where(agency.c.code == code)).first()
        if row is None:
            raise NotFound(f"Không có cơ quan {code[:60]}.")
        return Agency(
            code=row.code, name=row.name, valid_from=row.valid_from, valid_to=row.valid_to, successor=row.successor
        )

    def all(self) -> tuple[Agency, ...]:
        """Every agency, by code."""
        codes = self._connection.execute(sa.select(agency.c.code).order_by(agency.c.code)).scalars().all()
        return tuple(map(self.get, codes))

    def accepts(self, code: str, day: date) -> None:
        """Raises AgencyClosed when the agency takes no dossier on that day, NotFound when it is not known."""
        found = self.get(code)
        if not takes(found, day):
            heir = f" Cơ quan tiếp nhận: {found.successor}." if found.successor else ""
            raise AgencyClosed(f"Cơ quan {code} không nhận hồ sơ ngày {day:%d/%m/%Y}.{heir}")

    def open_from(self, code: str, valid_from: date) -> None:
        """Set the first day on which the agency takes dossiers. Raises NotFound."""
        self._change(code, valid_from=valid_from)

    def close(self, code: str, valid_to: date, successor: str | None) -> None:
        """End the agency with the day `valid_to`; `successor` took over. Raises NotFound, Conflict (a circle)."""
        if successor is not None:
            self.get(successor)
            if code in self.successors(successor):
                raise Conflict(f"Cơ quan {successor} đã kế thừa về {code}: không thể thành vòng tròn.")
        self._change(code, valid_to=valid_to, successor=successor)

    def _change(self, code: str, **values: object) -> None:
        if not self._connection.execute(agency.update().where(agency.c.code == code).values(values)).rowcount:
            raise NotFound(f"Không có cơ quan {code[:60]}.")

    def lineage(self, code: str) -> tuple[str, ...]:
        """The agency and every one whose work it took over, however many steps ago; just itself when not known."""
        found = sa.select(sa.literal(code).label("code")).cte("lineage", recursive=True)
        before = sa.select(agency.c.code).join(found, agency.c.successor == found.c.code)
        return self._walk(found.union(before), code)

    def successors(self, code: str) -> tuple[str, ...]:
        """The agency and those that took over its work, one after the other; just itself when not known."""
        found = sa.select(sa.literal(code).label("code")).cte("successors", recursive=True)
        after = sa.select(agency.c.successor).join(found, agency.c.code == found.c.code)
        return self._walk(found.union(after.where(agency.c.successor.is_not(None))), code)

    def _walk(self, found: sa.CTE, code: str) -> tuple[str, ...]:
        rest = self._connection.execute(sa.select(found.c.code).where(found.c.code != code)).scalars()
        return (code, *sorted(rest))

    def searched(self, code: str) -> tuple[str, ...]:
        """Where to look for an agency's dossiers: in its lineage, and onwards with its successors (section 3)."""
        return tuple(dict.fromkeys((*self.lineage(code), *self.successors(code))))
