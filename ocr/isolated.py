"""Digitising in a child process, so that whatever a file does to the parsers, the worker lives."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ocr import child_process
from ocr.errors import Interrupted, Refused
from ocr.messages import Answer, Request
from ocr.types import AccessCopy, Digitised, Limits, OnPage, Options, Progress

log = logging.getLogger(__name__)

TICK = 0.5  # seconds between two looks at `cancelled`
# A batch of four pages may fail as a whole and then each by itself, and so may their tables.
PATIENCE_IN_PAGES = 10
TOLD = 4000  # characters of what a child that ended without an answer had to say

Cancelled = Callable[[], bool]


def never() -> bool:
    """Nobody cancels."""
    return False


def digitise(
    sources: Sequence[Path],
    work: Path,
    options: Options,
    limits: Limits,
    on_page: OnPage,
    *,
    cancelled: Cancelled = never,
) -> Digitised:
    """As `ocr.pipeline.digitise`, in a child process with a memory limit and a limit on standing still.

    Raises Refused; Interrupted: timed_out when the files were not looked into, or no page was done, for long,
    out_of_memory, crashed, and cancelled when `cancelled()`, asked about twice a second, says so. Whatever happens, no
    process of it is left behind.
    """
    answer = _watched("digitise", _request(sources, work, options, limits), on_page, cancelled)
    if isinstance(answer, Digitised):
        return answer
    raise Interrupted("crashed")


def make_access_copy(
    master: Path, work: Path, limits: Limits, on_page: OnPage, *, cancelled: Cancelled = never
) -> AccessCopy:
    """As `ocr.access_copy.making.make`, in such a child process; raises as `digitise` does."""
    answer = _watched("access_copy", _request([master], work, Options(), limits), on_page, cancelled)
    if isinstance(answer, AccessCopy):
        return answer
    raise Interrupted("crashed")


def _request(sources: Sequence[Path], work: Path, options: Options, limits: Limits) -> Request:
    return Request(
        sources=tuple(path.resolve() for path in sources), work=work.resolve(), options=options, limits=limits
    )


def _watched(task: str, request: Request, on_page: OnPage, cancelled: Cancelled) -> Answer | None:
    """What the child answers in the end; None where it says nothing."""
    patience = request.limits.seconds  # to look into the files; from then on for pages
    moved = time.monotonic()
    with child_process.running(task, request, request.work) as child:
        for answer in child.answers(TICK):
            if cancelled():
                raise Interrupted("cancelled")
            if isinstance(answer, Progress):
                moved, patience = time.monotonic(), PATIENCE_IN_PAGES * request.options.page_seconds
                on_page(answer)
            elif isinstance(answer, Refused | Interrupted):
                raise answer
            elif answer is not None:
                return answer
            if time.monotonic() - moved > patience:
                raise Interrupted("timed_out")
    log.error("%s ended without an answer: %s", task, child_process.errors_of(request.work)[-TOLD:])
    return None
