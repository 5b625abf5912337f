"""The agency's register: the next number of a year and a type of document, given to one document for good."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.tables import issued_number, register


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Which register: each counts from 1."""

    agency: str  # agency code
    year: int
    document_type: str  # abbreviation, as `QĐ`


class Numbers:
    """The register, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def give(self, document: UUID, book: Book, symbol: Callable[[int], str]) -> str:
        """The document's number as `symbol` writes it; one that has a number keeps it, whatever is asked.

        The caller holds the document's lock. Counter and number live and die with the transaction, so a crash
        leaves no gap; the counter's row stays locked until the end, so no number is given twice.
        """
        kept = self._connection.execute(
            sa.select(issued_number.c.symbol).where(issued_number.c.document_id == document)
        ).scalar()
        if kept is not None:
            return str(kept)
        key = {"agency": book.agency, "year": book.year, "document_type": book.document_type}
        counted = (
            insert(register)
            .values(**key, last=1)
            .on_conflict_do_update(index_elements=list(key), set_={"last": register.c.last + 1})
        )
        number = int(self._connection.execute(counted.returning(register.c.last)).scalar_one())
        written = symbol(number)
        row = {**key, "document_id": document, "number": number, "symbol": written}
        self._connection.execute(issued_number.insert().values(row))
        return written
