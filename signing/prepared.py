"""What is kept of a prepared signature while its key is elsewhere: plain JSON, which survives a restart."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signing.embed import Prepared
from signing.errors import Stale
from signing.parsing import Malformed, parsing

FORM = 1
"""Version of the JSON: a state in another one is prepared again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A signature that waits for its value."""

    field: str
    room: Prepared
    attributes: bytes
    """The DER SET OF signed attributes: what the key signs, and all that goes to it (about 200 bytes)."""
    certificate: str
    """SHA-256 of the only certificate whose signature is taken, hex."""
    signed_at: datetime
    """Stands in the file already, as its /M and in its stamp."""
    expires_at: datetime
    """From then on a value comes too late."""

    @property
    def digest(self) -> str:
        """SHA-256 of the prepared file without the room, hex: shown to the signer."""
        return self.room.digest.hex()

    def to_json(self) -> dict[str, Any]:
        """Only strings and numbers."""
        return {
            "form": FORM,
            "field": self.field,
            "digest": self.digest,
            "start": self.room.start,
            "end": self.room.end,
            "attributes": b64encode(self.attributes).decode(),
            "certificate": self.certificate,
            "signed_at": self.signed_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Pending":
        """Read back what `to_json` wrote. Raises Stale: damaged, or of another version."""
        try:
            with parsing("pending signature"):
                if told["form"] != FORM:
                    raise Malformed("another form")
                return cls(
                    field=str(told["field"]),
                    room=Prepared(digest=bytes.fromhex(told["digest"]), start=int(told["start"]), end=int(told["end"])),
                    attributes=b64decode(told["attributes"], validate=True),
                    certificate=str(told["certificate"]),
                    signed_at=datetime.fromisoformat(told["signed_at"]),
                    expires_at=datetime.fromisoformat(told["expires_at"]),
                )
        except Malformed as fault:
            raise Stale("bad_state", "Trạng thái ký dở không đọc được, hãy chuẩn bị lại") from fault
