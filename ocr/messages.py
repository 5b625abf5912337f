"""What we and our child processes say to each other: one JSON object a line."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ocr.errors import Interrupted, OcrError, Refused
from ocr.types import AccessCopy, Digitised, Limits, Mode, Options, Progress, Step, Triage

Answer = Triage | Progress | Digitised | AccessCopy | Refused | Interrupted


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a child process is to do; paths are absolute, for it runs in another folder."""

    sources: tuple[Path, ...]
    work: Path
    options: Options
    limits: Limits

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=_plain)

    @classmethod
    def from_json(cls, line: str) -> "Request":
        fields: dict[str, Any] = json.loads(line)
        asked = fields["options"]
        without = frozenset(Step(step) for step in asked["without"])
        options = {**asked, "mode": Mode(asked["mode"]), "without": without}
        return cls(
            sources=tuple(Path(source) for source in fields["sources"]),
            work=Path(fields["work"]),
            options=Options(**options),
            limits=Limits(**fields["limits"]),
        )


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def to_line(answer: Answer) -> str:
    """One line, without its end."""
    if isinstance(answer, OcrError):
        fields: dict[str, Any] = {"code": answer.code, "sentence": str(answer)}
        if isinstance(answer, Refused):
            fields["source"] = answer.source
    else:
        fields = asdict(answer)
    return json.dumps({"is": type(answer).__name__, **fields}, default=str)


def from_line(line: str) -> Answer:
    """Read back what `to_line` wrote."""
    fields: dict[str, Any] = json.loads(line)
    match fields.pop("is"):
        case "Progress":
            return Progress(**fields)
        case "Triage":
            return Triage(**fields)
        case "Refused":
            source = fields.pop("source")
            return Refused(**fields, source=Path(source) if source else None)
        case "Digitised":
            return _digitised(fields)
        case "AccessCopy":
            return AccessCopy(**{**fields, "pdf": Path(fields["pdf"])})
        case _:
            return Interrupted(**fields)


def _digitised(fields: dict[str, Any]) -> Digitised:
    return Digitised(
        pdf=Path(fields["pdf"]) if fields["pdf"] else None,
        pages=fields["pages"],
        failed=tuple(fields["failed"]),
        doubtful=tuple(fields["doubtful"]),
        spool=Path(fields["spool"]),
    )
