"""A job's folder ends with the job, and what a killed process leaves is removed by the next one that starts."""

import subprocess
import sys
from pathlib import Path

from service.workflow import workdirs

WORKING = """
import sys, time
from pathlib import Path
from service.workflow import workdirs
with workdirs.opened(Path(sys.argv[1])) as folder:
    (folder / "after.pdf").write_bytes(b"signed, not filed")
    print(folder, flush=True)
    time.sleep(60)
"""
ROOT = Path(__file__).parents[4]


def a_worker(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    """Another process in the middle of a job, and its folder."""
    working = subprocess.Popen([sys.executable, "-c", WORKING, parent], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert working.stdout is not None
    return working, Path(working.stdout.readline().strip())


def test_a_folder_is_gone_after_its_job(tmp_path: Path) -> None:
    with workdirs.opened(tmp_path) as folder:
        (folder / "before.pdf").write_bytes(b"paper")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_worker_leaves_is_swept_up_and_a_living_ones_is_not(tmp_path: Path) -> None:
    working, folder = a_worker(tmp_path)
    with working, workdirs.opened(tmp_path) as own:
        workdirs.sweep(tmp_path)
        assert (folder / "after.pdf").exists()
        working.kill()
        working.wait()
        assert (folder / "after.pdf").exists()
        workdirs.sweep(tmp_path)
        assert not folder.exists()
        assert own.exists()


def test_what_is_no_folder_of_a_job_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "hoso-in-upload").write_bytes(b"on its way in")
    (tmp_path / "hoso-being-made").mkdir()
    (tmp_path / "others").mkdir()
    workdirs.sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
