"""The scores of pages in a PDF that some program made of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import boxes, extractors
from bench.samples import Sample
from bench.scoring import cer, cer_of_lines, order_free

# pdftotext tears a flawless layer over a ruled table apart: its lines count in any order.
RATES: Mapping[str, Callable[[str, Iterable[str]], float]] = {"pdftotext": cer_of_lines}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """All in percent. `cer` by extractor, `order_free` by pypdf; `recall` is None for real pages.

    `doubtful`: the program itself says that a person must check the page; False where it cannot say.
    """

    sample: Sample
    cer: Mapping[str, float]
    order_free: float
    recall: float | None
    doubtful: bool = False

    @property
    def worst(self) -> float:
        return max(self.cer.values())


def score(pdf: Path, samples: Sequence[Sample]) -> list[PageScore]:
    """The PDF holds one page a sample, in order."""
    texts = {name: extract(pdf) for name, extract in extractors.EXTRACTORS.items()}
    found, pictures = extractors.words(pdf), boxes.pictures_on_pages(pdf)
    return [
        _scored(sample, {name: pages[number] for name, pages in texts.items()}, found[number], pictures[number])
        for number, sample in enumerate(samples)
    ]


def mean(values: Iterable[float | None]) -> float | None:
    """Each page weighs the same; None where there is none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def worst(scores: Sequence[PageScore]) -> float:
    """The worst extractor's mean: what a condition is judged by."""
    return max(sum(score.cer[name] for score in scores) / len(scores) for name in extractors.EXTRACTORS)


def _scored(
    sample: Sample, texts: Mapping[str, str], found: extractors.FoundPage, picture: boxes.Matrix | None
) -> PageScore:
    return PageScore(
        sample=sample,
        cer={name: RATES.get(name, cer)(text, sample.readings) for name, text in texts.items()},
        order_free=order_free(texts["pypdf"], sample.readings),
        recall=None if sample.paper is None else boxes.recall(sample.paper, found, picture),
    )
