"""What every test may ask for: real servers, judges; and the rule that in CI nothing is skipped."""

import secrets
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from psycopg import sql

from tests.judges import Judge, why_absent
from tests.product import Product, running
from tests.servers import S3, Embedded, embedded_servers, find_minio, minio_process
from tests.softhsm import softhsm

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of this suite."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run (used by .ci/run)")
    parser.addoption("--judge", type=Path, default=SHARED / "judges" / "judge", help="the command that asks the judges")


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers."""
    config.addinivalue_line("markers", "judge: asks veraPDF or EU DSS (needs Java)")
    config.addinivalue_line("markers", "slow: takes more than five seconds")
    config.addinivalue_line("markers", "browser: drives a real browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With --no-skips a skip is a failure that says what was missing."""
    report = yield
    return _not_skipped(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    return _not_skipped(report, collector.config)


def _not_skipped(report: Report, config: pytest.Config) -> Report:
    if report.skipped and config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped here (--no-skips). {reason}"
    return report


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """PostgreSQL and SeaweedFS for the whole run."""
    with embedded_servers(tmp_path_factory.mktemp("servers")) as servers:
        yield servers


@pytest.fixture(scope="module")
def postgres_url(embedded: Embedded) -> Iterator[str]:
    """An empty database of the application's role, one per test file: `postgresql://USER:PASSWORD@HOST:PORT/NAME`."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(embedded.postgres.admin_url(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER hoso TEMPLATE template0").format(sql.Identifier(name)))
        yield embedded.database_url(name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def s3(embedded: Embedded) -> S3:
    """SeaweedFS with the bucket as an installation has it: keep keys apart by a prefix of your own."""
    return embedded.s3


@pytest.fixture(scope="session")
def minio_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """A real MinIO, where `make minio` has built one."""
    program = find_minio()
    if program is None:
        pytest.skip("no MinIO server here: `make minio` builds it and needs Go")
    with minio_process(program, tmp_path_factory.mktemp("minio")) as server:
        yield server


@pytest.fixture(scope="session")
def judge(request: pytest.FixtureRequest) -> Judge:
    """veraPDF and EU DSS. The first call ever builds them, which takes minutes (`make conformance`)."""
    command: Path = request.config.getoption("--judge")
    reason = why_absent(command)
    if reason is not None:
        pytest.skip(reason)
    return Judge(command=command)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus shared by several projects, read in place."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared corpus at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product, running: shared by all tests that do it no harm."""
    with running(tmp_path_factory.mktemp("product") / "var") as started:
        yield started


@pytest.fixture(scope="session")
def token_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """SoftHSM for the whole run: `tests.softhsm.new_token` plugs a token in."""
    with softhsm(tmp_path_factory.mktemp("softhsm")):
        yield
