"""What is asked of the agent, and the person before it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from signing import Pending
from signing.agent.ceremony import Ceremony


@dataclass
class Person:
    """Says yes or no, and counts what it is asked."""

    secret: bytes
    yes: bool = True
    shown: list[Ceremony] = field(default_factory=list)
    pins: int = 0
    sentences: list[str] = field(default_factory=list)

    def agrees(self, ceremony: Ceremony) -> bool:
        self.shown.append(ceremony)
        return self.yes

    def pin(self, prompt: str) -> bytes:
        self.pins += 1
        return self.secret

    def told(self, sentence: str) -> None:
        self.sentences.append(sentence)


def item_of(number: int, digest: str, attributes: bytes) -> dict[str, Any]:
    """One document as the server tells it."""
    item = {"item": f"i-{number}", "dossier": "H29.17.30-260305-0001", "title": f"Quyết định {number}", "pages": 2}
    return item | {"hash": digest, "attributes": b64encode(attributes).decode()}


def ceremony_of(name: str, waiting: Sequence[Pending]) -> dict[str, Any]:
    """A ceremony over prepared documents, in their order."""
    items = [item_of(number, pending.digest, pending.attributes) for number, pending in enumerate(waiting)]
    return {"ceremony": name, "items": items}
