"""Starts and stops one installation's servers and programs, in order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from service.local.errors import PortTaken, ServerFailed
from service.local.installation import Installation
from service.local.postgres import Postgres, find_postgres
from service.local.processes import clear_leftovers
from service.local.seaweed import Seaweed, find_weed
from service.local.server import Program
from service.local.supervise import Supervisor

READY_SECONDS = 180.0  # PostgreSQL reads its write-ahead log back after a crash
FAILING_SECONDS = 12.0  # of dying again and again before it is told
FAILING = {"BACKOFF", "FATAL", "EXITED"}
GIVEN_UP = {"FATAL", "EXITED", "UNKNOWN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Which servers are embedded here, and where their programs are when not in the usual places."""

    postgres: bool = True  # False: DATABASE_URL points at one elsewhere
    objects: bool = True  # False: S3_ENDPOINT does
    pg_bin: Path | None = None
    weed_bin: Path | None = None


class Runner:
    """Owns what it started: leaving the `with` stops it all, and so does the end of this process, however it ends.

    To be used from a thread that lives as long (the main one): the kernel watches the starting thread.
    """

    def __init__(self, installation: Installation, servers: Servers) -> None:
        self._installation = installation
        self._supervisor = Supervisor(installation.data_dir)
        self._servers: list[Postgres | Seaweed] = []
        self._log_starts: dict[str, int] = {}  # bytes; what an earlier start wrote is not this one's reason
        if servers.postgres:
            self._servers.append(Postgres(installation=installation, binaries=find_postgres(servers.pg_bin)))
        if servers.objects:
            self._servers.append(Seaweed(installation=installation, weed=find_weed(servers.weed_bin)))

    def start_servers(self) -> None:
        """Start the embedded servers, wait until they work, make database, role and bucket.

        Raises a LocalError; what was started then is stopped by `stop` or the `with`.
        """
        for server in self._servers:
            server.prepare()
            log = self.log_of(server.name)
            self._log_starts[server.name] = log.stat().st_size if log.exists() else 0
        self._supervisor.start()
        self._supervisor.add([server.program() for server in self._servers])
        for server in self._servers:
            self._wait_ready(server)
            server.bootstrap()

    def start_programs(self, programs: Sequence[Program]) -> None:
        """Start programs in this order; they are stopped in the reverse order, all before the servers."""
        self._supervisor.add(programs)

    def poll(self) -> int | None:
        """None while it runs; the supervisor's exit status once it has ended (by itself, or killed)."""
        return self._supervisor.poll()

    def given_up(self) -> list[str]:
        """Names of processes that died again and again and are no longer started; empty when all is well."""
        return sorted(name for name, state in self._supervisor.states().items() if state in GIVEN_UP)

    def stop(self) -> None:
        """Stop programs, then the servers, in reverse order of their start; nothing is left when this returns.

        What a program left behind (a child of a child) is killed after a moment.
        """
        self._supervisor.stop(self._supervisor.longest_stop())
        clear_leftovers(self._installation.data_dir, patience=5.0)

    def log_of(self, name: str) -> Path:
        """Where a process writes."""
        return self._installation.log_dir / f"{name}.log"

    def __enter__(self) -> "Runner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_ready(self, server: Postgres | Seaweed) -> None:
        now = time.monotonic()
        deadline, failing_until = now + READY_SECONDS, now + FAILING_SECONDS
        while (now := time.monotonic()) < deadline and self.poll() is None:
            if server.ready():
                return
            if self._supervisor.states().get(server.name) not in FAILING:
                failing_until = now + FAILING_SECONDS
            elif now > failing_until or self._port_taken(server.name):
                break
            time.sleep(0.05)
        raise self._why(server.name)

    def _port_taken(self, name: str) -> bool:
        return "already in use" in self._tail(name)

    def _tail(self, name: str) -> str:
        log = self.log_of(name)
        if not log.exists():
            return ""
        with log.open("rb") as file:
            file.seek(max(self._log_starts.get(name, 0), log.stat().st_size - 2000))
            return file.read().decode("utf-8", "replace")

    def _why(self, name: str) -> ServerFailed | PortTaken:
        if self._port_taken(name):
            return PortTaken(
                "Một chương trình khác vừa chiếm cổng của máy chủ. Chạy lại lần nữa. / Port taken; try again."
            )
        last = self._tail(name).strip().rpartition("\n")[2][-300:]
        return ServerFailed(f"{name} không khởi động được, xem {self.log_of(name)}: {last} / The server did not start.")
