"""Bringing database and queue to the version of this code."""

import storage
from service.config import Settings
from service.jobs import schema
from service.wiring import MissingAddress


def migrate(settings: Settings) -> None:
    """Create or update every table; safe to run twice and from several machines at once. Raises MissingAddress."""
    url = _url(settings)
    storage.migrate(url)
    schema.migrate(url)


def is_current(settings: Settings) -> bool:
    """Whether this code finds the tables it needs. Raises storage.DatabaseUnavailable."""
    url = _url(settings)
    return storage.schema_is_current(url) and schema.is_current(url)


def _url(settings: Settings) -> str:
    if settings.database_url is None:
        raise MissingAddress("DATABASE_URL chưa đặt.")
    return settings.database_url
