"""What happens when servers and programs do not behave."""

import io
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from minio import Minio

from service import local
from service.local.processes import clear_leftovers, processes_of, send


@contextmanager
def started(data_dir: Path, **servers: bool) -> Iterator[tuple[local.Installation, local.Runner]]:
    installation = local.Installation.open(data_dir)
    try:
        with local.Runner(installation, local.Servers(**servers)) as runner:
            runner.start_servers()
            yield installation, runner
    finally:
        installation.close()


AT_WORK = "SELECT state FROM pg_stat_activity WHERE pid = %s"


def soon(condition: Callable[[], object], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def client(installation: local.Installation) -> Minio:
    where = local.environment(installation)
    key = where["S3_ACCESS_KEY"], where["S3_SECRET_KEY"]
    return Minio(where["S3_ENDPOINT"], *key, secure=False, region="us-east-1")


def test_objects_are_there_again_on_other_ports(tmp_path: Path) -> None:
    with started(tmp_path, postgres=False) as (installation, _):
        client(installation).put_object("hoso", "a", io.BytesIO(b"giay"), 4)
        before = installation.ports
    with (
        socket.create_server(("127.0.0.1", before.master)),
        started(tmp_path, postgres=False) as (installation, _),
    ):
        assert installation.ports.s3 != before.s3
        assert client(installation).get_object("hoso", "a").read() == b"giay"
        client(installation).put_object("hoso", "b", io.BytesIO(b"giay"), 4)


def test_a_server_elsewhere_is_not_started_here(tmp_path: Path) -> None:
    with started(tmp_path, postgres=False, objects=False):
        assert not (tmp_path / "pg").exists()
        assert not (tmp_path / "s3").exists()


def test_a_port_taken_since_it_was_chosen_is_told_at_once(tmp_path: Path) -> None:
    installation = local.Installation.open(tmp_path)
    with (
        socket.create_server(("127.0.0.1", installation.ports.postgres)),
        local.Runner(installation, local.Servers(objects=False)) as runner,
        pytest.raises(local.PortTaken, match="Chạy lại"),
    ):
        runner.start_servers()
    assert processes_of(tmp_path) == []
    installation.close()


def test_a_database_that_cannot_start_is_told_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.local.runner.FAILING_SECONDS", 1.0)
    with started(tmp_path, objects=False):
        pass
    (tmp_path / "pg" / "global" / "pg_control").unlink()
    with pytest.raises(local.ServerFailed, match=r"postgres\.log.*pg_control"), started(tmp_path, objects=False):
        pass
    assert processes_of(tmp_path) == []


def test_a_session_that_outlives_a_killed_database_is_seen_off_before_the_next_start(tmp_path: Path) -> None:
    """Two sets of processes on the same files would ruin them."""
    with started(tmp_path, objects=False) as (installation, _):
        address = local.environment(installation)["DATABASE_URL"]
        session = psycopg.connect(address)
        backend = session.info.backend_pid
        session.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
        # One that still waits for its query sees the postmaster die and ends by itself.
        with psycopg.connect(address, autocommit=True) as watcher:
            assert soon(lambda: watcher.execute(AT_WORK, (backend,)).fetchone() == ("active",))
        # The postmaster first: with the supervisor gone it would still stop its sessions in good order.
        postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        for pid in (postmaster, *(set(processes_of(tmp_path)) - {backend, postmaster})):
            send(pid, signal.SIGKILL)
        assert soon(lambda: processes_of(tmp_path) == [backend])
        assert clear_leftovers(tmp_path, patience=0.1) == []
        assert processes_of(tmp_path) == []


def test_a_program_that_dies_is_started_again_and_one_that_always_dies_is_given_up(tmp_path: Path) -> None:
    with started(tmp_path, postgres=False, objects=False) as (_, runner):
        count = tmp_path / "count"
        lives = local.Program(name="lives", command=["sh", "-c", f"echo >> '{count}'; sleep 1.2"])
        dies = local.Program(name="dies", command=["false"], retries=1)
        runner.start_programs([lives, dies])
        assert soon(lambda: count.exists() and len(count.read_text()) >= 2)
        assert soon(lambda: runner.given_up() == ["dies"])


def test_a_killed_object_store_comes_back(tmp_path: Path) -> None:
    with started(tmp_path, postgres=False) as (installation, _):
        client(installation).put_object("hoso", "a", io.BytesIO(b"giay"), 4)
        (weed,) = [pid for pid in processes_of(tmp_path) if Path(f"/proc/{pid}/exe").readlink().name == "weed"]
        os.kill(weed, signal.SIGKILL)
        assert soon(lambda: client(installation).get_object("hoso", "a").read() == b"giay")


def test_several_of_a_program_have_a_log_each(tmp_path: Path) -> None:
    with started(tmp_path, postgres=False, objects=False) as (_, runner):
        runner.start_programs([local.Program(name="worker", command=["sh", "-c", "echo here; exec sleep 60"], count=2)])
        for name in ("worker-0", "worker-1"):
            assert soon(lambda name=name: runner.log_of(name).exists() and "here" in runner.log_of(name).read_text())
