"""Who is asking: a bearer token for programs, a signed session cookie for people."""

import hmac
import secrets

from flask import Flask, current_app, g, request, session

import storage
from service.workflow import accounts
from service.workflow.deps import Deps
from service.workflow.errors import Forbidden, NotSignedIn
from storage import Account, Actor

_ACCOUNT = "account"
_CSRF = "csrf"


def deps() -> Deps:
    """The live things of this application."""
    found: Deps = current_app.extensions["hoso"]
    return found


def install(app: Flask, live: Deps) -> None:
    """Give every request of this application the live things."""
    app.extensions["hoso"] = live


def bearer() -> Actor:
    """The account behind the request's token. Raises NotSignedIn."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    account = accounts.by_token(deps(), token.strip()) if scheme.lower() == "bearer" and token else None
    if account is None:
        raise NotSignedIn("Cần mã truy cập hợp lệ (Authorization: Bearer).")
    g.account = account
    return actor(account)


def person() -> Actor:
    """The account behind the browser's session. Raises NotSignedIn."""
    account = signed_in()
    if account is None:
        raise NotSignedIn("Xin đăng nhập.")
    return actor(account)


def signed_in() -> Account | None:
    """The logged-in account, read once a request so that a closed account is out at once; None: nobody."""
    if "account" not in g:
        name = session.get(_ACCOUNT)
        try:
            found = accounts.get(deps(), name) if name else None
        except storage.NotFound:
            found = None
        g.account = found if found and found.active else None
    current: Account | None = g.account
    return current


def actor(account: Account) -> Actor:
    return Actor(name=account.name, role=account.role, origin=request.remote_addr)


def log_in(account: Account) -> None:
    """Start a fresh session, so that none from before the log-in is worth anything."""
    session.clear()
    session[_ACCOUNT] = account.name
    session[_CSRF] = secrets.token_urlsafe(24)
    session.permanent = True


def log_out() -> None:
    session.clear()


def csrf_token() -> str:
    """The secret each form of this session carries."""
    if _CSRF not in session:
        session[_CSRF] = secrets.token_urlsafe(24)
    return str(session[_CSRF])


def check_csrf() -> None:
    """Refuse a form that no page of this session made. Raises Forbidden."""
    given = request.form.get("csrf", "")
    if not hmac.compare_digest(given, str(session.get(_CSRF, ""))) or not given:
        raise Forbidden("Trang đã quá hạn, xin tải lại trang rồi gửi lại.")
