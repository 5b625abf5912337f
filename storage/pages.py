"""The recognised pages of documents: kept for reading, for drawing boxes and for search."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.agencies import Agencies
from storage.errors import NotFound
from storage.folding import printable, terms
from storage.records import VIETNAM, Hits, PageText
from storage.search import Search, Within
from storage.tables import document, dossier, page
from storage.words import pack, unpack

_AT_ONCE = 16  # pages in memory
_A4 = (595.28, 841.89)  # points


class Pages:
    """The pages, within one transaction: what they yield ends with it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def replace(self, document_id: UUID, code: str, version: int, pages: Iterable[PageText]) -> None:
        """Keep these pages as the document's, instead of any kept before; taken from `pages` a few at a time.

        `version` is the one they show. Raises NotFound when the dossier has no such document.
        """
        query = sa.select(dossier.c.id, dossier.c.agency, dossier.c.received_at).join(document)
        owner = self._connection.execute(query.where(document.c.id == document_id, dossier.c.code == code)).first()
        if owner is None:
            raise NotFound(f"Hồ sơ {code[:60]} không có giấy tờ này.")
        shared = {
            "document_id": document_id,
            "dossier_id": owner.id,
            "agency": owner.agency,
            "received_on": owner.received_at.astimezone(VIETNAM).date(),
            "version": version,
        }
        self._connection.execute(page.delete().where(page.c.document_id == document_id))
        left = iter(pages)
        while rows := [{**shared, **_page_columns(one)} for one in islice(left, _AT_ONCE)]:
            self._connection.execute(page.insert(), rows)

    def text(self, document_id: UUID) -> Iterator[str]:
        """The text of each page in order."""
        for row in self._rows(document_id, page.c.text):
            yield row.text

    def words(self, document_id: UUID) -> Iterator[PageText]:
        """The pages in order, with the words as they were recognised (boxes to 0.1 point)."""
        for row in self._rows(document_id, page.c.width, page.c.height, page.c.rotation, page.c.text, page.c.words):
            yield PageText(
                number=row.number,
                width=row.width,
                height=row.height,
                rotation=row.rotation,
                text=row.text,
                words=unpack(row.words),
            )

    def _rows(self, document_id: UUID, *columns: sa.Column[Any]) -> Iterator[sa.Row[*tuple[Any, ...]]]:
        """The document's rows in order, a few at a time."""
        query = sa.select(page.c.number, *columns).where(page.c.document_id == document_id).order_by(page.c.number)
        last = 0
        while rows := self._connection.execute(query.where(page.c.number > last).limit(_AT_ONCE)).all():
            yield from rows
            last = rows[-1].number

    def size(self, document_id: UUID, number: int) -> tuple[float, float]:
        """Width and height of a page as shown, in points; the first page's where it is not kept, else A4's."""
        query = sa.select(page.c.width, page.c.height).where(page.c.document_id == document_id)
        rows = query.where(page.c.number.in_((number, 1))).order_by(page.c.number.desc())
        found = self._connection.execute(rows).first()
        return (found.width, found.height) if found else _A4

    def search(
        self,
        query: str,
        *,
        agency: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Hits:
        """Dossiers by their code, then pages by their text: exact accents first, then without; newest first in each.

        `agency` (a code) is searched with its predecessors and successors; `since` and `until` are days of receipt,
        both included. A query that holds no word finds nothing. Raises BadCursor.
        """
        agencies = Agencies(self._connection).searched(agency) if agency else None
        within = Within(agencies=agencies, since=since, until=until)
        return Search(self._connection, within).run(query, limit=limit, cursor=cursor)


def _page_columns(one: PageText) -> dict[str, object]:
    text = printable(one.text)
    return {
        "number": one.number,
        "width": one.width,
        "height": one.height,
        "rotation": one.rotation,
        "text": text,
        "words": pack(one.words),
        "terms": terms(text),
    }
