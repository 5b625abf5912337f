"""Nothing is shown to people in a code's word."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from service.web.pages import words
from signing.report import Change, Verdict
from signing.report import Kind as SignatureKind
from signing.types import Level
from storage import Kind, Role, SignerRole, State, Status, VersionKind

PAIRS = [
    (words.STATUS, Status),
    (words.STATUS_SIGN, Status),
    (words.STATE, State),
    (words.KIND, Kind),
    (words.VERSION, VersionKind),
    (words.ROLE, Role),
    (words.SIGNER, SignerRole),
    (words.SIGN, SignerRole),
    (words.VERDICT, Verdict),
    (words.VERDICT_SIGN, Verdict),
    (words.VERDICT_MEANING, Verdict),
    (words.SIGNATURE_KIND, SignatureKind),
    (words.CHANGE, Change),
    (words.LEVEL, Level),
]


@pytest.mark.parametrize(("mapping", "enum"), PAIRS)
def test_every_member_has_its_own_word(mapping: Mapping[Any, str], enum: Iterable[Any]) -> None:
    assert set(mapping) == set(enum)
    assert all(mapping.values())
    assert len(set(mapping.values())) == len(mapping)


def test_the_three_outcomes_are_called_as_the_law_calls_them() -> None:
    assert [words.VERDICT[v] for v in ("valid", "invalid", "unknown")] == ["Hợp lệ", "Không hợp lệ", "Chưa xác định"]
