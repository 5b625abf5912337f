"""Times, sizes and names of versions as people in the office write them."""

from datetime import datetime

from service.web.pages import words
from storage import VIETNAM, Document, Version, VersionKind

_UNITS = ("byte", "KB", "MB", "GB", "TB")


def moment(value: datetime | str | None) -> str:
    """`05/03/2026 14:30` in Vietnam's time; a text is ISO 8601 as in the verify report; None: nothing."""
    if value is None:
        return ""
    parsed = datetime.fromisoformat(value) if isinstance(value, str) else value
    return parsed.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def size(count: int) -> str:
    """Bytes with a decimal comma: `1,2 MB`.

    >>> size(1_250_000), size(999)
    ('1,2 MB', '999 byte')
    """
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    shown = f"{value:.0f}" if unit == 0 or value >= 100 else f"{value:.1f}".replace(".", ",")
    return f"{shown} {_UNITS[unit]}"


def version_name(version: Version, document: Document) -> str:
    """What a version is: digitised, signed by whom, or only a timestamp appended."""
    if version.signature:
        return f"{words.VERSION[version.kind]} ({words.SIGNER[version.signature.role]}, {version.signature.level})"
    if version.kind is VersionKind.SIGNED:
        arrived = document.signed_on_arrival and version.number == 1
        return "Bản ký số từ khi nhận" if arrived else "Bổ sung dấu thời gian"
    return words.VERSION[version.kind]
