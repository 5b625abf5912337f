"""The tables the migrations make are the tables the code names, and the indexes are used."""

import json
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import Database, DatabaseUnavailable, NotFound, PageWord, migrate, schema_is_current
from storage.connection import engine
from storage.tables import metadata
from storage.words import unpack
from tests.contract.made import at_once

NOBODY = "postgresql://hoso:x@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def connection(postgres_url: str, database: Database) -> Iterator[sa.Connection]:
    """A plain connection beside the product's own."""
    assert database
    with engine(postgres_url).connect() as opened:
        yield opened


def test_an_empty_database_is_migrated_by_several_at_once(postgres_url: str) -> None:
    assert not schema_is_current(postgres_url)
    assert at_once(4, lambda _: migrate(postgres_url)) == [None] * 4
    assert schema_is_current(postgres_url)


def test_the_migrated_tables_are_the_tables_of_the_code(connection: sa.Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    differences = [d for d in compare_metadata(context, metadata) if "alembic_version" not in str(d)]
    assert differences == []


def test_words_that_lay_row_by_row_are_the_same_in_columns(connection: sa.Connection) -> None:
    connection.execute(sa.text(import_module("storage.migrations.versions.0004_words_in_columns").IN_COLUMNS))
    in_columns = sa.text("SELECT pg_temp.in_columns(CAST(:rows AS JSONB))")
    rows = [
        ["tổ", [1.26, 2, 30.5, 40], 96.66, 0, "tố"],
        ["chức", [31, 2, 52.04, 40], 90, 0],
        ['"', [0, 50, 9, 61.5], 7.5, 12],
    ]
    assert unpack(connection.execute(in_columns, {"rows": json.dumps(rows)}).scalar_one()) == (
        PageWord("tổ", (1.3, 2, 30.5, 40), 96.7, 0, "tố"),
        PageWord("chức", (31, 2, 52, 40), 90, 0),
        PageWord('"', (0, 50, 9, 61.5), 7.5, 12),
    )
    assert unpack(connection.execute(in_columns, {"rows": "[]"}).scalar_one()) == ()


def test_the_constraints_of_the_database_allow_what_the_enums_hold(connection: sa.Connection) -> None:
    query = sa.text("SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE contype = 'c'")
    kept = {row.conname: _values(row.rule) for row in connection.execute(query)}
    for table in metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, sa.CheckConstraint):
                assert kept[str(constraint.name)] == _values(str(constraint.sqltext))


def _values(rule: str) -> set[str]:
    return {word or number for word, number in re.findall(r"'(\w+)'|\b(\d+)\b", rule)}


def test_a_database_that_is_not_there_is_told(postgres_url: str) -> None:
    for attempt in (Database(NOBODY).ping, lambda: migrate(NOBODY), lambda: schema_is_current(NOBODY)):
        with pytest.raises(DatabaseUnavailable):
            attempt()
    with pytest.raises(DatabaseUnavailable), Database(NOBODY).begin():
        pytest.fail("no transaction without a database")
    Database(postgres_url).ping()


def test_a_connection_cut_in_the_middle_is_told_and_the_next_works(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable), database.begin() as db:
        db.driver_connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with database.begin() as db:
        assert db.agencies.all() is not None


def test_the_queues_rows_live_and_die_with_the_transaction(database: Database) -> None:
    with database.begin() as db:
        db.driver_connection.execute("CREATE TABLE IF NOT EXISTS job (n int)")
    with pytest.raises(NotFound), database.begin() as db:  # noqa: PT012  # the whole transaction fails
        db.driver_connection.execute("INSERT INTO job VALUES (1)")
        db.dossiers.get("none")
    with database.begin() as db:
        assert db.driver_connection.execute("SELECT count(*) FROM job").fetchone() == (0,)
