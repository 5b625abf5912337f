"""What keeps the queue honest: jobs of dead workers are taken up again, lost documents get a new job."""

import logging
from datetime import timedelta

from procrastinate import App
from procrastinate.jobs import Status

import ocr
from service.jobs.queue import KINDS, UPKEEP, PostgresQueue, decode
from service.workflow import ceremonies, failures, handovers, renew
from service.workflow.deps import Deps

log = logging.getLogger(__name__)
MOST_CRASHES = 3  # a job that took its worker down so often is not started again
LOST_AFTER = timedelta(minutes=2)


class Upkeep:
    """The periodic tasks; they run in a worker of their own so that a busy or crashed one cannot stop them."""

    def __init__(self, deps: Deps, stalled_seconds: float) -> None:
        self._deps = deps
        self._stalled_seconds = stalled_seconds

    def register(self, app: App) -> None:
        """Add the sweep (every 5 s), the search for what was lost or is over (every minute), keeping and pruning."""

        # In Procrastinate's cron the seconds are the sixth field.
        @app.periodic(cron="* * * * * */5")
        @app.task(name="sweep", queue=UPKEEP, queueing_lock="sweep")
        async def sweep(timestamp: int) -> None:
            await self.sweep(app)

        @app.periodic(cron="* * * * *")
        @app.task(name="find_lost", queue=UPKEEP, queueing_lock="find_lost")
        def find_lost(timestamp: int) -> None:
            self.find_lost()

        @app.periodic(cron="* * * * * 30")
        @app.task(name="release", queue=UPKEEP, queueing_lock="release")
        def release(timestamp: int) -> None:
            ceremonies.release_expired(self._deps)
            handovers.release_expired(self._deps)

        @app.periodic(cron="41 3 * * *")
        @app.task(name="keep", queue=UPKEEP, queueing_lock="keep")
        def keep(timestamp: int) -> None:
            self.keep()

        @app.periodic(cron="17 2 * * *")
        @app.task(name="prune", queue=UPKEEP, queueing_lock="prune")
        async def prune(timestamp: int) -> None:
            await app.job_manager.delete_old_jobs(nb_hours=24 * 30, include_failed=True, include_aborted=True)

    async def sweep(self, app: App) -> None:
        """Take up the jobs of workers that died. Poisonous ones are ended, with a reason for the owner."""
        for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled_seconds):
            if stalled.attempts + 1 >= MOST_CRASHES and stalled.task_name in KINDS:
                await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
                crashed = ocr.Interrupted("crashed", "Bộ xử lý dừng đột ngột nhiều lần khi xử lý giấy tờ này.")
                failures.give_up(self._deps, decode(stalled.task_name, stalled.task_kwargs), crashed)
            else:
                log.warning("job %s of a dead worker is taken up again", stalled.id)
                await app.job_manager.retry_job(stalled)

    def keep(self) -> None:
        """Archived signatures whose timestamp ends soon are renewed, each by a job of its own."""
        queue = PostgresQueue()
        with self._deps.database.begin() as db:
            for job in renew.due(self._deps, db, queue.documents_with_jobs(db)):
                self._deps.queue.put(db, job)

    def find_lost(self) -> None:
        """Documents that wait for a step no job will take get their job again (law 8)."""
        queue = PostgresQueue()
        with self._deps.database.begin() as db:
            waiting = failures.waiting(db, self._deps.clock() - LOST_AFTER)
            with_job = queue.documents_with_jobs(db) if waiting else frozenset()
            for job in waiting:
                if job.document not in with_job:
                    log.warning("lost: %s is asked for again", job)
                    self._deps.queue.put(db, job)
