"""Digitising in a child process: whatever happens to it, the caller hears of it and nothing is left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ocr
from ocr import child_process
from tests.paper import a_page, save_tiff
from tests.unit.ocr.processes import alive, command, descendants, named, waited_for

ROOT = Path(__file__).parents[3]
WORKER = """
import sys
from pathlib import Path
import ocr
ocr.digitise([Path(sys.argv[1])], Path(sys.argv[2]), ocr.Options(), ocr.Limits(), lambda progress: None)
"""


@pytest.fixture(scope="module")
def long_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be caught at work, short enough to be forgotten about."""
    return save_tiff([a_page(seed=1, dpi=200)] * 3, tmp_path_factory.mktemp("scan") / "long.tif")


def run(source: Path, work: Path, limits: ocr.Limits | None = None, **how: object) -> ocr.Digitised:
    return ocr.digitise([source], work, ocr.Options(), limits or ocr.Limits(), **how)  # type: ignore[arg-type]


def test_progress_comes_page_by_page_and_all_files_lie_in_the_work_folder(
    long_scan: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    seen: list[ocr.Progress] = []
    done = run(long_scan, tmp_path, on_page=seen.append)
    assert [(progress.done, progress.total) for progress in seen] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert done.pdf == tmp_path / "digitised.pdf"
    assert {path.name for path in tmp_path.iterdir()} == {"digitised.pdf", "errors.txt", "pages.jsonl", "scans-0.pdf"}
    assert list(elsewhere.iterdir()) == []


def held_tesseract(above: int) -> int:
    """A Tesseract below that process, stopped: it will not end by itself."""
    found: set[int] = set()

    def reading() -> set[int]:
        found.update(pid for pid in named(descendants(above), "tesseract") if "--psm" in command(pid))
        return found

    assert waited_for(reading)
    os.kill(min(found), signal.SIGSTOP)
    return min(found)


def ended(pid: int) -> bool:
    """Whether it was killed in time; ended by us if not."""
    gone = waited_for(lambda: not alive(pid), 5)
    if not gone:
        os.kill(pid, signal.SIGKILL)
    return gone


def test_no_tesseract_survives_the_kill_of_its_worker(long_scan: Path, tmp_path: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, long_scan, tmp_path], cwd=ROOT)
    tesseract = held_tesseract(worker.pid)
    child = os.getsid(tesseract)
    worker.kill()
    worker.wait()
    assert ended(tesseract)
    assert ended(child)


def test_no_tesseract_survives_the_crash_of_the_child(long_scan: Path, tmp_path: Path) -> None:
    """The caller is told, and the child's Tesseract ends."""
    held: list[int] = []

    def crash(_: ocr.Progress) -> None:
        held.append(held_tesseract(os.getpid()))
        os.kill(os.getsid(held[0]), signal.SIGSEGV)

    with pytest.raises(ocr.Interrupted) as caught:
        run(long_scan, tmp_path, on_page=crash)
    assert caught.value.code == "crashed"
    assert ended(held[0])


def test_what_a_crashed_child_had_to_say_is_logged(
    long_scan: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ocr.Interrupted) as caught:
        ocr.digitise([long_scan], tmp_path, ocr.Options(jobs=0), ocr.Limits(), lambda _: None)
    assert caught.value.code == "crashed"
    assert "ValueError: max_workers" in caplog.text


def test_cancelling_ends_it_at_once(long_scan: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ocr.Interrupted) as caught:
        run(long_scan, tmp_path, on_page=lambda _: None, cancelled=lambda: True)
    assert caught.value.code == "cancelled"
    assert time.monotonic() - started < 5
    assert not named(descendants(os.getpid()), "tesseract")


def test_standing_still_is_ended(long_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr.isolated.PATIENCE_IN_PAGES", 0)
    monkeypatch.setattr("ocr.isolated.TICK", 0.05)
    with pytest.raises(ocr.Interrupted) as caught:
        run(long_scan, tmp_path, ocr.Limits(seconds=0), on_page=lambda _: None)
    assert caught.value.code == "timed_out"


def test_too_little_memory_is_said(long_scan: Path, tmp_path: Path) -> None:
    with pytest.raises(ocr.Interrupted) as caught:
        run(long_scan, tmp_path, ocr.Limits(memory=330 << 20), on_page=lambda _: None)
    assert caught.value.code in ("out_of_memory", "crashed")


def test_a_refusal_inside_is_a_refusal_outside(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Không phải ảnh")
    with pytest.raises(ocr.Refused) as caught:
        run(tmp_path / "text", tmp_path, on_page=lambda _: None)
    assert (caught.value.code, str(caught.value)[:12]) == ("unknown_type", "Không nhận d")


def test_a_failing_progress_report_ends_the_child(long_scan: Path, tmp_path: Path) -> None:
    def lost(_: ocr.Progress) -> None:
        raise ConnectionError("database gone")

    with pytest.raises(ConnectionError):
        run(long_scan, tmp_path, on_page=lost)
    assert not named(descendants(os.getpid()), "tesseract")


def test_the_child_runs_wherever_we_stand(long_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "page.tif"
    source.write_bytes(save_tiff([a_page(seed=1, dpi=60)], tmp_path / "a.tif").read_bytes())
    assert run(Path("page.tif"), Path(), on_page=lambda _: None).pages == 1


def test_one_thread_a_process() -> None:
    assert child_process.SETTINGS["OMP_THREAD_LIMIT"] == "1"


def test_only_the_child_loads_what_parses_pictures() -> None:
    """Web and worker processes stay small, and a hostile file meets no parser in them."""
    heavy = "{'numpy', 'cv2', 'PIL', 'pikepdf', 'pypdfium2', 'pytesseract', 'zxingcpp'}"
    loads = f"import ocr, ocr.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", loads], capture_output=True, check=True, text=True).stdout == "[]\n"
