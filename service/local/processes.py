"""What the operating system knows about running processes, read from /proc."""

import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")
MARK = "HOSO_INSTALLATION"  # in the environment of every process of an installation: its data folder


def start_time(pid: int) -> int | None:
    """When `pid` started, in clock ticks since boot; None when there is no such process.

    With it a process number that was given to somebody else later is told apart.
    """
    try:
        # The second field is the program's name in brackets and may hold anything, brackets included.
        after_name = (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    dead = after_name[0] in "ZX"
    return None if dead else int(after_name[19])


def processes_of(data_dir: Path) -> list[int]:
    """Every living process that belongs to the installation in `data_dir` (this one is never among them)."""
    others = [entry for entry in PROC.iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid()]
    return [
        int(entry.name) for entry in others if _belongs(entry, data_dir) and start_time(int(entry.name)) is not None
    ]


def wait_gone(data_dir: Path, seconds: float) -> list[int]:
    """Wait until no process of the installation is left; answers those that still are after `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := processes_of(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def clear_leftovers(data_dir: Path, patience: float = 20.0) -> list[int]:
    """See the remains of a killed installation off: they are stopping by themselves; who is not gets killed.

    Answers those that not even that ended (a process waiting for a broken disk), nobody as a rule.

    SIGQUIT first: PostgreSQL takes it as 'stop at once', which its write-ahead log covers.
    """
    for sign, seconds in ((None, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        for pid in processes_of(data_dir) if sign else ():
            send(pid, sign)
        if not wait_gone(data_dir, seconds):
            return []
    return processes_of(data_dir)


def send(pid: int, sign: signal.Signals | None) -> None:
    """Signal a process that may be gone already."""
    if sign is not None:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return


def _belongs(entry: Path, data_dir: Path) -> bool:
    try:
        if f"{MARK}={data_dir}".encode() in (entry / "environ").read_bytes().split(b"\0"):
            return True
        # PostgreSQL's children write their title over their environment. They may outlive a killed postmaster.
        return (entry / "exe").readlink().name == "postgres" and (entry / "cwd").readlink() == data_dir / "pg"
    except OSError:  # another user's process, or gone since
        return False
