"""Where a list goes on: a short opaque text, checked when it comes back."""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from storage.errors import BadCursor

_LONGEST = 400


def write(values: list[str | int]) -> str:
    """The values as text that may stand in an address."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str) -> list[str | int]:
    """The values again. Raises BadCursor for what `write` did not write."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError("too long")
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        values = json.loads(text)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise bad(cursor) from error
    if not isinstance(values, list) or not all(type(value) in (str, int) for value in values):
        raise bad(cursor)
    return values


def bad(cursor: str) -> BadCursor:
    """The error for a cursor of another kind or making."""
    return BadCursor(f"Vị trí “{cursor[:20]}” không hợp lệ, xin tìm lại từ đầu.")


def write_place(at: datetime, identity: UUID) -> str:
    """A place in a list ordered by time and identity."""
    return write([at.isoformat(), str(identity)])


def read_place(cursor: str) -> tuple[datetime, UUID]:
    """The same place again. Raises BadCursor."""
    values = read(cursor)
    try:
        at, identity = values
        place = datetime.fromisoformat(str(at)), UUID(str(identity))
    except ValueError as error:
        raise bad(cursor) from error
    if place[0].tzinfo is None:
        raise bad(cursor)
    return place
