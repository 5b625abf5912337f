"""Search: dossiers by a part of their code first, then pages by tier, newest first within each.

Nothing is ranked and nothing counted: what is frequent is found among the newest rows, what is rare by its index.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from storage.place import CODES, Place
from storage.query import Tier, boxes, code_part, snippet, tiers
from storage.records import VIETNAM, Hit, Hits
from storage.tables import document, dossier, page
from storage.words import unpack

Row = sa.Row[*tuple[Any, ...]]
Columns = Any  # the columns of a table, or of a part of it under the same names

Conditions = Iterator[sa.ColumnElement[bool]]
Order = list[sa.ColumnElement[Any]]

_MOST = 100  # hits of one answer
_NEAR = 500  # newest rows that are looked through before the index of words or codes is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Where to look."""

    agencies: tuple[str, ...] | None = None  # codes; None: everywhere
    since: date | None = None  # first day of receipt, in Viet Nam
    until: date | None = None  # last day of receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    place: Place
    tier: Tier | None  # None: a dossier
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """Rows wanted from a table: what an index in order can be walked by, what else they must fulfil, their order."""

    table: sa.Table
    names: tuple[str, ...]  # columns
    reach: Callable[[Columns], Conditions]
    wanted: Callable[[Columns], Conditions]
    order: Callable[[Columns], Order]


class Search:
    """Search within one transaction."""

    def __init__(self, connection: sa.Connection, within: Within) -> None:
        self._connection = connection
        self._within = within

    def run(self, query: str, *, limit: int, cursor: str | None) -> Hits:
        """The next `limit` hits (1 to 100) behind the cursor. Raises BadCursor."""
        after = Place.read(cursor) if cursor else None
        limit = max(1, min(limit, _MOST))
        found = list(self._found(query, after, limit + 1))
        more = found[limit - 1].place.cursor() if len(found) > limit else None
        shown = found[:limit]
        contents = self._contents([f.place for f in shown if f.tier])
        return Hits(items=tuple(_hit(f, contents) for f in shown), next=more)

    def _found(self, query: str, after: Place | None, limit: int) -> Iterator[_Found]:
        """At most `limit` finds, tier after tier, from behind the place on."""
        start = after.tier if after else CODES
        part = code_part(query)
        if part and start == CODES:
            for row in self._dossiers(part, after, limit):
                limit -= 1
                place = Place(tier=CODES, day=row.received_at.isoformat(), identity=row.id, number=0)
                yield _Found(place=place, tier=None, row=row)
        earlier: list[str] = []
        for tier in tiers(query):
            if tier.number >= start and limit > 0:
                behind = after if after and after.tier == tier.number else None
                for row in self._pages(tier, earlier, behind, limit):
                    limit -= 1
                    yield _Found(place=_place(tier, row), tier=tier, row=row)
            earlier.append(tier.tsquery())

    def _dossiers(self, part: str, after: Place | None, limit: int) -> Sequence[Row]:
        """Dossiers whose code holds this part, newest receipt first."""

        def reach(c: Columns) -> Conditions:
            yield from self._received(c.received_at)
            if after:
                here = sa.tuple_(sa.literal(after.key()), sa.literal(after.identity))
                yield sa.tuple_(c.received_at, c.id) < here

        def wanted(c: Columns) -> Conditions:
            yield c.code.like(f"%{part}%")
            if self._within.agencies is not None:
                yield c.agency.in_(self._within.agencies)

        def order(c: Columns) -> Order:
            return [c.received_at.desc(), c.id.desc()]

        names = ("id", "code", "title", "received_at")
        return self._newest(_Sought(table=dossier, names=names, reach=reach, wanted=wanted, order=order), limit)

    def _pages(self, tier: Tier, earlier: Sequence[str], after: Place | None, limit: int) -> Sequence[Row]:
        """Pages of a tier that no earlier tier has shown, newest receipt first."""

        def reach(c: Columns) -> Conditions:
            yield from self._received_on(c.received_on)
            if after:
                yield _behind(c, after)

        def wanted(c: Columns) -> Conditions:
            yield _answers(c, tier.tsquery())
            for shown in earlier:
                yield sa.not_(_answers(c, shown))
            if self._within.agencies is not None:
                yield c.agency.in_(self._within.agencies)

        def order(c: Columns) -> Order:
            return [c.received_on.desc(), c.document_id.desc(), c.number]

        names = ("received_on", "document_id", "number")
        return self._newest(_Sought(table=page, names=names, reach=reach, wanted=wanted, order=order), limit)

    def _newest(self, sought: _Sought, limit: int) -> Sequence[Row]:
        """The first rows in an index's order that are wanted.

        Left to itself PostgreSQL guesses how rare they are, and walked 100,000 codes for one. So: among the newest
        few hundred first, which serves whatever is frequent; if these do not hold enough, it is rare, and the index of
        its words or of its parts of codes finds all there are.
        """
        table, order, names = sought.table, sought.order, sought.names
        near = sa.select(table).where(*sought.reach(table.c)).order_by(*order(table.c)).limit(_NEAR).subquery("near")
        few = sa.select(*(near.c[name] for name in names)).where(*sought.wanted(near.c)).order_by(*order(near.c))
        rows = self._connection.execute(few.limit(limit)).all()
        if len(rows) == limit:
            return rows
        conditions = (*sought.wanted(table.c), *sought.reach(table.c))
        every = sa.select(*(table.c[name] for name in names)).where(*conditions).cte("every")
        every = every.prefix_with("MATERIALIZED")
        return self._connection.execute(sa.select(every).order_by(*order(every.c)).limit(limit)).all()

    def _received(self, moment: sa.ColumnElement[datetime]) -> Conditions:
        within = self._within
        if within.since:
            yield moment >= datetime.combine(within.since, time(), VIETNAM)
        if within.until and within.until < date.max:
            yield moment < datetime.combine(within.until + timedelta(days=1), time(), VIETNAM)

    def _received_on(self, day: sa.ColumnElement[date]) -> Conditions:
        if self._within.since:
            yield day >= self._within.since
        if self._within.until:
            yield day <= self._within.until

    def _contents(self, places: Sequence[Place]) -> dict[tuple[UUID, int], Row]:
        """Text, words and names of the pages shown: read for these few only."""
        if not places:
            return {}
        keys = [(place.identity, place.number) for place in places]
        query = (
            sa.select(page.c.document_id, page.c.number, page.c.text, page.c.words)
            .add_columns(document.c.name, dossier.c.code, dossier.c.title)
            .join(document, document.c.id == page.c.document_id)
            .join(dossier, dossier.c.id == page.c.dossier_id)
        )
        rows = self._connection.execute(query.where(sa.tuple_(page.c.document_id, page.c.number).in_(keys)))
        return {(row.document_id, row.number): row for row in rows}


