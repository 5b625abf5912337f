"""The audit chain away from any database."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import AuditBroken, AuditLine, Head, export_audit, parse_audit, verify_audit
from storage.audit import GENESIS, clean_details, line_hash

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def a_chain(length: int = 5, details: dict[str, object] | None = None) -> list[AuditLine]:
    lines, previous = [], GENESIS
    for number in range(1, length + 1):
        line = AuditLine(
            number=number,
            at=datetime(2026, 3, 5, 12, 0, number, tzinfo=UTC),
            actor="canbo",
            role="clerk",
            origin=None,
            action="viewed",
            dossier=None,
            document=UUID(int=number),
            details=clean_details(details),
            previous=previous,
            hash="",
        )
        lines.append(replace(line, hash=line_hash(line)))
        previous = lines[-1].hash
    return lines


def test_a_whole_chain_verifies_to_its_head() -> None:
    lines = a_chain()
    assert verify_audit(lines) == Head(number=5, hash=lines[-1].hash)
    assert verify_audit([]) == Head(number=0, hash=GENESIS)
    assert verify_audit(lines[2:], Head(number=2, hash=lines[1].hash)).number == 5


def test_the_hash_of_a_line_can_be_made_with_any_tool() -> None:
    text = (
        '{"action":"viewed","actor":"canbo","at":"2026-03-05T12:00:01.000000+00:00","details":{"n":1.5,"tệp":"đơn.pdf"},'
        '"document":"00000000-0000-0000-0000-000000000001","dossier":null,"number":1,"origin":null,"role":"clerk"}'
    )
    wanted = hashlib.sha256(f"{'0' * 64}{text}".encode()).hexdigest()
    assert a_chain(1, {"tệp": "đơn.pdf", "n": 1.5})[0].hash == wanted


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", datetime(2026, 3, 5, 13, tzinfo=UTC)),
        ("actor", "other"),
        ("role", None),
        ("origin", "::1"),
        ("action", "downloaded"),
        ("dossier", "H29-260305-0001"),
        ("document", None),
        ("details", {"a": 1}),
        ("previous", "1" * 64),
        ("hash", "1" * 64),
        ("number", 9),
    ],
)
def test_any_field_changed_breaks_the_chain_at_its_line(field: str, value: object) -> None:
    lines = a_chain()
    lines[2] = replace(lines[2], **{field: value})  # type: ignore[arg-type]  # each has its own kind
    with pytest.raises(AuditBroken, match="dòng 3"):
        verify_audit(lines)


BREAKS: dict[str, Callable[[list[str]], list[str]]] = {
    "dropped": lambda t: [*t[:1], *t[2:]],
    "first dropped": lambda t: t[1:],
    "swapped": lambda t: [t[0], t[2], t[1], *t[3:]],
    "doubled": lambda t: [t[0], *t],
    "cut": lambda t: t[:-2],
    "cut before the end": lambda t: [*t[:-2], t[-1]],
    "only the end": lambda t: t[-1:],
    "nothing": lambda t: [],
    "text after the end": lambda t: [*t, t[0]],
    "an empty line": lambda t: ["\n", *t],
    "a list": lambda t: ["[]", *t],
    "no fields": lambda t: ["{}", *t],
    "a time without zone": lambda t: [t[0].replace("+00:00", ""), *t[1:]],
    "a number as text": lambda t: [t[0].replace('"number":1', '"number":"1"'), *t[1:]],
    "a field more": lambda t: [t[0].replace("{", '{"x":1,', 1), *t[1:]],
    "no such document": lambda t: [t[0].replace(str(UUID(int=1)), "x"), *t[1:]],
    "deep": lambda t: ["[" * 100_000, *t],
}


@pytest.mark.parametrize("how", BREAKS)
def test_an_export_that_was_touched_is_told(how: str) -> None:
    texts = list(export_audit(a_chain()))
    assert verify_audit(parse_audit(texts)).number == 5
    with pytest.raises(AuditBroken):
        verify_audit(parse_audit(BREAKS[how](texts)))


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_details_are_the_same_after_any_way_through_json(details: dict[str, object]) -> None:
    cleaned = clean_details(details)
    assert clean_details(json.loads(json.dumps(cleaned))) == cleaned
    lines = a_chain(2, cleaned)
    assert list(parse_audit(export_audit(lines))) == lines


def test_an_export_is_one_json_object_a_line_with_the_head_last() -> None:
    texts = list(export_audit(a_chain(2, {"n": "a\nb"})))
    assert all(text.endswith("\n") and text.count("\n") == 1 for text in texts)
    assert json.loads(texts[-1]) == {"head": {"number": 2, "hash": a_chain(2, {"n": "a\nb"})[-1].hash}}
