"""Digitising in a child process, so that whatever a file does to the parsers, the worker lives."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ocr import child_process
from ocr.errors import Interrupted, Refused
from ocr.messages import Request
from ocr.types import Digitised, Limits, OnPage, Options, Progress

TICK = 0.5  # seconds between two looks at `cancelled`
# A batch of four pages may fail as a whole and then each by itself, and so may their tables.
PATIENCE_IN_PAGES = 10


def digitise(
    sources: Sequence[Path],
    work: Path,
    options: Options,
    limits: Limits,
    on_page: OnPage,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Digitised:
    """As `ocr.pipeline.digitise`, in a child process with a memory limit and a limit on standing still.

    Raises Refused; Interrupted: timed_out when no page was done for long, out_of_memory, crashed, and cancelled when
    `cancelled()`, asked about twice a second, says so. Whatever happens, no process of it is left behind.
    """
    work = work.resolve()
    request = Request(sources=tuple(path.resolve() for path in sources), work=work, options=options, limits=limits)
    patience = PATIENCE_IN_PAGES * options.page_seconds + limits.seconds
    moved = time.monotonic()
    with child_process.running("digitise", request, work) as child:
        for answer in child.answers(TICK):
            if cancelled():
                raise Interrupted("cancelled")
            if isinstance(answer, Progress):
                moved = time.monotonic()
                on_page(answer)
            elif isinstance(answer, Refused | Interrupted):
                raise answer
            elif isinstance(answer, Digitised):
                return answer
            if time.monotonic() - moved > patience:
                raise Interrupted("timed_out")
    raise Interrupted("crashed")
