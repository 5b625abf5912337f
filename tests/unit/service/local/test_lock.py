"""One running installation per data folder; a stale file means nothing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service import local
from service.local.lock import Lock
from service.local.processes import start_time

HOLD = """
import sys, time
from pathlib import Path
from service.local.lock import Lock
Lock(Path(sys.argv[1])).take()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "up.lock")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_one_is_told_who_is_running(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    with pytest.raises(local.AlreadyRunning, match=f"đang chạy.*tiến trình {holder.pid}") as refusal:
        local.Installation.open(tmp_path)
    assert refusal.value.pid == holder.pid
    assert local.running_pid(tmp_path) == holder.pid


def test_a_killed_holder_holds_nothing(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    holder.wait()
    assert local.running_pid(tmp_path) is None
    Lock(tmp_path / "up.lock").take()


def test_stopping_signals_the_holder_and_waits(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    assert local.stop(tmp_path) == holder.pid
    assert holder.wait(1) == -signal.SIGTERM


def test_stopping_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(local.NotRunning, match="Không có gì đang chạy"):
        local.stop(tmp_path)


def test_stopping_touches_no_stranger_named_by_a_stale_file(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        said = {"pid": stranger.pid, "started": start_time(stranger.pid)}
        (tmp_path / "up.lock").write_text(json.dumps(said))
        with pytest.raises(local.NotRunning):
            local.stop(tmp_path)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_number_used_again_is_not_taken_for_the_holder(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    (tmp_path / "up.lock").write_text(json.dumps({"pid": os.getpid(), "started": 1}))
    assert local.running_pid(tmp_path) is None


def test_a_released_folder_can_be_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        installation = local.Installation.open(tmp_path)
        assert local.running_pid(tmp_path) is not None
        installation.close()
        installation.close()
        assert local.running_pid(tmp_path) is None


def test_looking_at_an_installation_needs_no_lock_and_changes_nothing(tmp_path: Path) -> None:
    opened = local.Installation.open(tmp_path)
    looked = local.Installation.attach(tmp_path)
    assert (looked.keys, looked.ports) == (opened.keys, opened.ports)
    assert local.environment(looked) == local.environment(opened)
    opened.close()


def test_looking_where_nothing_is_installed_says_so(tmp_path: Path) -> None:
    with pytest.raises(local.NotRunning, match="make run"):
        local.Installation.attach(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_only_embedded_servers(tmp_path: Path) -> None:
    installation = local.Installation.open(tmp_path)
    assert "DATABASE_URL" not in local.environment(installation, postgres=False)
    assert not [name for name in local.environment(installation, objects=False) if name.startswith("S3_")]
    installation.close()


def test_a_nearly_full_disk_is_refused_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.local.installation.ROOM", 1 << 60)
    with pytest.raises(local.DiskFull, match="cần ít nhất"):
        local.Installation.open(tmp_path)
    monkeypatch.undo()
    local.Installation.open(tmp_path).close()
