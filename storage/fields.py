"""The facts read from documents: kept in the order in which they were told."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa

from storage.records import Field
from storage.tables import field


class Fields:
    """The facts, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def replace(self, document_id: UUID, fields: Iterable[Field]) -> None:
        """Keep these as the document's, instead of any kept before."""
        self._connection.execute(field.delete().where(field.c.document_id == document_id))
        rows = [
            {
                "document_id": document_id,
                "position": position,
                "name": one.name,
                "value": one.value,
                "confidence": one.confidence,
                "page": one.page,
                "boxes": [[round(edge, 2) for edge in box] for box in one.boxes],
            }
            for position, one in enumerate(fields)
        ]
        if rows:
            self._connection.execute(field.insert(), rows)

    def of(self, documents: Iterable[UUID]) -> Mapping[UUID, tuple[Field, ...]]:
        """The facts of each of these documents, coordinates to 0.01 point; of one without any: an empty tuple."""
        found: dict[UUID, list[Field]] = {identity: [] for identity in documents}
        query = (
            sa.select(field).where(field.c.document_id.in_(list(found))).order_by(field.c.document_id, field.c.position)
        )
        for row in self._connection.execute(query):
            boxes = tuple((box[0], box[1], box[2], box[3]) for box in row.boxes)
            known = Field(name=row.name, value=row.value, confidence=row.confidence, page=row.page, boxes=boxes)
            found[row.document_id].append(known)
        return {identity: tuple(fields) for identity, fields in found.items()}
