"""Accounts: logging in, tokens for programs."""

import secrets

from service.workflow.deps import Deps
from service.workflow.errors import NotSignedIn
from storage import Account, Actor


def log_in(deps: Deps, name: str, password: str, origin: str | None) -> Account:
    """The account with this name and password. Raises NotSignedIn; both outcomes are written to the audit log."""
    with deps.database.begin() as db:
        account = db.accounts.check_password(name.strip()[:100], password[:1000])
        who = Actor(name=account.name if account else "?", role=account.role if account else None, origin=origin)
        db.audit.add(who, "logged_in" if account else "log_in_refused", details={} if account else {"name": name[:100]})
    if account is None:
        raise NotSignedIn("Sai tên đăng nhập hoặc mật khẩu.")
    return account


def get(deps: Deps, name: str) -> Account:
    """Raises storage.NotFound."""
    with deps.database.begin() as db:
        return db.accounts.get(name)


def by_token(deps: Deps, token: str) -> Account | None:
    """The active account this token was issued to; None where there is none."""
    with deps.database.begin() as db:
        account = db.accounts.by_token(token)
    return account if account and account.active else None


def create(deps: Deps, account: Account) -> str:
    """Add an account of the office; its random password, shown once. Raises storage.AlreadyExists."""
    password = secrets.token_urlsafe(12)
    with deps.database.begin() as db:
        db.agencies.ensure(account.agency)
        db.accounts.add(account, password)
        details = {"account": account.name, "role": account.role.value}
        db.audit.add(Actor(name="cli", role=None), "account_created", details=details)
    return password


def issue_token(deps: Deps, name: str, label: str) -> str:
    """A new token, shown once; only its hash is kept. Raises storage.NotFound."""
    with deps.database.begin() as db:
        account = db.accounts.get(name)
        token = db.accounts.issue_token(account.name, label)
        db.audit.add(Actor(name="cli", role=None), "token_issued", details={"account": name, "label": label})
    return token
