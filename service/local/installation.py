"""One installation on this machine: its folder, its keys, its ports."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from service.local.errors import DiskFull, NotRunning, ServerFailed
from service.local.keys import Keys, load_keys
from service.local.lock import Lock
from service.local.ports import LOOPBACK, Ports, load_ports, remembered_ports
from service.local.private import make_folder
from service.local.processes import clear_leftovers

BUCKET = "hoso"
ROOM = 300 * 1024**2  # bytes: a new PostgreSQL takes 40 MB, its first write-ahead log 16 to 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Everything one machine keeps for itself under `data_dir` (absolute, links resolved)."""

    data_dir: Path
    keys: Keys
    ports: Ports
    lock: Lock | None = field(default=None, repr=False)  # None: only looked at (`attach`), not ours to start

    @classmethod
    def open(cls, data_dir: Path) -> "Installation":
        """Take possession of `data_dir`, making it where it is new; the remains of a killed one are cleared first.

        Raises AlreadyRunning, DiskFull, FolderUnusable, Damaged, PortTaken.
        """
        data_dir = data_dir.resolve()
        for path in (data_dir, data_dir / "run", data_dir / "log"):
            make_folder(path)
        lock = Lock(data_dir / "up.lock")
        lock.take()
        try:
            _require_alone(data_dir)
            _require_room(data_dir)
            fresh = not (data_dir / "pg").exists() and not (data_dir / "s3").exists()
            keys = load_keys(data_dir / "secrets.json", fresh=fresh)
            return cls(data_dir=data_dir, keys=keys, ports=load_ports(data_dir / "ports.json"), lock=lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def attach(cls, data_dir: Path) -> "Installation":
        """Look at an installation that exists, running or not, and change nothing; NotRunning when there is none."""
        data_dir = data_dir.resolve()
        ports = remembered_ports(data_dir / "ports.json")
        if ports is None or not (data_dir / "secrets.json").exists():
            raise NotRunning(f"Chưa có gì trong {data_dir}. Chạy `make run` trước. / Nothing installed there yet.")
        return cls(data_dir=data_dir, keys=load_keys(data_dir / "secrets.json", fresh=False), ports=ports)

    def close(self) -> None:
        """Give the folder back; a second call does nothing."""
        if self.lock is not None:
            self.lock.release()

    @property
    def run_dir(self) -> Path:
        """What only lives while it runs: configuration, scripts, sockets. Holds secrets; 0700."""
        return self.data_dir / "run"

    @property
    def log_dir(self) -> Path:
        """One log per program, kept small by the supervisor."""
        return self.data_dir / "log"


def environment(installation: Installation, *, postgres: bool = True, objects: bool = True) -> dict[str, str]:
    """What web, workers and commands read to find the embedded servers; nothing of a server that is not embedded."""
    keys, ports = installation.keys, installation.ports
    found = {"DATA_DIR": str(installation.data_dir), "SECRET_KEY": keys.session}
    if postgres:
        found["DATABASE_URL"] = f"postgresql://hoso:{keys.postgres_app}@{LOOPBACK}:{ports.postgres}/hoso"
    if objects:
        found |= {
            "S3_ENDPOINT": f"{LOOPBACK}:{ports.s3}",
            "S3_ACCESS_KEY": keys.s3_app_access,
            "S3_SECRET_KEY": keys.s3_app_secret,
            "S3_BUCKET": BUCKET,
            "S3_SECURE": "0",
        }
    return found


def _require_alone(data_dir: Path) -> None:
    left = clear_leftovers(data_dir)
    if left:
        raise ServerFailed(f"Tiến trình cũ {left} trên {data_dir} không chịu dừng. / Old processes do not end.")


def _require_room(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir).free
    if free < ROOM:
        raise DiskFull(
            f"Ổ đĩa của {data_dir} chỉ còn {free >> 20} MB, cần ít nhất {ROOM >> 20} MB. Dọn bớt rồi chạy lại. "
            "/ Disk nearly full."
        )
