"""Accounts of the office's people, their passwords and tokens."""

import hashlib
import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.agencies import Agencies
from storage.errors import AlreadyExists, NotFound
from storage.folding import printable
from storage.passwords import hash_password, matches, outdated
from storage.records import Account
from storage.tables import account, token
from storage.vocabulary import Role

_ACCOUNT = (account.c.name, account.c.role, account.c.display_name, account.c.agency, account.c.active)


class Accounts:
    """The accounts, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Account, password: str | None) -> None:
        """Make an account; without a password it signs in by token only. Raises AlreadyExists."""
        Agencies(self._connection).ensure(new.agency)
        row = {
            "name": new.name,
            "role": new.role.value,
            "display_name": new.display_name,
            "agency": new.agency,
            "active": new.active,
            "password_hash": None if password is None else hash_password(password),
        }
        made = self._connection.execute(insert(account).values(row).on_conflict_do_nothing().returning(account.c.name))
        if made.first() is None:
            raise AlreadyExists(f"Tài khoản {new.name} đã có.")

    def get(self, name: str) -> Account:
        """The account of that name. Raises NotFound."""
        row = self._connection.execute(sa.select(*_ACCOUNT).where(account.c.name == name)).first()
        if row is None:
            raise NotFound(f"Không có tài khoản {name[:60]}.")
        return _account(row)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return tuple(map(_account, self._connection.execute(sa.select(*_ACCOUNT).order_by(account.c.name))))

    def check_password(self, name: str, password: str) -> Account | None:
        """The active account this name and password open; None otherwise, after the same work in every case."""
        query = sa.select(*_ACCOUNT, account.c.password_hash).where(account.c.name == name)
        row = self._connection.execute(query).first()
        kept: str | None = row.password_hash if row else None
        if not matches(password, kept) or row is None or not row.active:
            return None
        if kept and outdated(kept):
            self.set_password(name, password)
        return _account(row)

    def set_password(self, name: str, password: str | None) -> None:
        """Replace the password; None: it no longer opens anything. Raises NotFound."""
        self._change(name, password_hash=None if password is None else hash_password(password))

    def set_active(self, name: str, active: bool) -> None:
        """Let an account in, or keep it out (it is never deleted: the history names it). Raises NotFound."""
        self._change(name, active=active)

    def _change(self, name: str, **values: object) -> None:
        if not self._connection.execute(account.update().where(account.c.name == name).values(values)).rowcount:
            raise NotFound(f"Không có tài khoản {name[:60]}.")

    def issue_token(self, name: str, label: str) -> str:
        """A new bearer token, 256 random bits, shown this once: only its SHA-256 is kept. Raises NotFound."""
        self.get(name)
        made = secrets.token_urlsafe(32)
        self._connection.execute(token.insert().values(sha256=_sha256(made), account=name, label=label))
        return made

    def by_token(self, bearer: str) -> Account | None:
        """The active account the token belongs to; None for an unknown or revoked one."""
        query = sa.select(*_ACCOUNT).join(token, token.c.account == account.c.name)
        of_it = sa.and_(token.c.sha256 == _sha256(bearer), token.c.revoked_at.is_(None), account.c.active)
        row = self._connection.execute(query.where(of_it)).first()
        return _account(row) if row else None

    def revoke(self, name: str, label: str | None = None) -> int:
        """End the account's tokens of that label, all of them where None; how many ended."""
        of_it = sa.and_(token.c.account == name, token.c.revoked_at.is_(None))
        if label is not None:
            of_it = sa.and_(of_it, token.c.label == label)
        return self._connection.execute(token.update().where(of_it).values(revoked_at=sa.func.now())).rowcount


def _sha256(bearer: str) -> str:
    return hashlib.sha256(printable(bearer).encode()).hexdigest()


def _account(row: sa.Row[*tuple[Any, ...]]) -> Account:
    return Account(
        name=row.name, role=Role(row.role), display_name=row.display_name, agency=row.agency, active=row.active
    )
