"""Migrations: `migrate` brings a database's tables to this version of the program."""

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from storage.connection import engine, failures_told

_ONE_AT_A_TIME: Final = 0x486F536F4D696772  # key of the advisory lock under which migrations run


def migrate(url: str) -> None:
    """Bring the tables up to date. Safe to run twice and by several at once: the others wait, then find it done.

    All of it is one transaction: after a failure nothing has changed. Raises DatabaseUnavailable.
    """
    with failures_told(), _connected(url) as connection, connection.begin():
        connection.execute(sa.text("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0"))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        _upgrade(connection)


def schema_is_current(url: str) -> bool:
    """Whether the tables are those of this version of the program. Raises DatabaseUnavailable."""
    with failures_told(), _connected(url) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def _connected(url: str) -> sa.Connection:
    return engine(url, poolclass=sa.NullPool).connect()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _upgrade(connection: sa.Connection) -> None:
    """What `alembic upgrade head` does, on a connection of ours and without an env.py."""
    config = _config()
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
