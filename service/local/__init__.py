"""The embedded default: PostgreSQL and the S3 server of one machine, and what keeps them and the programs running."""

from service.local.errors import (
    AlreadyRunning,
    Damaged,
    DiskFull,
    FolderUnusable,
    LocalError,
    NotRunning,
    PortTaken,
    ProgramMissing,
    ServerFailed,
    WrongVersion,
)
from service.local.installation import Installation, environment
from service.local.lock import running_pid, stop
from service.local.ports import is_free, require_free
from service.local.runner import Runner, Servers
from service.local.server import Program

__all__ = [
    "AlreadyRunning",
    "Damaged",
    "DiskFull",
    "FolderUnusable",
    "Installation",
    "LocalError",
    "NotRunning",
    "PortTaken",
    "Program",
    "ProgramMissing",
    "Runner",
    "ServerFailed",
    "Servers",
    "WrongVersion",
    "environment",
    "is_free",
    "require_free",
    "running_pid",
    "stop",
]
