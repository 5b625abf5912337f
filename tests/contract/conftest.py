"""A database with the product's tables, one per test file."""

from collections.abc import Iterator

import pytest

from storage import Database, migrate


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[Database]:
    """The product's own door to a fresh, migrated database."""
    migrate(postgres_url)
    opened = Database(postgres_url, pool=10)
    yield opened
    opened.close()
