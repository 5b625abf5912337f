"""What the signatures on a page's documents are worth, checked now or within the last minute."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

import signing
import storage
from service.workflow import read
from service.workflow.deps import Deps
from storage import Actor, Document, Status

# A check reads the file from the store and may ask a revocation service: seconds each, on a page of many documents.
_KEPT = 60.0  # seconds a report is shown again
_MOST = 500  # reports kept
_PATIENCE = 4.0  # seconds a page waits for its checks before it leaves the rest to the documents' own pages
_PASSING = (signing.SigningError, storage.StoreUnavailable, storage.Corrupt)
_SIGNED = frozenset({Status.SIGNED, Status.ARCHIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at a document's signatures."""

    at: datetime
    report: Mapping[str, Any] | None  # the verify report of the interface; None: it could not be made
    problem: str | None = None  # why not, a Vietnamese sentence


class Checks:
    """The reports of one web process. Its bytes never change under a hash, so only time makes a report old."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[tuple[UUID, str], tuple[float, Check]] = {}
        self._lock = Lock()

    def of(self, deps: Deps, who: Actor, document: Document) -> Check:
        """The document's report, at most a minute old. Raises Forbidden."""
        key = (document.id, document.versions[-1].blob.sha256)
        with self._lock:
            born, check = self._kept.get(key, (-_KEPT, None))
        if check and self._clock() - born < _KEPT:
            return check
        check = _look(deps, who, document)
        if check.report is not None:
            self._keep(key, check)
        return check

    def of_all(self, deps: Deps, who: Actor, documents: Iterable[Document]) -> Mapping[UUID, Check]:
        """The reports of those that carry signatures, as many as can be had in the page's patience."""
        end = self._clock() + _PATIENCE
        found: dict[UUID, Check] = {}
        for document in filter(carries_signatures, documents):
            if self._clock() < end:
                found[document.id] = self.of(deps, who, document)
        return found

    def _keep(self, key: tuple[UUID, str], check: Check) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (self._clock(), check)
            while len(self._kept) > _MOST:
                self._kept.pop(next(iter(self._kept)))


def carries_signatures(document: Document) -> bool:
    """Whether there is anything to check yet."""
    initialled = any(version.signature for version in document.versions)
    return bool(document.versions) and (document.signed_on_arrival or initialled or document.status in _SIGNED)


def _look(deps: Deps, who: Actor, document: Document) -> Check:
    try:
        return Check(at=deps.clock(), report=read.signatures(deps, who, document.id).to_json())
    except _PASSING as problem:
        return Check(at=deps.clock(), report=None, problem=str(problem))
