"""The whole stack of one machine, started, killed in every way, and started again."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from minio import Minio

from service import local
from service.local.processes import processes_of, send

UP = Path(__file__).with_name("up_like.py")
ROOT = UP.parents[4]


@contextmanager
def running(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    """`up_like.py` as a terminal starts it: a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, str(UP), str(data_dir)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        process_group=0,
    )
    try:
        assert process.stdout is not None
        process.supervisor = json.loads(process.stdout.readline())["supervisor"]  # type: ignore[attr-defined]
        yield process
    finally:
        process.terminate()
        process.wait(60)


STOPPED = 60  # seconds in which all have stopped one after the other, beside other tests: each has time of its own


def left_after(data_dir: Path, seconds: float) -> list[int]:
    deadline = time.monotonic() + seconds
    while (left := processes_of(data_dir.resolve())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def keep_something(data_dir: Path) -> None:
    """Leave a row and an object."""
    where = local.environment(local.Installation.attach(data_dir))
    with psycopg.connect(where["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'hàng' AS word")
    store(where).put_object(where["S3_BUCKET"], "kept", io.BytesIO(b"giay"), 4)


def is_kept(data_dir: Path) -> bool:
    where = local.environment(local.Installation.attach(data_dir))
    with psycopg.connect(where["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    return row == ("hàng",) and store(where).get_object(where["S3_BUCKET"], "kept").read() == b"giay"


def store(where: dict[str, str]) -> Minio:
    return Minio(where["S3_ENDPOINT"], where["S3_ACCESS_KEY"], where["S3_SECRET_KEY"], secure=False, region="us-east-1")


def log(data_dir: Path, name: str = "supervisord") -> str:
    return (data_dir / "log" / f"{name}.log").read_text("utf-8")


@pytest.fixture(scope="module")
def odd_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A long path with everything that upsets scripts: no socket's path may be so long."""
    return tmp_path_factory.mktemp("var") / ("hồ sơ 'số' ; # %s \"1\" " + "d" * 120)


def test_everything_stops_in_order_and_what_was_kept_is_there_again(odd_folder: Path) -> None:
    with running(odd_folder):
        keep_something(odd_folder)
        assert "chỉ" not in log(odd_folder)
    assert processes_of(odd_folder.resolve()) == []
    stopped = [line.split("stopped: ")[1].split(" ")[0] for line in log(odd_folder).splitlines() if "stopped: " in line]
    assert stopped == ["web", "worker", "s3", "postgres"]
    assert "worker ended" in log(odd_folder, "worker")
    assert "database system is shut down" in log(odd_folder, "postgres")
    with running(odd_folder):
        assert is_kept(odd_folder)


def test_a_killed_up_leaves_nothing_and_can_be_started_again(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        keep_something(tmp_path)
        up.kill()
        assert left_after(tmp_path, STOPPED) == []
    assert "worker ended" in log(tmp_path, "worker"), "the supervisor still stops its programs in order"
    with running(tmp_path):
        assert is_kept(tmp_path)


def test_a_killed_supervisor_leaves_nothing_and_up_notices(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        keep_something(tmp_path)
        os.kill(up.supervisor, signal.SIGKILL)
        assert up.wait(20) == 0
    assert left_after(tmp_path, 10) == []
    with running(tmp_path):
        assert is_kept(tmp_path)


def test_killing_every_process_at_once_loses_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        keep_something(tmp_path)
        for pid in [up.pid, *processes_of(tmp_path.resolve())]:
            send(pid, signal.SIGKILL)
        up.wait()
    assert left_after(tmp_path, 5) == []
    (tmp_path / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path / 'pg'}\n")  # used again by somebody
    with running(tmp_path):
        assert is_kept(tmp_path)


def test_up_started_at_once_after_a_kill_waits_for_the_old_one_to_go(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        keep_something(tmp_path)
        first.kill()
        with running(tmp_path):
            assert is_kept(tmp_path)


def test_ctrl_c_at_the_terminal_reaches_nothing_but_up(tmp_path: Path) -> None:
    with running(tmp_path) as up:
        groups = {os.getpgid(pid) for pid in processes_of(tmp_path.resolve())}
        assert groups
        assert up.pid not in groups
        sessions = {os.getsid(pid) for pid in processes_of(tmp_path.resolve())}
        assert os.getsid(up.pid) not in sessions
        os.killpg(up.pid, signal.SIGINT)
        up.wait(30)
        assert processes_of(tmp_path.resolve()) == []


def test_two_installations_run_side_by_side_and_a_second_up_is_refused(tmp_path: Path) -> None:
    with ExitStack() as stack:
        for name in ("a", "b"):
            stack.enter_context(running(tmp_path / name))
            keep_something(tmp_path / name)
        with pytest.raises(local.AlreadyRunning, match="đang chạy"):
            local.Installation.open(tmp_path / "a")
        assert is_kept(tmp_path / "a")
        assert local.stop(tmp_path / "a")
        assert processes_of(tmp_path / "a") == []
        assert is_kept(tmp_path / "b")