def _answers(c: Columns, tsquery: str) -> sa.ColumnElement[bool]:
    answers: sa.ColumnElement[bool] = c.terms.op("@@", is_comparison=True)(
        sa.cast(sa.literal(tsquery, sa.Text), pg.TSQUERY)
    )
    return answers


def _behind(c: Columns, after: Place) -> sa.ColumnElement[bool]:
    """Later in the order newest day, document, page upwards. The plain comparison first: the index can start there."""
    day, identity = after.key(), after.identity
    later_page = sa.and_(c.document_id == identity, c.number > after.number)
    same_day = sa.and_(c.received_on == day, sa.or_(c.document_id < identity, later_page))
    return sa.and_(c.received_on <= day, sa.or_(c.received_on < day, same_day))


def _place(tier: Tier, row: Row) -> Place:
    return Place(tier=tier.number, day=row.received_on.isoformat(), identity=row.document_id, number=row.number)


def _hit(found: _Found, contents: dict[tuple[UUID, int], Row]) -> Hit:
    if found.tier is None:
        row = found.row
        return Hit(
            dossier=row.code,
            title=row.title,
            document=None,
            document_name=None,
            page=None,
            snippet=" – ".join(filter(None, (row.code, row.title))),
            boxes=(),
        )
    content = contents[found.place.identity, found.place.number]
    return Hit(
        dossier=content.code,
        title=content.title,
        document=found.place.identity,
        document_name=content.name,
        page=found.place.number,
        snippet=snippet(content.text, found.tier),
        boxes=boxes(unpack(content.words), found.tier),
    )
