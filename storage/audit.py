"""The audit chain: each line carries the hash of the one before it, so that a copy can be checked anywhere, offline.

An export is JSON Lines: one object a line, then one that names the last line and its hash. A line changed, left out,
moved or cut off no longer fits. What the chain cannot show is a copy made afresh from its beginning: compare the
head with one noted earlier or elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from uuid import UUID

from storage.errors import AuditBroken
from storage.folding import printable
from storage.records import AuditLine

GENESIS = "0" * 64  # what stands before the first line
_FIELDS = frozenset(field.name for field in fields(AuditLine))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a chain ends."""

    number: int = 0  # 0: no line yet
    hash: str = GENESIS


def clean_details(details: Mapping[str, object] | None) -> dict[str, object]:
    """Details as they are kept and hashed: JSON values, text cleaned, everything else as its text.

    Raises ValueError for a number that JSON does not know.
    """
    cleaned: dict[str, object] = json.loads(_json(dict(details or {})), object_hook=_clean_keys)
    return cleaned


def _clean_keys(values: dict[str, object]) -> dict[str, object]:
    return {printable(key): _clean(value) for key, value in values.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    return [_clean(one) for one in value] if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=str)


def line_hash(line: AuditLine) -> str:
    """SHA-256 of the previous hash and the line's other fields as JSON: keys sorted, no spaces, UTF-8, time in UTC."""
    content = _shape(line)
    content.pop("hash")
    content.pop("previous")
    return hashlib.sha256(f"{line.previous}{_json(content)}".encode()).hexdigest()


def _shape(line: AuditLine) -> dict[str, object]:
    shape = {name: getattr(line, name) for name in _FIELDS}
    shape["at"] = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    shape["document"] = str(line.document) if line.document else None
    shape["details"] = dict(line.details)
    return shape


def verify(lines: Iterable[AuditLine], start: Head | None = None) -> Head:
    """Check every line against its hash and the one before it; `start` is where the lines begin (None: at line 1).

    Returns the last line's number and hash, to be compared with a head noted elsewhere.
    Raises AuditBroken naming the first line that does not fit.
    """
    head = start or Head()
    for line in lines:
        if line.number != head.number + 1:
            raise AuditBroken(f"Nhật ký thiếu hoặc sai thứ tự ở dòng {head.number + 1} (gặp dòng {line.number}).")
        if line.previous != head.hash or line.hash != line_hash(line):
            raise AuditBroken(f"Nhật ký bị sửa ở dòng {line.number}.")
        head = Head(number=line.number, hash=line.hash)
    return head


def export(lines: Iterable[AuditLine]) -> Iterator[str]:
    """The lines as JSON Lines, with the head as the last; each text ends with its line end."""
    head = Head()
    for line in lines:
        yield _json(_shape(line)) + "\n"
        head = Head(number=line.number, hash=line.hash)
    yield _json({"head": {"number": head.number, "hash": head.hash}}) + "\n"


def parse(texts: Iterable[str]) -> Iterator[AuditLine]:
    """The lines of an export, one at a time; the chain itself is for `verify` to check.

    Raises AuditBroken for a text that is no line of an export, and where the end is missing or names another head.
    """
    last = Head()
    ended = False
    for count, text in enumerate(texts, start=1):
        values = _object(text, count)
        if ended:
            raise AuditBroken(f"Nhật ký có dòng thừa sau dòng kết thúc (dòng {count} của tệp).")
        if "head" in values:
            ended = True
            if values["head"] != {"number": last.number, "hash": last.hash}:
                raise AuditBroken(f"Nhật ký bị cắt bớt sau dòng {last.number}: dòng kết thúc không khớp.")
        else:
            line = _line(values, count)
            last = Head(number=line.number, hash=line.hash)
            yield line
    if not ended:
        raise AuditBroken(f"Nhật ký bị cắt sau dòng {last.number}: thiếu dòng kết thúc.")


def _object(text: str, count: int) -> dict[str, object]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(count) from error
    if not isinstance(values, dict):
        raise _unreadable(count)
    return values


def _line(values: dict[str, object], count: int) -> AuditLine:
    texts = [values.get(name) for name in ("at", "actor", "action", "previous", "hash")]
    details = values.get("details")
    number = values.get("number")
    whole = set(values) == _FIELDS and all(isinstance(text, str) for text in texts) and type(number) is int
    if not (whole and isinstance(details, dict)):
        raise _unreadable(count)
    try:
        at = datetime.fromisoformat(str(values["at"]))
        document = UUID(str(values["document"])) if values["document"] is not None else None
    except ValueError as error:
        raise _unreadable(count) from error
    rest = {name: values[name] for name in _FIELDS - {"at", "document"}}
    if at.tzinfo is None:
        raise _unreadable(count)
    return AuditLine(at=at, document=document, **rest)  # type: ignore[arg-type]  # their kinds were just checked


def _unreadable(count: int) -> AuditBroken:
    return AuditBroken(f"Dòng {count} của tệp không phải là dòng nhật ký.")
