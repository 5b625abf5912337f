"""Transactions, and all that can be done in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
import sqlalchemy as sa

from storage.accounts import Accounts
from storage.agencies import Agencies
from storage.audit_log import Audit
from storage.ceremonies import Ceremonies
from storage.certificates import Certificates
from storage.connection import WAIT, engine, failures_told
from storage.documents import Documents
from storage.dossiers import Dossiers
from storage.fields import Fields
from storage.handovers import Handovers
from storage.numbers import Numbers
from storage.order import Order
from storage.pages import Pages


class Transaction:
    """All that can be done in one transaction. It and what it hands out end with `Database.begin`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @cached_property
    def dossiers(self) -> Dossiers:
        """The dossiers."""
        return Dossiers(self._connection)

    @cached_property
    def documents(self) -> Documents:
        """Their documents."""
        return Documents(self._connection)

    @cached_property
    def order(self) -> Order:
        """Who hands documents on, and back."""
        return Order(self._connection)

    @cached_property
    def numbers(self) -> Numbers:
        """The agency's register."""
        return Numbers(self._connection)

    @cached_property
    def pages(self) -> Pages:
        """The recognised pages, and search."""
        return Pages(self._connection)

    @cached_property
    def fields(self) -> Fields:
        """The facts read from documents."""
        return Fields(self._connection)

    @cached_property
    def accounts(self) -> Accounts:
        """The people."""
        return Accounts(self._connection)

    @cached_property
    def agencies(self) -> Agencies:
        """The agencies."""
        return Agencies(self._connection)

    @cached_property
    def certificates(self) -> Certificates:
        """Whose certificates sign."""
        return Certificates(self._connection)

    @cached_property
    def ceremonies(self) -> Ceremonies:
        """What waits for signatures made elsewhere."""
        return Ceremonies(self._connection)

    @cached_property
    def handovers(self) -> Handovers:
        """What is with a signing tool on somebody's computer."""
        return Handovers(self._connection)

    @cached_property
    def audit(self) -> Audit:
        """The audit log."""
        return Audit(self._connection)

    @property
    def driver_connection(self) -> psycopg.Connection[Any]:
        """The same transaction as psycopg knows it, for a job to be put in with it. Not to be committed or closed."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101  # the engine is made for no other driver
        return driver


class Database:
    """A pool of connections; share one in each process, and make it after a fork, not before."""

    def __init__(self, url: str, *, pool: int = 5) -> None:
        """`url` is `postgresql://...`; nothing is connected yet."""
        self._engine = engine(url, pool_size=pool, max_overflow=pool, pool_timeout=WAIT, pool_pre_ping=True)

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """One transaction: committed at the end, rolled back when an exception passes. Raises DatabaseUnavailable."""
        with failures_told(), self._engine.begin() as connection:
            transaction = Transaction(connection)
            yield transaction
            transaction.audit.flush()

    def ping(self) -> None:
        """Raises DatabaseUnavailable when the database does not answer."""
        with failures_told(), self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Close the connections; the next transaction would open new ones."""
        self._engine.dispose()
