"""Which syllables belong together, and which a pair that does not exist was meant to be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocr.correct.syllable import differences, spelled
from ocr.folding import folded

LIST = Path(__file__).with_name("compounds.txt")
# Words that stand before or after anything, so that a pair with one of them proves nothing against it.
LOOSE_WORDS = """
    ai anh bà bị bởi cả các cần chị cho chưa có còn của cùng cũng dưới do đã đang đến đi đó được em để gì giờ giữa hay
    họ hoặc hơn kể khi không kia lại là lên mà mỗi mọi năm nào này nên nếu ngay người ngoài nhưng như nơi ông phải qua
    quá ra rất rồi sau sẽ ta tại tháng theo thì tôi tới trên trong từ từng và vào vẫn về vì với xuống
"""
LOOSE = frozenset(LOOSE_WORDS.split())

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compounds:
    """The list, by its spellings and by its bare letters."""

    spellings: frozenset[tuple[Pair, Pair]]
    alike: Mapping[str, Sequence[Pair]]

    def holds(self, first: str, second: str) -> bool:
        """Whether the two stand in the list, wherever their tones are put."""
        return (spelled(first), spelled(second)) in self.spellings

    def meant(self, first: str, second: str) -> Pair | None:
        """The only pair of the list that differs from this one in a single mark; None where there is none or several.

        A mark is a tone or what makes an e an ê, a d a đ. Most of what Tesseract misreads in clean print is such:
        `tố chức` for `tổ chức`, `bố sung` for `bổ sung`.
        """
        near = [
            pair
            for pair in self.alike.get(folded(f"{first} {second}"), ())
            if differences(first, pair[0]) + differences(second, pair[1]) == 1
        ]
        return near[0] if len(near) == 1 else None


@cache
def compounds() -> Compounds:
    """The list that ships with the package; read once a process, in 20 ms."""
    pairs = [pair for line in LIST.read_text("utf-8").splitlines() if line[:1] != "#" for pair in _pairs(line)]
    alike = defaultdict(list)
    for first, second in pairs:
        alike[folded(f"{first} {second}")].append((first, second))
    return Compounds(spellings=frozenset((spelled(first), spelled(second)) for first, second in pairs), alike=alike)


def _pairs(line: str) -> list[Pair]:
    first, others = line.split(": ")
    return [(first, second) for second in others.split()]
