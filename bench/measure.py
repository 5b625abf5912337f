"""What commands cost: time, processor and memory of everything that they start."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

EVERY = 0.2  # seconds between two looks at the processes
KIBI = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a program is started: its commands, so many of them `at_once`, and which exit codes are `fine`.

    Each output holds the next page or, if it is the only one, all of them.
    """

    commands: Sequence[Sequence[str]]
    outputs: Sequence[Path]
    at_once: int = 1
    environment: Mapping[str, str] = field(default_factory=dict)
    fine: Sequence[int] = (0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """`wall` and `cpu` in seconds; `largest` of one process and `together` of all at one time in MiB."""

    wall: float
    cpu: float
    largest: float
    together: float


def measured(run: Run) -> Usage:
    """Run it once. Raises CalledProcessError for an exit code that is not fine."""
    before, started = _cpu(), time.monotonic()
    with _Watch() as watch, ThreadPoolExecutor(run.at_once) as pool:
        list(pool.map(lambda command: _one(command, run), run.commands))
    wall = time.monotonic() - started
    return Usage(wall=wall, cpu=_cpu() - before, largest=watch.largest / KIBI, together=watch.together / KIBI)


def _one(command: Sequence[str], run: Run) -> None:
    done = subprocess.run(command, capture_output=True, env={**os.environ, **run.environment})
    if done.returncode not in run.fine:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch:
    """Looks at the memory of all processes below this one; KiB.

    The kernel's own peak of children (`ru_maxrss`) starts with the size of who started them: it would be ours.
    What ran before, a test's servers for one, is no part of the run.
    """

    def __init__(self) -> None:
        self._before = frozenset(_processes())
        self.largest = self.together = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            found = _below(os.getpid(), {pid: one for pid, one in _processes().items() if pid not in self._before})
            self.largest = max(self.largest, *(peak for _, peak, _ in found), 0)
            self.together = max(self.together, sum(now for *_, now in found))


Process = tuple[int, int, int]  # parent, its greatest size so far and now, KiB


def _processes() -> dict[int, Process]:
    found, ours = {}, Path("/proc/self/cmdline").read_bytes()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # What has our own words was just split off us, with our size, and is no other program yet: asked first,
                # or it may have become one between its size and its words.
                if (folder / "cmdline").read_bytes() == ours:
                    continue
                status = (folder / "status").read_text()
            except OSError:
                continue  # it ended meanwhile
            lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            sizes = [int(lines.get(name, "0").split()[0]) for name in ("PPid", "VmHWM", "VmRSS")]
            found[int(folder.name)] = (sizes[0], sizes[1], sizes[2])
    return found


def _below(root: int, processes: Mapping[int, Process]) -> list[Process]:
    known = {root}
    while new := {pid for pid, (parent, *_) in processes.items() if parent in known} - known:
        known |= new
    return [processes[pid] for pid in known - {root} if pid in processes]
