"""The queue on the real PostgreSQL: with its transaction or not at all, and honest after crashes."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from service.jobs import schema, worker
from service.jobs.queue import PostgresQueue
from service.jobs.upkeep import LOST_AFTER, MOST_CRASHES, Upkeep
from service.workflow.deps import Digitise
from storage import Document, Status
from tests.office import Office
from tests.paper import a_page, save_jpeg

CRASHED = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = %s WHERE args->>'document' = %s"
JOBS = "SELECT status::text, attempts FROM procrastinate_jobs WHERE args->>'document' = %s ORDER BY id"


@pytest.fixture
def document(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Document:
    office.open()
    seed = sum(request.node.name.encode())
    return office.add(save_jpeg(a_page(seed=seed, dpi=70), tmp_path / "a.jpg"))


def jobs(postgres_url: str, document: UUID) -> list[tuple[str, int]]:
    with psycopg.connect(postgres_url) as connection:
        return [(row[0], row[1]) for row in connection.execute(JOBS, (str(document),)).fetchall()]


def crash(postgres_url: str, document: UUID, attempts: int) -> None:
    """Leave the job as a worker does that was killed while it ran."""
    with psycopg.connect(postgres_url) as connection:
        connection.execute(CRASHED, (attempts, str(document)))


def sweep(office: Office, postgres_url: str) -> None:
    app = worker.make_app(office.deps, postgres_url)

    async def once() -> None:
        async with app.open_async():
            await Upkeep(office.deps, 5).sweep(app)

    asyncio.run(once())


def test_a_job_exists_with_its_transaction_or_not_at_all(office: Office, postgres_url: str, document: Document) -> None:
    assert jobs(postgres_url, document.id) == [("todo", 0)]
    other = UUID(int=99)
    with pytest.raises(RuntimeError), office.deps.database.begin() as db:  # noqa: PT012 - the failure is the commit's
        PostgresQueue().put(db, Digitise(document=other, expected=0))
        raise RuntimeError("rolled back")
    assert jobs(postgres_url, other) == []


def test_the_job_of_a_dead_worker_is_taken_up_again(office: Office, postgres_url: str, document: Document) -> None:
    crash(postgres_url, document.id, attempts=0)
    sweep(office, postgres_url)
    assert jobs(postgres_url, document.id) == [("todo", 1)]


def test_a_job_that_kills_its_workers_is_ended_and_its_owner_told(
    office: Office, postgres_url: str, document: Document
) -> None:
    crash(postgres_url, document.id, attempts=MOST_CRASHES - 1)
    sweep(office, postgres_url)
    assert [status for status, _ in jobs(postgres_url, document.id)] == ["failed"]
    failed = office.see(document)
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert (failed.failure.code, failed.failure.retryable) == ("crashed", True)


def test_a_document_without_a_job_gets_one_and_one_with_a_job_gets_no_second(
    office: Office, postgres_url: str, document: Document
) -> None:
    later = office.deps.clock() + LOST_AFTER + timedelta(minutes=1)
    upkeep = Upkeep(office.but(clock=lambda: later).deps, 5)
    upkeep.find_lost()
    assert len(jobs(postgres_url, document.id)) == 1
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs WHERE args->>'document' = %s", (str(document.id),))
    upkeep.find_lost()
    assert jobs(postgres_url, document.id) == [("todo", 0)]


def test_the_queues_tables_are_made_once_and_known_to_be_current(postgres_url: str, office: Office) -> None:
    assert schema.is_current(postgres_url)
    schema.migrate(postgres_url)
    assert schema.is_current(postgres_url)
