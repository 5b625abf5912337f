"""The worker's loop: a job's name becomes a step of the workflow; what fails is tried again or told."""

import logging
from collections.abc import Callable, Iterable

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.jobs import Job as QueuedJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from service.jobs.queue import KINDS, QUEUES, UPKEEP, decode
from service.jobs.upkeep import Upkeep
from service.workflow import digitise, failures, renew, sign
from service.workflow.deps import Deps, Digitise, Job, Sign, Timestamp

log = logging.getLogger(__name__)
GRACE_SECONDS = 10.0  # a job may still end by itself after SIGTERM; then it is stopped and goes back to the queue


class _Patience(BaseRetryStrategy):
    """Procrastinate asks here after every failure; the answer is the workflow's."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if not isinstance(exception, Exception):
            return None
        ours = decode(job.task_name, job.task_kwargs)
        wait = failures.patience_left(ours, exception, job.attempts + 1)
        return None if wait is None else RetryDecision(retry_in={"seconds": wait})


def perform(deps: Deps, job: Job, cancelled: Callable[[], bool]) -> None:
    """Take the step the job names."""
    if isinstance(job, Digitise):
        digitise.run(deps, job, cancelled)
    elif isinstance(job, Sign):
        sign.run(deps, job)
    elif isinstance(job, Timestamp):
        sign.lift(deps, job)
    else:
        renew.run(deps, job)


def attempt(deps: Deps, job: Job, tries: int, cancelled: Callable[[], bool]) -> None:
    """One try; a failure that no further try can mend is told to the document's owner before it is raised on."""
    try:
        perform(deps, job, cancelled)
    except Exception as error:  # the product's one broad except: whatever goes wrong, the owner must be told
        log.warning("%s failed (try %d): %s", job, tries, error, exc_info=not failures.passes(error))
        if failures.patience_left(job, error, tries) is None:
            failures.give_up(deps, job, error)
        raise


def make_app(deps: Deps, database_url: str) -> App:
    """The Procrastinate application with one task for each kind of job."""
    app = App(connector=PsycopgConnector(conninfo=database_url))
    for name in KINDS:
        app.task(name=name, queue=QUEUES[name], retry=_Patience(), pass_context=True)(_task(deps, name))
    return app


def _task(deps: Deps, name: str) -> Callable[..., None]:
    def task(context: JobContext, **values: object) -> None:
        attempt(deps, decode(name, values), context.job.attempts + 1, context.should_abort)

    return task


def run(deps: Deps, database_url: str, *, queues: Iterable[str], concurrency: int, stalled_seconds: float) -> None:
    """Serve these queues until SIGTERM or SIGINT; with the upkeep queue, also sweep up after dead workers."""
    app = make_app(deps, database_url)
    served = list(queues)
    if UPKEEP in served:
        Upkeep(deps, stalled_seconds).register(app)
    with app.open():
        app.run_worker(
            queues=served,
            concurrency=concurrency,
            update_heartbeat_interval=stalled_seconds / 4,
            stalled_worker_timeout=stalled_seconds,
            shutdown_graceful_timeout=GRACE_SECONDS,
            fetch_job_polling_interval=2.0,
        )
