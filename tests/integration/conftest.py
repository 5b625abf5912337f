"""An office for each test file."""

from collections.abc import Iterator

import pytest

from tests.office import Office, an_office
from tests.servers import S3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, postgres_url: str, s3: S3) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), postgres_url, s3) as opened:
        yield opened
