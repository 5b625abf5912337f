"""A database with the product's tables, one per test file; and every kind of object store in turn."""

import secrets
from collections.abc import Iterator

import pytest
import urllib3
from minio import Minio

from storage import Blobs, Database, migrate
from tests.contract.objects import address
from tests.servers import S3


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[Database]:
    """The product's own door to a fresh, migrated database."""
    migrate(postgres_url)
    opened = Database(postgres_url, pool=10)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["s3", "minio_server"])
def server(request: pytest.FixtureRequest) -> S3:
    """Each server in turn."""
    found: S3 = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def blobs(server: S3) -> Iterator[Blobs]:
    """The product's door, with the application's key."""
    opened = Blobs(address(server), lock_days=2)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def admin(server: S3) -> Iterator[Minio]:
    """The server as its administrator sees it, through the plain client."""
    keys = (server.admin_access_key, server.admin_secret_key)
    pool = urllib3.PoolManager(timeout=30)
    yield Minio(server.endpoint, *keys, secure=False, region="us-east-1", http_client=pool)
    pool.clear()  # a server that stops may wait for idle connections


@pytest.fixture
def key() -> str:
    """A key of the test's own."""
    return f"blobs/{secrets.token_hex(8)}.pdf"
