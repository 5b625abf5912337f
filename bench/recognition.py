"""Our `python -m ocr` against plain `tesseract` on a few office scans: a first look; `make bench-ocr` has it all."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import page_scores, rivals
from bench.contest import compete
from bench.samples import Order, generated

TITLE = "Nhận dạng: 6 trang 200 dpi, hai nhân / recognition, two cores"
PAGES = 6
ROUNDS = 2


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    with tempfile.TemporaryDirectory() as folder:
        samples = list(generated("office200", Order(seeds=[1], pages=PAGES), Path(folder)))
        results = compete((rivals.OURS, rivals.PLAIN), samples, ROUNDS, Path(folder))
    yield f"{'':22}{'trang/phút':>12}{'CPU s/trang':>14}{'CER %':>8}"
    for result in results:
        rate = page_scores.worst(result.scores)
        yield f"{result.name:22}{result.pages_a_minute:>12.0f}{result.cpu:>14.2f}{rate:>8.2f}"
    yield f"CPU so với tesseract trần / against plain tesseract: x{results[0].cpu / results[1].cpu:.2f}"
