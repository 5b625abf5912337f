"""Search: dossiers by a part of their code first, then pages by tier, newest first within each.

Nothing is ranked and nothing counted: each statement walks an index in order and stops at the rows that are shown,
or lets the index of terms pick the few pages that can answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from storage import cursors
from storage.query import Tier, boxes, code_part, snippet, tiers
from storage.records import VIETNAM, Hit, Hits
from storage.tables import document, dossier, page
from storage.words import unpack

_MOST = 100  # hits of one answer
_CODES = 0  # the tier of dossiers found by their code


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Where to look."""

    agencies: tuple[str, ...] | None = None  # codes; None: everywhere
    since: date | None = None  # first day of receipt, in Viet Nam
    until: date | None = None  # last day of receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The last hit shown: the search goes on behind it."""

    tier: int
    day: str  # day, or moment for a dossier, as ISO 8601 text
    identity: UUID  # document, or dossier
    number: int  # of the page; 0 for a dossier

    def cursor(self) -> str:
        """The place as text."""
        return cursors.write([self.tier, self.day, str(self.identity), self.number])

    @classmethod
    def read(cls, cursor: str) -> "Place":
        """The place again. Raises BadCursor."""
        values = cursors.read(cursor)
        try:
            tier, day, identity, number = values
            place = cls(tier=int(tier), day=str(day), identity=UUID(str(identity)), number=int(number))
            place.key()
        except (ValueError, OverflowError) as error:
            raise cursors.bad(cursor) from error
        if not (_CODES <= place.tier <= 4 and 0 <= place.number < 1 << 31):
            raise cursors.bad(cursor)
        return place

    def key(self) -> date | datetime:
        """The day of a page or the moment of a dossier."""
        if self.tier != _CODES:
            return date.fromisoformat(self.day)
        moment = datetime.fromisoformat(self.day)
        if moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    place: Place
    tier: Tier | None  # None: a dossier
    row: sa.Row[*tuple[Any, ...]]


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
        start = after.tier if after else _CODES
        part = code_part(query)
        if part and start == _CODES:
            for row in self._connection.execute(self._by_code(part, after).limit(limit)):
                limit -= 1
                place = Place(tier=_CODES, day=row.received_at.isoformat(), identity=row.id, number=0)
                yield _Found(place=place, tier=None, row=row)
        earlier: list[str] = []
        for tier in tiers(query):
            if tier.number >= start and limit > 0:
                behind = after if after and after.tier == tier.number else None
                for row in self._connection.execute(self._by_text(tier, earlier, behind).limit(limit)):
                    limit -= 1
                    yield _Found(place=_place(tier, row), tier=tier, row=row)
            earlier.append(tier.tsquery())

    def _by_code(self, part: str, after: Place | None) -> sa.Select[Any]:
        query = sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.received_at)
        query = query.where(dossier.c.code.like(f"%{part}%"), *self._narrowed_dossiers())
        if after:
            here = sa.tuple_(sa.literal(after.key()), sa.literal(after.identity))
            query = query.where(sa.tuple_(dossier.c.received_at, dossier.c.id) < here)
        return query.order_by(dossier.c.received_at.desc(), dossier.c.id.desc())

    def _narrowed_dossiers(self) -> Iterator[sa.ColumnElement[bool]]:
        within = self._within
        if within.agencies is not None:
            yield dossier.c.agency.in_(within.agencies)
        if within.since:
            yield dossier.c.received_at >= datetime.combine(within.since, time(), VIETNAM)
        if within.until and within.until < date.max:
            yield dossier.c.received_at < datetime.combine(within.until + timedelta(days=1), time(), VIETNAM)

    def _by_text(self, tier: Tier, earlier: Sequence[str], after: Place | None) -> sa.Select[Any]:
        """The pages of a tier that no earlier tier has shown."""
        query = sa.select(page.c.received_on, page.c.document_id, page.c.number)
        query = query.where(_answers(tier.tsquery()), *self._narrowed_pages())
        for shown in earlier:
            query = query.where(sa.not_(_answers(shown)))
        if after:
            query = query.where(_behind(after))
        return query.order_by(page.c.received_on.desc(), page.c.document_id.desc(), page.c.number)

    def _narrowed_pages(self) -> Iterator[sa.ColumnElement[bool]]:
        within = self._within
        if within.agencies is not None:
            yield page.c.agency.in_(within.agencies)
        if within.since:
            yield page.c.received_on >= within.since
        if within.until:
            yield page.c.received_on <= within.until

    def _contents(self, places: Sequence[Place]) -> dict[tuple[UUID, int], sa.Row[*tuple[Any, ...]]]:
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


def _answers(tsquery: str) -> sa.ColumnElement[bool]:
    return page.c.terms.op("@@", is_comparison=True)(sa.cast(sa.literal(tsquery, sa.Text), pg.TSQUERY))


def _behind(after: Place) -> sa.ColumnElement[bool]:
    """Later in the order newest day, document, page upwards. The plain comparison first: the index can start there."""
    day, identity = after.key(), after.identity
    later_page = sa.and_(page.c.document_id == identity, page.c.number > after.number)
    same_day = sa.and_(page.c.received_on == day, sa.or_(page.c.document_id < identity, later_page))
    return sa.and_(page.c.received_on <= day, sa.or_(page.c.received_on < day, same_day))


def _place(tier: Tier, row: sa.Row[*tuple[Any, ...]]) -> Place:
    return Place(tier=tier.number, day=row.received_on.isoformat(), identity=row.document_id, number=row.number)


def _hit(found: _Found, contents: dict[tuple[UUID, int], sa.Row[*tuple[Any, ...]]]) -> Hit:
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
