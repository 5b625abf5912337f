"""Which fields of documents are found by `python -m ocr --fields`."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.edits import distance
from bench.samples import Document
from bench.scoring import folded

FOREWORD = re.compile(r"^(về việc|v/v)\s+", re.IGNORECASE)
SLIP = 0.03  # of a summary's letters may be wrong: it is read by people, the other fields by programs
FINE = (0, 4)  # exit codes: written, with or without pages that failed


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """Of one document: each true field and whether it was found; `wrong` are those that another value was told of."""

    hits: Mapping[str, bool]
    wrong: frozenset[str]


def score(documents: Sequence[Document], jobs: int, work: Path) -> list[FieldScore]:
    """Each document goes through the command by itself."""
    with ThreadPoolExecutor(jobs) as pool:
        answers = list(pool.map(lambda document: _read(document, work), documents))
    return [judged(document, answer) for document, answer in zip(documents, answers, strict=True)]


def share(scores: Iterable[FieldScore], name: str | None = None) -> float | None:
    """Percent found of the field's true values, of all fields' without a name; None where there are none."""
    hits = [hit for score in scores for field, hit in score.hits.items() if name in (None, field)]
    return 100 * sum(hits) / len(hits) if hits else None


def wrongly(scores: Iterable[FieldScore]) -> float | None:
    """Percent of the true values in whose place others were told; None where there are none."""
    told = [name in score.wrong for score in scores for name in score.hits]
    return 100 * sum(told) / len(told) if told else None


def _read(document: Document, work: Path) -> Mapping[str, list[str]]:
    """Values by name; none, and why on standard error, where the command failed."""
    out, found = work / f"{document.name}.fields.pdf", work / f"{document.name}.fields.json"
    pages = [str(page) for page in document.pages]
    command = [sys.executable, "-m", "ocr", *pages, "-o", str(out), "--fields", str(found), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in FINE:
        sys.stderr.write(f"{document.name}: {done.returncode} {done.stderr}")
        return {}
    values: dict[str, list[str]] = {}
    for entry in json.loads(found.read_text("utf-8"))["fields"]:
        values.setdefault(entry["name"], []).append(str(entry["value"]))
    return values


def judged(document: Document, answer: Mapping[str, list[str]]) -> FieldScore:
    """By the values that were answered for each name; any of several may be the true one."""
    hits = {name: _hit(name, true, answer) for name, true in document.fields.items()}
    return FieldScore(hits=hits, wrong=frozenset(name for name, hit in hits.items() if not hit and answer.get(name)))


def _hit(name: str, true: str, answers: Mapping[str, list[str]]) -> bool:
    wanted = _bare(name, true)
    allowed = SLIP * len(wanted) if name == "summary" else 0
    return any(distance(wanted, _bare(name, answer)) <= allowed for answer in answers.get(name, ()))


def _bare(name: str, value: str) -> str:
    """As it is compared: letters' case, spaces and marks at the ends do not count, nor does a summary's "Về việc"."""
    value = folded(value).strip(" .,;:/-").casefold()
    return FOREWORD.sub("", value) if name == "summary" else value
