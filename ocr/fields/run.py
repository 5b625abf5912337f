"""Words that belong together, by where they stand on the page: the reading order may be wrong, boxes are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from ocr.folding import folded
from ocr.types import Box, RecognisedPage, Word

SIGNS = frozenset("-–—&/()")  # what may stand by itself between words
SPECKS = "_'`^~|ˆ°•·*"
SPECK = 50.0  # confidence below which a single letter is none
TALL, FLAT = 2.2, 0.3  # times the usual height: pieces of a seal, rules and specks, not words
ONE_ROW = 0.5  # heights that a word's middle may lie from that of the words before it
ENDING = 3  # words that tell where a row's end is
DOUBTFUL, SHORT = 65.0, 3  # confidence and letters below which a word at a line's end is ink that strayed there
WIDE_GAP = 1.8  # heights of empty paper from which on two runs stand side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """At least one word, in order; `text` has a space between any two."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def folded(self) -> str:
        """`text` without marks and in capitals, character for character."""
        return folded(self.text)

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @property
    def tallest(self) -> float:
        """Height of its tallest word: one that a hand wrote is taller than print."""
        return _tallest(*self.words)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """One for each row that the words stand on."""
        return tuple(row.box for row in rows(self.words))

    @property
    def confidence(self) -> float:
        """The words' own, by their lengths, for a long word is more of what was read."""
        weights = [len(word.text) for word in self.words]
        return sum(w * word.confidence for w, word in zip(weights, self.words, strict=True)) / sum(weights)

    @property
    def weakest(self) -> float:
        """The confidence of its worst word."""
        return min(word.confidence for word in self.words)

    @property
    def middle(self) -> float:
        """x of its middle."""
        return (self.box.left + self.box.right) / 2

    @property
    def level(self) -> float:
        """y of its middle, as most of its words have it."""
        return median(map(_middle, self.words))

    @property
    def height(self) -> float:
        """Of its usual word."""
        return median(word.box.bottom - word.box.top for word in self.words)

    def part(self, start: int, end: int) -> "Run":
        """The words that `text[start:end]` touches; there must be one."""
        ends = accumulate(len(word.text) + 1 for word in self.words)
        spans = ((last - 1 - len(word.text), last - 1, word) for last, word in zip(ends, self.words, strict=True))
        return Run(words=tuple(word for first, last, word in spans if first < end and last > start))


def rows(words: Iterable[Word]) -> list[Run]:
    """The words by the height they stand on, from the top down, each row from left to right.

    A row goes on from its last words, so that one which climbs or falls, as on a photo, stays whole.
    """
    found: list[list[Word]] = []
    ends: list[float] = []  # where each row is at its right end
    for word in sorted(words, key=lambda word: word.box.left):
        middle = _middle(word)
        nearest = min(range(len(ends)), key=lambda row: abs(middle - ends[row]), default=None)
        if nearest is None or abs(middle - ends[nearest]) > ONE_ROW * _tallest(word, *found[nearest][-ENDING:]):
            found.append([word])
            ends.append(middle)
        else:
            found[nearest].append(word)
            ends[nearest] = median(map(_middle, found[nearest][-ENDING:]))
    return sorted((Run(words=tuple(row)) for row in found), key=lambda row: row.level)


def pieces(row: Run, gap: float = WIDE_GAP) -> Iterator[Run]:
    """The row, cut where nothing stands for `gap` heights."""
    piece = [row.words[0]]
    for before, word in pairwise(row.words):
        if word.box.left - before.box.right > gap * row.height:
            yield Run(words=tuple(piece))
            piece = []
        piece.append(word)
    yield Run(words=tuple(piece))


def tidied(page: RecognisedPage) -> RecognisedPage:
    """The page, its words without the specks that were read as their first or last characters."""
    return replace(page, words=tuple(replace(word, text=word.text.strip(SPECKS) or word.text) for word in page.words))


def legible(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words without what Tesseract takes for words: rules, specks, pieces of seals and signatures."""
    found = [word for word in words if word.text in SIGNS or (any(map(str.isalnum, word.text)) and not _is_speck(word))]
    if not found:
        return ()
    usual = median(map(_height, found))
    return tuple(word for word in found if word.text in SIGNS or FLAT * usual <= _height(word) <= TALL * usual)


def trimmed(run: Run) -> Run:
    """The run without ink that strayed to its ends; never empty."""
    words = list(run.words)
    for end in (0, -1):
        while len(words) > 1 and _strayed(words[end]):
            del words[end]
    return Run(words=tuple(words))


def joined(runs: Iterable[Run]) -> Run:
    """One run after the other."""
    return Run(words=tuple(word for run in runs for word in run.words))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    every = tuple(boxes)
    return Box(
        left=min(box.left for box in every),
        top=min(box.top for box in every),
        right=max(box.right for box in every),
        bottom=max(box.bottom for box in every),
    )


def _tallest(*words: Word) -> float:
    return max(map(_height, words))


def _strayed(word: Word) -> bool:
    letters = word.text.strip(".,:;-")
    name = letters.isupper() or (len(letters) > 1 and letters.istitle())
    return word.confidence < DOUBTFUL and len(letters) < SHORT and not name


def _is_speck(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and word.confidence < SPECK


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _height(word: Word) -> float:
    return word.box.bottom - word.box.top
