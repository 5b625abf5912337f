"""One ceremony at a time: shown to a person, confirmed, opened with one PIN, signed, its results kept for the page."""

import queue
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any, Protocol

from signing.agent.ceremony import Ceremony, Item, is_own
from signing.agent.keys import Keys
from signing.errors import KeyUnavailable
from signing.signers.proof import require_own_signature
from signing.types import Signer

KEPT = 20
"""Ceremonies whose results a page may still fetch."""
NOT_OWN = {"code": "not_own", "message": "Nội dung cần ký không thuộc chứng thư này, hoặc không đúng mẫu; không ký"}
DECLINED = {"code": "declined", "message": "Người ký không đồng ý ký"}


class State(StrEnum):
    """How far a ceremony is."""

    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    FAILED = "failed"


class Person(Protocol):
    """The signer at the terminal."""

    def agrees(self, ceremony: Ceremony) -> bool:
        """Show the documents and ask once for all of them."""

    def pin(self, prompt: str) -> bytes:
        """Ask for the PIN, unseen."""

    def told(self, sentence: str) -> None:
        """Say how it went."""


class Occupied(Exception):
    """Another ceremony is before the signer."""


@dataclass(slots=True)
class Entry:
    """A ceremony and what became of it."""

    ceremony: Ceremony
    origin: str
    state: State = State.WAITING
    results: Sequence[dict[str, Any]] = ()
    problem: dict[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """What the page polls for."""
        return {
            "ceremony": self.ceremony.ceremony,
            "state": self.state.value,
            "results": list(self.results),
            "problem": self.problem,
        }


@dataclass(slots=True)
class Sitting:
    """Takes ceremonies from the web server's threads; `serve_one` runs where the person is."""

    keys: Keys
    _waiting: "queue.SimpleQueue[Entry]" = field(default_factory=queue.SimpleQueue)
    _known: "OrderedDict[tuple[str, str], Entry]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def offer(self, ceremony: Ceremony, origin: str) -> Entry:
        """Lay a ceremony before the signer. The same one again: what is known of it, nothing is signed twice.

        One that was declined or failed is asked again. Raises Occupied.
        """
        with self._lock:
            known = self._known.get((origin, ceremony.ceremony))
            if known and known.ceremony == ceremony and known.state in (State.WAITING, State.DONE):
                return known
            if any(entry.state is State.WAITING for entry in self._known.values()):
                raise Occupied
            entry = self._known[origin, ceremony.ceremony] = Entry(ceremony, origin)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        self._waiting.put(entry)
        return entry

    def look(self, name: str, origin: str) -> Entry | None:
        """The ceremony of that name, for the origin it came from."""
        with self._lock:
            return self._known.get((origin, name))

    def serve_one(self, person: Person, seconds: float | None = None) -> bool:
        """Wait for a ceremony and go through it with the person. False: none came in time (None: waits for ever)."""
        try:
            entry = self._waiting.get(timeout=seconds)
        except queue.Empty:
            return False
        state, results, problem = _held(entry.ceremony, self.keys, person)
        with self._lock:
            entry.results, entry.problem = results, problem
            entry.state = state
        return True


def _held(
    ceremony: Ceremony, keys: Keys, person: Person
) -> tuple[State, Sequence[dict[str, Any]], dict[str, str] | None]:
    if not person.agrees(ceremony):
        person.told("Không ký.")
        return State.DECLINED, (), DECLINED
    try:
        with keys.opened(person.pin(keys.prompt)) as signers:
            results = [_signed(item, signers) for item in ceremony.items]
    except KeyUnavailable as fault:
        person.told(f"Không ký được: {fault}")
        return State.FAILED, (), {"code": fault.code, "message": str(fault)}
    done = sum("signature" in result for result in results)
    person.told(f"Đã ký {done}/{len(results)} văn bản.")
    return State.DONE, results, None


def _signed(item: Item, signers: Iterable[Signer]) -> dict[str, Any]:
    """The signature value, or why there is none. A fault of one document leaves the others alone."""
    signer = next((each for each in signers if is_own(item, each)), None)
    if signer is None:
        return {"item": item.item, "error": NOT_OWN}
    try:
        value = signer.sign_bytes(item.attributes)
        require_own_signature(signer, item.attributes, value)
    except KeyUnavailable as fault:
        return {"item": item.item, "error": {"code": fault.code, "message": str(fault)}}
    return {"item": item.item, "signature": b64encode(value).decode()}
