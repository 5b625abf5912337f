"""What runs on this machine, as /proc tells it."""

import time
from collections.abc import Callable
from pathlib import Path


def descendants(pid: int) -> set[int]:
    """Every process below this one."""
    parents = dict(_parents())
    found: set[int] = set()
    while new := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= new
    return found


def alive(pid: int) -> bool:
    """Whether it still runs; a zombie does not."""
    return any(found == pid and fields[0] != "Z" for found, fields in _stats())


def command(pid: int) -> str:
    """Its command line; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def named(pids: set[int], name: str) -> set[int]:
    """Those of the processes that run a program of that name."""
    return {pid for pid in pids if _name(pid) == name}


def waited_for(what: Callable[[], object], seconds: float = 20) -> bool:
    """Whether it came true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return False


def _parents() -> list[tuple[int, int]]:
    return [(pid, int(fields[1])) for pid, fields in _stats()]


def _stats() -> list[tuple[int, list[str]]]:
    """State, parent ... of each process."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue  # it ended meanwhile
            found.append((int(folder.name), text.rpartition(")")[2].split()))
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
