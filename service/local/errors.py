"""What can go wrong on one machine: a class per reaction of whoever started it.

The text of every error is the sentence shown to the person at the terminal: Vietnamese first, what to do included.
"""

from pathlib import Path


class LocalError(Exception):
    """Base of everything this package raises; its text is fit to be shown as it is."""


class AlreadyRunning(LocalError):
    """Another process serves this data folder: use that one, or stop it first."""

    def __init__(self, data_dir: Path, pid: int | None) -> None:
        self.pid = pid
        who = "" if pid is None else f" (tiến trình {pid})"
        super().__init__(
            f"Hồ sơ số đang chạy trên thư mục {data_dir}{who}. Dừng bằng `make stop` rồi thử lại. "
            f"/ Already running on this data folder."
        )


class NotRunning(LocalError):
    """Nothing serves this data folder, or nothing was ever installed in it: start it first."""


class ProgramMissing(LocalError):
    """An outside program is absent: install it."""


class PortTaken(LocalError):
    """Another program listens on a port that is needed: free it or choose another."""


class DiskFull(LocalError):
    """No room left under the data folder: make room and start again."""


class FolderUnusable(LocalError):
    """The data folder cannot be written, or is not ours: correct its rights or choose another."""


class WrongVersion(LocalError):
    """The database files were made by another PostgreSQL version: follow the recipe in the text."""


class Damaged(LocalError):
    """What the installation keeps about itself is lost or unreadable: restore it from a backup, never recreate it."""


class ServerFailed(LocalError):
    """A server did not start or died: read its log, named in the text."""
