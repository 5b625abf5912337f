"""Kinds of columns that the tables share, and the catalogue they stand in."""

from enum import Enum
from typing import Any

import sqlalchemy as sa

from storage.folding import printable


class Clean(sa.types.TypeDecorator[str]):
    """Text that PostgreSQL can hold and that compares: NFC, without NUL, controls and lone surrogates."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Clean one value on its way into the database."""
        return None if value is None else printable(value)


class TsVector(sa.types.UserDefinedType[str]):
    """PostgreSQL's `tsvector`, always given as a literal (see storage.folding.terms)."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Name of the type in DDL."""
        return "tsvector"


def one_of(column: str, words: type[Enum]) -> sa.CheckConstraint:
    """A CHECK that holds the column to the vocabulary."""
    values = ", ".join(f"'{w.value}'" if isinstance(w.value, str) else str(w.value) for w in words)
    return sa.CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def key(name: str, target: str, **options: Any) -> sa.Column[Any]:
    """A column that names a row of another table."""
    return sa.Column(name, sa.ForeignKey(target), **options)


def now(name: str = "created_at") -> sa.Column[Any]:
    """The time at which the row was made."""
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)


metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)
