"""Our `python -m ocr` against plain `tesseract` on the same generated pages, in alternating runs."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.paper import Paper, a_page, save_jpeg

TITLE = "Nhận dạng: 6 trang 200 dpi, một tiến trình / recognition, one process"
PAGES = 6
ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One run over all pages."""

    wall: float  # seconds
    cpu: float  # seconds, all children


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    papers = [a_page(seed=seed, dpi=200, seal=seed % 2 == 0, skew=(seed % 3 - 1) * 1.5) for seed in range(PAGES)]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        scans = [save_jpeg(paper, work / f"{number}.jpg") for number, paper in enumerate(papers)]
        ours: list[Figure] = []
        plain: list[Figure] = []
        for _ in range(ROUNDS):
            ours.append(_ours(scans, work))
            plain.append(_plain(scans, work))
        yield f"{'':22}{'trang/phút':>12}{'CPU s/trang':>14}{'từ đúng %':>12}"
        yield _line("python -m ocr", ours, _found(papers, (work / "ours.txt").read_text().split("\f")))
        yield _line("tesseract", plain, _found(papers, [(work / f"{n}.txt").read_text() for n in range(PAGES)]))
        ratio = min(f.cpu for f in ours) / min(f.cpu for f in plain)
        yield f"CPU so với tesseract trần / against plain tesseract: x{ratio:.2f}"


def _ours(scans: Sequence[Path], work: Path) -> Figure:
    command = [sys.executable, "-m", "ocr", *map(str, scans), "-o", str(work / "ours.pdf")]
    return _timed([[*command, "--text", str(work / "ours.txt")]])


def _plain(scans: Sequence[Path], work: Path) -> Figure:
    return _timed([["tesseract", str(scan), str(work / scan.stem), "-l", "vie"] for scan in scans])


def _timed(commands: Sequence[Sequence[str]]) -> Figure:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    for command in commands:
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figure(wall=time.monotonic() - started, cpu=cpu)


def _found(papers: Sequence[Paper], texts: Sequence[str]) -> float:
    """Part of the true words that stand in the text, percent."""
    wanted = [(word.text, text.split()) for paper, text in zip(papers, texts, strict=False) for word in paper.words]
    return 100 * sum(word in text for word, text in wanted) / len(wanted)


def _line(name: str, figures: Sequence[Figure], found: float) -> str:
    best = min(figures, key=lambda figure: figure.wall)
    return f"{name:22}{PAGES / best.wall * 60:>12.0f}{min(f.cpu for f in figures) / PAGES:>14.2f}{found:>12.1f}"
