"""Folders for the files of one job: gone with the job, and where its process was killed, with the next one's start."""

import fcntl
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

log = logging.getLogger(__name__)
PREFIX, HELD = "hoso-", ".held"


@contextmanager
def opened(parent: Path | None) -> Iterator[Path]:
    """A folder below `parent` (None: the system's) for the length of the block."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent) as name, Path(name, "new").open("wb") as lock:
        # The kernel lets go of it when this process ends, however it ends. Named only once it is held.
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = Path(lock.name).rename(Path(name, HELD)).parent
        yield folder


def sweep(parent: Path | None) -> None:
    """Remove the folders of processes that were killed: papers of citizens lie in them."""
    for folder in (parent or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"):
        # Not ours, still being made, or somebody works there: left alone.
        with suppress(OSError), Path(folder, HELD).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            log.warning("%s of a killed process is removed", folder.name)
