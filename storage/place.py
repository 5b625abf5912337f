"""A place among the hits of a search, where the next page of them begins."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from storage import cursors

CODES: Final = 0  # the tier of dossiers found by their code; the tiers of pages follow (storage.query)


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
        if not (CODES <= place.tier <= 4 and 0 <= place.number < 1 << 31):
            raise cursors.bad(cursor)
        return place

    def key(self) -> date | datetime:
        """The day of a page or the moment of a dossier."""
        if self.tier != CODES:
            return date.fromisoformat(self.day)
        moment = datetime.fromisoformat(self.day)
        if moment.tzinfo is None:
            raise ValueError("a moment has a zone")
        return moment
