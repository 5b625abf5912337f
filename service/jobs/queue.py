"""Jobs as rows: put in with the transaction they belong to, read out by workers."""

from collections.abc import Mapping
from dataclasses import fields
from uuid import UUID

from procrastinate import App, SyncPsycopgConnector

import storage
from service.workflow.deps import Digitise, Job, Renew, Sign, Timestamp
from storage import SignerRole

KINDS: Mapping[str, type[Job]] = {"digitise": Digitise, "sign": Sign, "timestamp": Timestamp, "renew": Renew}
QUEUES: Mapping[str, str] = {"digitise": "digitise", "sign": "sign", "timestamp": "sign", "renew": "sign"}
UPKEEP = "upkeep"
_NAMES = {kind: name for name, kind in KINDS.items()}
_LIVING = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
_OPEN = "SELECT DISTINCT args ->> 'document' FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
_DEPTH = "SELECT queue_name, count(*) FROM procrastinate_jobs WHERE status = 'todo' GROUP BY queue_name"


class PostgresQueue:
    """The queue as the workflow sees it: one verb to put, and questions for health checks."""

    def __init__(self) -> None:
        self._app = App(connector=SyncPsycopgConnector())  # never opened: every put runs on the caller's connection

    def put(self, transaction: storage.Transaction, job: Job) -> None:
        """Add the job to this transaction: it exists when that commits, and not otherwise.

        Jobs of one document run one after the other (its lock), so that two signatures never start from one version.
        """
        name = _NAMES[type(job)]
        self._app.configure_task(
            name,
            queue=QUEUES[name],
            lock=f"document:{job.document}",
            connection=transaction.driver_connection,
        ).defer(**encode(job))

    def living_workers(self, transaction: storage.Transaction, silent_for: float) -> int:
        """How many workers gave a sign of life within that many seconds."""
        row = transaction.driver_connection.execute(_LIVING, (silent_for,)).fetchone()
        return int(row[0]) if row else 0

    def documents_with_jobs(self, transaction: storage.Transaction) -> frozenset[UUID]:
        """Documents for which a job waits or runs. As long as the queue, not as the archive."""
        rows = transaction.driver_connection.execute(_OPEN).fetchall()
        return frozenset(UUID(row[0]) for row in rows if row[0])

    def depth(self, transaction: storage.Transaction) -> Mapping[str, int]:
        """Waiting jobs for each queue."""
        return {str(row[0]): int(row[1]) for row in transaction.driver_connection.execute(_DEPTH).fetchall()}


def encode(job: Job) -> dict[str, str | int | None]:
    """A job's fields as JSON values."""
    values = {field.name: getattr(job, field.name) for field in fields(job)}
    return {name: str(value) if isinstance(value, UUID | SignerRole) else value for name, value in values.items()}


def decode(name: str, values: Mapping[str, object]) -> Job:
    """The job that `encode` wrote. Raises KeyError for a name that is none of ours."""
    decoded = dict(values)
    decoded["document"] = UUID(str(values["document"]))
    if decoded.get("role"):
        decoded["role"] = SignerRole(str(decoded["role"]))
    return KINDS[name](**decoded)  # type: ignore[arg-type]  # written by encode from the same fields
