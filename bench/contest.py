"""`make bench-ocr`: our command against OCRmyPDF and plain Tesseract on the same pages, in alternating runs."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from bench import asking, page_scores, rivals
from bench.contest_plot import plot
from bench.contest_report import Result, markdown
from bench.measure import Usage, measured
from bench.samples import Sample, generated, real


def main(arguments: Sequence[str]) -> int:
    """Write `ocr.md` and `ocr.svg` into the folder; on the way tell what runs."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        samples = _samples(asked, work)
        if not samples:
            print("Không có trang nào để so sánh. / no pages to compare", file=sys.stderr)
            return 2
        try:
            results = compete(rivals.RIVALS, samples, asked.rounds, work)
        except subprocess.CalledProcessError as error:
            print(f"{error}\n{(error.stderr or b'').decode()[-2000:]}", file=sys.stderr)
            return 1
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "ocr.svg").write_text(plot(results), "utf-8")
    (asked.out / "ocr.md").write_text(markdown(results, _told(asked, samples)), "utf-8")
    print(markdown(results, _told(asked, samples)))
    return 0


def _samples(asked: argparse.Namespace, work: Path) -> list[Sample]:
    """Generated pages, condition by condition, and the folder's."""
    chosen = [generated(name, asking.order(asked), work) for name in asking.conditions(asked)]
    return [*chain(*chosen), *(real(asked.folder, work) if asked.folder is not None else ())]


def compete(names: Iterable[str], samples: Sequence[Sample], rounds: int, work: Path) -> list[Result]:
    """Run the rivals of these names in turn, so many rounds. Raises CalledProcessError where one fails."""
    runs = {name: rivals.RIVALS[name]([sample.path for sample in samples], work) for name in names}
    usages: Mapping[str, list[Usage]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            print(f"lượt {number + 1}/{rounds}: {name}", file=sys.stderr, flush=True)
            usages[name].append(measured(run))
    return [
        Result(
            name=name,
            usages=usages[name],
            kilobytes=sum(output.stat().st_size for output in run.outputs) / 1000 / len(samples),
            scores=page_scores.score(rivals.joined(run.outputs, work / "joined.pdf"), samples),
        )
        for name, run in runs.items()
    ]


def _told(asked: argparse.Namespace, samples: Sequence[Sample]) -> str:
    """How the figures came about, so that they can be had again."""
    seeds, versions = " ".join(map(str, asked.seeds)), [_version("tesseract"), _version(rivals.OCRMYPDF / "ocrmypdf")]
    some = f' CONDITIONS="{" ".join(asked.conditions)}"' if asked.conditions else ""
    options = f'SEEDS="{seeds}" PAGES={asked.pages} ROUNDS={asked.rounds}{some}'
    return f"`make bench-ocr {options}`: {len(samples)} trang / pages; {versions[0]}; OCRmyPDF {versions[1]}."


def _version(program: str | Path) -> str:
    return subprocess.run([str(program), "--version"], capture_output=True, text=True).stdout.splitlines()[0]


def _parser() -> argparse.ArgumentParser:
    parser = asking.parser("python -m bench.contest", __doc__, pages=2)
    parser.add_argument("--rounds", type=int, default=2, help="how often each program runs; the best run counts")
    parser.add_argument("--out", type=Path, default=Path("docs/bench"), help="folder of the table and the plot")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
