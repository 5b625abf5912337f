"""Runs our own child processes, each in its own session, and ends them with all they started."""

import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO

from ocr.messages import Answer, Request, from_line

ROOT = Path(__file__).parents[1]
PIPE_BYTES = 1 << 16
ERRORS = "errors.txt"
# One thread a process: what runs beside it is decided by the number of workers, not by the libraries. One arena: what a
# page frees serves the next, with a seventh of the page faults, 0.12 CPU s a page, that giving it back would cost.
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OPENCV_FOR_THREADS_NUM": "1",
        "MALLOC_ARENA_MAX": "1",
    }
)


def errors_of(temporary: Path) -> str:
    """What a child that ran with this folder wrote to stderr: for the log, never for the sender."""
    return (temporary / ERRORS).read_text(encoding="utf-8", errors="replace")


class Child:
    """A running child process and what it says."""

    def __init__(self, process: subprocess.Popen[bytes], out: IO[bytes]) -> None:
        self._process = process
        self._out = out

    def answers(self, tick: float) -> Iterator[Answer | None]:
        """What the child says, in order, until it ends; None whenever it said nothing for `tick` seconds."""
        rest = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            while True:
                if not selector.select(tick):
                    yield None
                    continue
                piece = os.read(self._out.fileno(), PIPE_BYTES)
                if not piece:
                    return
                *lines, rest = (rest + piece).split(b"\n")
                yield from (from_line(line.decode()) for line in lines)


@contextmanager
def running(task: str, request: Request, temporary: Path) -> Iterator[Child]:
    """Run `python -m ocr.child TASK`; leaving the context kills it and everything it started.

    `temporary` takes its temporary files and its stderr. Where this process is killed itself, the kernel kills the
    child (`setpriv`), and the child's own Tesseracts with it (`bound-tesseract`).
    """
    settings = [f"{name}={value}" for name, value in {**SETTINGS, "TMPDIR": str(temporary)}.items()]
    bound = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    with (temporary / ERRORS).open("wb") as errors:
        process = subprocess.Popen(
            [*bound, "env", *settings, sys.executable, "-m", "ocr.child", task],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            start_new_session=True,
        )
    try:
        assert process.stdin is not None  # noqa: S101 - it was asked for as a pipe
        assert process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(request.to_json().encode())
        yield Child(process, process.stdout)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
