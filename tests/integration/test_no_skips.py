"""In CI a skipped test is a failed one, and its reason is told."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUITE = """
import pytest
def test_passes(): pass
def test_skips(): pytest.skip("no MinIO server here")
@pytest.mark.skipif(True, reason="no Java here")
def test_is_marked(): pass
@pytest.mark.xfail(strict=True)
def test_is_known_to_fail(): assert False
"""
WHOLE = "import pytest\npytest.skip('no corpus here', allow_module_level=True)\n"


def run(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    (folder / "test_some.py").write_text(SUITE)
    (folder / "test_whole.py").write_text(WHOLE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "--rootdir",
        str(folder),
        "-rf",
        *options,
        str(folder),
    ]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_skips_pass_where_nothing_is_demanded(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed, 3 skipped, 1 xfailed" in done.stdout


def test_a_skip_fails_the_run_and_says_what_was_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "--no-skips", "--continue-on-collection-errors")
    assert done.returncode == 1
    for reason in ("no MinIO server here", "no Java here", "no corpus here"):
        assert reason in done.stdout
    assert "1 passed" in done.stdout
    assert "skipped" not in done.stdout.splitlines()[-1]
