"""Whether the parts this service needs answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import storage
from service.workflow.deps import Deps

SILENT_FOR = 30.0  # seconds without a sign of life after which a worker counts as gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    database: bool
    store: bool
    workers: int
    waiting: Mapping[str, int] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return self.database and self.store and self.workers > 0


def check(deps: Deps) -> Health:
    """Ask the database, the store and the workers; never raises."""
    store = _store_answers(deps)
    try:
        with deps.database.begin() as db:
            workers = deps.queue.living_workers(db, SILENT_FOR)
            return Health(database=True, store=store, workers=workers, waiting=deps.queue.depth(db))
    except storage.DatabaseUnavailable:
        return Health(database=False, store=store, workers=0)


def _store_answers(deps: Deps) -> bool:
    try:
        deps.blobs.ping()
    except storage.StoreUnavailable:
        return False
    return True
