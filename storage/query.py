"""What somebody typed into the search field, and where a page answers it. Pure: no database.

A query is read into tiers, each wider than the one before: the words with their accents side by side; with their
accents anywhere on the page; then the same two without accents. Words in "..." must stand side by side in each.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storage.dossier import normalise_code, squeeze
from storage.errors import NotACode
from storage.folding import Token, printable, tokens
from storage.records import Box, PageWord

_LONGEST = 1000  # characters of a query that are looked at
_MOST_WORDS = 32
_MOST_BOXES = 200
_SNIPPET = 160
_LEAD = 50  # characters of a snippet before its match
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PART = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Z.\-]{3,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words that follow each other in the query; `together`: they must do so on the page."""

    words: tuple[Token, ...]
    together: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One way to answer: how wide (1 to 4), with accents or without, and the runs looked for."""

    number: int
    accents: bool
    runs: tuple[Run, ...]

    def tsquery(self) -> str:
        """The tier as a literal of PostgreSQL's `tsquery` over storage.folding.terms."""
        return " & ".join(dict.fromkeys(part for run in self.runs for part in self._parts(run)))

    def _parts(self, run: Run) -> Iterator[str]:
        lexemes = [f"'={word.exact}'" if self.accents else f"'{word.folded}'" for word in run.words]
        if not run.together or len(lexemes) == 1:
            yield from lexemes
            return
        # Pairs first: they are rare, so the index leaves few pages whose word order must be looked at.
        for left, right in zip(run.words, run.words[1:], strict=False):
            yield f"'{left.folded}_{right.folded}'"
        yield f"({' <-> '.join(lexemes)})"

    def places(self, found: Sequence[Token]) -> list[int]:
        """Which of a text's words answer this tier: their numbers, in order."""
        forms = [self._form(word) for word in found]
        hits: set[int] = set()
        for run in self.runs:
            wanted = [self._form(word) for word in run.words]
            if run.together:
                hits.update(i for start in _starts(forms, wanted) for i in range(start, start + len(wanted)))
            else:
                hits.update(i for i, form in enumerate(forms) if form in wanted)
        return sorted(hits)

    def _form(self, word: Token) -> str:
        return word.exact if self.accents else word.folded


def _starts(forms: list[str], wanted: list[str]) -> Iterator[int]:
    for start in range(len(forms) - len(wanted) + 1):
        if forms[start] == wanted[0] and forms[start : start + len(wanted)] == wanted:
            yield start


def tiers(query: str) -> tuple[Tier, ...]:
    """The tiers of a query, narrowest first; none for a query without words, and accented ones only for typed accents.

    A tier that could find nothing more than the one before it is left out.
    """
    runs = tuple(_runs(printable(query[:_LONGEST]).translate(_QUOTES)))
    if not runs:
        return ()
    accented = any(word.exact != word.folded for run in runs for word in run.words)
    side_by_side = tuple(Run(words=run.words, together=True) for run in runs)
    found = [
        Tier(number=1, accents=True, runs=side_by_side),
        Tier(number=2, accents=True, runs=runs),
        Tier(number=3, accents=False, runs=side_by_side),
        Tier(number=4, accents=False, runs=runs),
    ]
    different: dict[str, Tier] = {}
    for tier in found if accented else found[2:]:
        different.setdefault(tier.tsquery(), tier)
    return tuple(different.values())


def _runs(query: str) -> Iterator[Run]:
    parts = query.split('"')
    left = _MOST_WORDS
    for i, part in enumerate(parts):
        words = tuple(tokens(part))[:left]
        left -= len(words)
        if words:  # a quotation mark without its partner quotes nothing
            yield Run(words=words, together=i % 2 == 1 and i < len(parts) - 1)


def code_part(query: str) -> str | None:
    """The query as part of a dossier code: three characters or more with a digit among them; None: it is none."""
    if any(c in query.strip() for c in "\n\t"):
        return None
    try:
        return normalise_code(query)
    except NotACode:
        part = squeeze(re.sub(r"\s*([.\-–—])\s*", r"\1", query[:200].strip())) if not _spaced(query) else ""
    return part if _PART.fullmatch(part) else None


def _spaced(query: str) -> bool:
    """Whether the query is several words, where spaces beside dashes and dots do not count."""
    return bool(re.search(r"[^\s.\-–—]\s+[^\s.\-–—]", query.strip()[:200]))


def snippet(text: str, tier: Tier) -> str:
    """About 160 characters of the text around its first match, on one line; from its beginning where there is none."""
    found = list(tokens(text))
    places = tier.places(found)
    at = found[places[0]].start if places else 0
    start, end = _first_gap(text, max(0, at - _LEAD), at), _last_gap(text, at, max(0, at - _LEAD) + _SNIPPET)
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _first_gap(text: str, start: int, at: int) -> int:
    """Where the first whole word after `start` begins, `at` at the latest."""
    gap = re.compile(r"\s+").search(text, start, at)
    return gap.end() if start and gap else start


def _last_gap(text: str, at: int, end: int) -> int:
    """Where the last whole word before `end` ends; `end` itself where no word ends after `at`."""
    if end >= len(text):
        return len(text)
    gaps = [gap.start() for gap in re.compile(r"\s+").finditer(text, at, end + 1)]
    return gaps[-1] if gaps else end


def boxes(words: Iterable[PageWord], tier: Tier) -> tuple[Box, ...]:
    """Where the matched words stand on the page, in reading order."""
    found: list[Token] = []
    owners: list[Box] = []
    for word in words:
        for token in tokens(word.text):
            found.append(token)
            owners.append(word.box)
    return tuple(dict.fromkeys(owners[place] for place in tier.places(found)))[:_MOST_BOXES]
