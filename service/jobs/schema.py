"""Procrastinate's tables, made and brought up to date beside our own migrations."""

import re
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

_VERSION_TABLE = """
CREATE TABLE IF NOT EXISTS queue_schema (migration text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())
"""


def migrate(database_url: str) -> None:
    """Bring the queue's tables to the version of the installed library; safe to run twice and at once.

    The library keeps no record of its own migrations (procrastinate#1040), so ours is the table `queue_schema`.
    """
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('queue_schema'))")
        connection.execute(_VERSION_TABLE)
        done = {row[0] for row in connection.execute("SELECT migration FROM queue_schema").fetchall()}
        known = _migrations()
        if not done:
            connection.execute(SchemaManager.get_schema())
        else:
            for path in (path for path in known if path.stem not in done):
                connection.execute(path.read_bytes())
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO queue_schema (migration) VALUES (%s) ON CONFLICT DO NOTHING",
                [(path.stem,) for path in known],
            )


def is_current(database_url: str) -> bool:
    """Whether every migration of the installed library has been applied."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT to_regclass('queue_schema')").fetchone()
        if row is None or row[0] is None:
            return False
        done = {found[0] for found in connection.execute("SELECT migration FROM queue_schema").fetchall()}
    return {path.stem for path in _migrations()} <= done


def _migrations() -> list[Path]:
    folder = Path(SchemaManager.get_migrations_path())
    return sorted(path for path in folder.glob("*.sql") if re.match(r"\d\d\.\d\d\.\d\d_\d\d_", path.name))
