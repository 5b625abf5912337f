"""Time as the office writes it: ISO 8601 with +07:00, whatever the server's zone (NĐ 30/2020)."""

from datetime import UTC, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07:00")


def now() -> datetime:
    """The server's clock, with its zone."""
    return datetime.now(UTC)


def in_vietnam(moment: datetime) -> datetime:
    """The same moment with +07:00; a time without a zone is taken as Vietnamese."""
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def iso(moment: datetime) -> str:
    """`2026-03-05T14:30:00+07:00`, whole seconds."""
    return in_vietnam(moment).isoformat(timespec="seconds")
