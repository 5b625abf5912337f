"""The contest as a table in Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.extractors import EXTRACTORS
from bench.measure import Usage
from bench.page_scores import PageScore, mean, worst

EXPLAINED = (
    "Các chương trình chạy luân phiên trên cùng các trang, mỗi chương trình dùng hai nhân; OCRmyPDF nhận các ảnh ấy",
    "đã ghép thành một PDF. Chỉ so các số trong cùng một bảng. *Alternating runs on the same pages, two cores each;",
    "OCRmyPDF is given the pictures joined to one PDF beforehand. Compare figures within one table only.*",
)
COSTS = (
    "chương trình · program",
    *("trang/phút · pages/min", "CPU s/trang", "MiB lớn nhất · largest", "MiB cả cây · all", "kB/trang"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One program over all pages. `usages` holds one run a round; `kilobytes` are its PDF's, a page."""

    name: str
    usages: Sequence[Usage]
    kilobytes: float
    scores: Sequence[PageScore]

    @property
    def pages_a_minute(self) -> float:
        return 60 * len(self.scores) / min(usage.wall for usage in self.usages)

    @property
    def cpu(self) -> float:
        """Seconds a page."""
        return min(usage.cpu for usage in self.usages) / len(self.scores)

    @property
    def largest(self) -> float:
        """MiB of the largest process."""
        return max(usage.largest for usage in self.usages)

    @property
    def together(self) -> float:
        """MiB of all its processes at one time."""
        return max(usage.together for usage in self.usages)

    def of(self, group: str) -> list[PageScore]:
        """The scores of a condition, or of a kind of real pages."""
        return [score for score in self.scores if score.sample.group == group]


def groups(results: Sequence[Result]) -> list[str]:
    """Conditions and kinds of real pages, in order."""
    return list(dict.fromkeys(score.sample.group for score in results[0].scores))


def markdown(results: Sequence[Result], told: str) -> str:
    """The whole page."""
    return "\n".join(
        [
            "# So sánh nhận dạng · Recognition compared",
            "",
            told,
            *EXPLAINED,
            "",
            "![CER theo tình trạng trang · by condition](ocr.svg)",
            "",
            *_costs(results),
            "",
            "## CER %, bộ đọc kém nhất · worst extractor",
            "",
            *_by_group(results),
            "",
        ]
    )


def _costs(results: Sequence[Result]) -> Iterator[str]:
    yield from _head([*COSTS, *(f"CER {name}" for name in EXTRACTORS), "chữ đúng chỗ · boxes %"])
    for result in results:
        rates = (_figure(mean(score.cer[name] for score in result.scores)) for name in EXTRACTORS)
        memory = (f"{result.largest:.0f}", f"{result.together:.0f}", f"{result.kilobytes:.0f}")
        recall = _figure(mean(score.recall for score in result.scores))
        yield _cells([f"`{result.name}`", f"{result.pages_a_minute:.0f}", f"{result.cpu:.2f}", *memory, *rates, recall])
    yield ""
    for other in results[1:]:
        cpu, speed = results[0].cpu / other.cpu, results[0].pages_a_minute / other.pages_a_minute
        yield f"- so với · against `{other.name}`: CPU ×{cpu:.2f}, trang/phút · pages/min ×{speed:.2f}"


def _by_group(results: Sequence[Result]) -> Iterator[str]:
    yield from _head(["trang · pages", *(f"`{result.name}`" for result in results)])
    for group in groups(results):
        rates = (f"{worst(result.of(group)):.2f}" for result in results)
        yield _cells([f"{group} ({len(results[0].of(group))})", *rates])


def _head(names: Sequence[str]) -> Iterator[str]:
    yield _cells(names)
    yield _cells(["---", *["---:"] * (len(names) - 1)])


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
