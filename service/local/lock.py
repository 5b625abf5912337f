"""One running installation per data folder."""

import fcntl
import json
import os
import signal
import time
from pathlib import Path

from service.local.errors import AlreadyRunning, LocalError, NotRunning
from service.local.private import telling
from service.local.processes import send, start_time, wait_gone


class Lock:
    """Held from `take` until `release` or the end of the process, a kill -9 included.

    The file says who holds it; the lock itself is the kernel's, so a stale file means nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> None:
        """Become the one; raises AlreadyRunning, with the process number of the one who is."""
        with telling(self._path):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _lock(handle):
            os.close(handle)
            raise AlreadyRunning(self._path.parent, _holder(self._path))
        pid = os.getpid()
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps({"pid": pid, "started": start_time(pid)}).encode())
        self._handle = handle

    def release(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def stop(data_dir: Path, seconds: float = 90.0) -> int:
    """Ask the installation in `data_dir` to stop and wait until all of it is gone; answers the pid it had.

    Raises NotRunning when nothing runs there, LocalError when it has not stopped after `seconds`.
    """
    data_dir = data_dir.resolve()
    pid = running_pid(data_dir)
    if pid is None:
        raise NotRunning(f"Không có gì đang chạy trên {data_dir}. / Nothing is running there.")
    deadline = time.monotonic() + seconds
    send(pid, signal.SIGTERM)
    while running_pid(data_dir) == pid and time.monotonic() < deadline:
        time.sleep(0.1)
    if wait_gone(data_dir, max(0.0, deadline - time.monotonic())):
        raise LocalError(f"Tiến trình {pid} chưa dừng sau {seconds:.0f} giây. / Still stopping.")
    return pid


def running_pid(data_dir: Path) -> int | None:
    """The process that serves `data_dir`; None when none does (whatever the file says)."""
    path = data_dir / "up.lock"
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(path)
    finally:
        os.close(handle)
    return None


def _lock(handle: int) -> bool:
    for _ in range(5):  # somebody who only asks (`running_pid`) holds it for an instant
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def _holder(path: Path) -> int | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
        pid, started = int(kept["pid"]), kept["started"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return pid if start_time(pid) == started else None
