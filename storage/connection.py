"""The door to PostgreSQL: how it is connected to, and what its failures mean."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import exc

from storage.errors import DatabaseUnavailable

# Waiting for ever helps nobody: a statement or a lock that takes this long has found a fault.
_SESSION = "-c timezone=UTC -c statement_timeout=60s -c lock_timeout=20s"
WAIT = 10  # seconds for a connection


def engine(url: str, **pool: Any) -> sa.Engine:
    """An engine for `postgresql://...`, whatever driver the address names; `pool` as SQLAlchemy's create_engine."""
    return sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        # No prepared statements: a plan made without the search's words guesses badly how rare they are.
        connect_args={"connect_timeout": WAIT, "options": _SESSION, "prepare_threshold": None},
        **pool,
    )


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn the failures of server and network into ours; a fault of our own SQL stays what it is."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, psycopg.OperationalError) as error:
        raise DatabaseUnavailable("Cơ sở dữ liệu không trả lời, xin thử lại sau.") from error
    except exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise DatabaseUnavailable("Cơ sở dữ liệu không trả lời, xin thử lại sau.") from error
