"""`make accuracy`: how well `python -m ocr` reads pages whose text is known."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from bench import asking, field_hits, page_scores
from bench.extractors import EXTRACTORS
from bench.field_hits import FieldScore
from bench.page_scores import PageScore, mean, worst
from bench.samples import Document, Sample, generated, of_generated, of_real, real

JOBS = 2
HEADINGS = (*EXTRACTORS, "kém nhất", "k. thứ tự", "khung", "trường", "ngờ", "  trang kém nhất")
EXPLAINED = """\
CER % qua pypdf, PDFium, pdftotext; không thứ tự: CER khi dòng theo thứ tự bất kỳ (pypdf);
khung: % từ nằm đúng chỗ; trường: % trường bóc đúng;
ngờ: % trang mà chương trình nêu là cần người xem lại.
CER by extractor, the worst of them, lines in any order, box recall, fields, pages named as doubtful, the worst page."""


def main(arguments: Sequence[str]) -> int:
    """Print one line a condition, one a real page, one a field."""
    asked = _parser().parse_args(arguments)
    print(EXPLAINED)
    print(_row("", HEADINGS))
    everything: list[FieldScore] = []
    for condition in asking.conditions(asked):
        with _workplace(asked.keep, condition) as work:
            everything += _generated(condition, asked, work)
    _tell_fields(everything)
    if asked.folder is not None:
        with _workplace(asked.keep, "real") as work:
            _tell_fields(_real(asked.folder, asked, work))
    return 0


@contextmanager
def _workplace(kept: Path | None, name: str) -> Iterator[Path]:
    """A folder for pages and PDFs: below the kept one, or gone afterwards."""
    if kept is not None:
        (kept / name).mkdir(parents=True, exist_ok=True)
        yield kept / name
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _generated(condition: str, asked: argparse.Namespace, work: Path) -> list[FieldScore]:
    samples = list(generated(condition, asking.order(asked), work))
    scores = _scores(samples, work)
    hits = _fields([of_generated(sample) for sample in samples], asked, work)
    print(_line(condition, scores, hits), flush=True)
    return hits


def _real(folder: Path, asked: argparse.Namespace, work: Path) -> list[FieldScore]:
    samples = sorted(real(folder, work), key=lambda sample: (sample.group, sample.name))
    for group, pages in groupby(_scores(samples, work), key=lambda score: score.sample.group):
        scores = list(pages)
        for score in scores:
            print(_line("  " + score.sample.name, [score], []), flush=True)
        print(_line(group, scores, []), flush=True)
    return _fields(list(of_real(folder, work)), asked, work)


def _scores(samples: Sequence[Sample], work: Path) -> list[PageScore]:
    """All samples in one call of the command, as a user would."""
    if not samples:
        return []
    out = work / "read.pdf"
    pages = [str(sample.path) for sample in samples]
    words = work / "read.words.json"
    command = [sys.executable, "-m", "ocr", *pages, "-o", str(out), "--words", str(words), "--jobs", str(JOBS)]
    done = subprocess.run(command, stderr=subprocess.PIPE)
    sys.stderr.write(done.stderr.decode())
    if done.returncode not in field_hits.FINE:
        sys.exit(done.returncode)
    doubts = [page["doubtful"] for page in json.loads(words.read_text("utf-8"))["pages"]]
    scores = page_scores.score(out, samples)
    return [replace(score, doubtful=doubtful) for score, doubtful in zip(scores, doubts, strict=True)]


def _fields(documents: Sequence[Document], asked: argparse.Namespace, work: Path) -> list[FieldScore]:
    return field_hits.score(documents, JOBS, work) if asked.fields else []


def _tell_fields(scores: Sequence[FieldScore]) -> None:
    names = dict.fromkeys(name for score in scores for name in score.hits)
    for name in names:
        print(f"  {name:32}{_figure(field_hits.share(scores, name)):>8}")
    if names:
        print(f"  {'tất cả / all':32}{_figure(field_hits.share(scores)):>8}")
        print(f"  {'nêu sai / told wrongly':32}{_figure(field_hits.wrongly(scores)):>8}", flush=True)


def _line(name: str, scores: Sequence[PageScore], hits: Sequence[FieldScore]) -> str:
    means: Iterator[float | None] = (mean(score.cer[name] for score in scores) for name in EXTRACTORS)
    others = (worst(scores), mean(s.order_free for s in scores), mean(s.recall for s in scores), field_hits.share(hits))
    doubtful = mean(100.0 * score.doubtful for score in scores)
    last = max(scores, key=lambda score: score.worst)
    outlier = f"  {last.sample.name} {last.worst:.2f}" if len(scores) > 1 else ""
    return _row(f"{name} ({len(scores)})", [_figure(value) for value in (*means, *others, doubtful)]) + outlier


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:32}" + "".join(f"{cell:>10}" for cell in cells)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _parser() -> argparse.ArgumentParser:
    parser = asking.parser("python -m bench.accuracy", __doc__, pages=2)
    parser.add_argument("--keep", type=lambda name: Path(name) if name else None, help="keep pages and PDFs there")
    parser.add_argument("--no-fields", dest="fields", action="store_false", help="leave the fields out")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
