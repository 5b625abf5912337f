"""Times and sizes as the office writes them."""

from datetime import UTC, datetime

import pytest

from service.web.pages import formats
from storage import SignerRole, VersionKind
from tests.unit.service.builders import a_document, a_version


def test_a_time_is_shown_in_vietnam_whatever_its_zone() -> None:
    assert formats.moment(datetime(2026, 3, 4, 23, 5, tzinfo=UTC)) == "05/03/2026 06:05"
    assert formats.moment("2026-03-05T14:30:00+07:00") == "05/03/2026 14:30"
    assert formats.moment(None) == ""


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1,0 KB"),
        (1_250_000, "1,2 MB"),
        (999_999, "1,0 MB"),
        (5 * 10**12, "5,0 TB"),
    ],
)
def test_a_size_has_a_decimal_comma(count: int, shown: str) -> None:
    assert formats.size(count) == shown


def test_a_version_is_called_by_how_it_came_to_be() -> None:
    document = a_document(SignerRole.LEADER)
    assert formats.version_name(document.versions[0], document) == "Bản số hóa"
    assert formats.version_name(document.versions[1], document) == "Bản ký số (lãnh đạo, B-T)"
    stamp = a_version(3)
    object.__setattr__(stamp, "kind", VersionKind.SIGNED)
    assert formats.version_name(stamp, document) == "Bổ sung dấu thời gian"
