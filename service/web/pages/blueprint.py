"""The blueprint of the pages for people: whoever is not logged in goes to the log-in, every form carries its secret."""

from typing import Any
from urllib.parse import urlsplit

from apiflask import APIBlueprint
from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.web import identity
from service.web.pages import formats, words
from service.workflow import numbers, order, turns

pages = APIBlueprint("pages", __name__, enable_openapi=False)
_WITHOUT_LOGIN = frozenset({"pages.login", "pages.enter", "pages.icon"})


@pages.before_request
def guard() -> ResponseReturnValue | None:
    """Raises Forbidden for a form without this session's secret."""
    if request.endpoint not in _WITHOUT_LOGIN and identity.signed_in() is None:
        return redirect(url_for("pages.login", next=_way_back()), 303)
    if request.method == "POST":
        identity.check_csrf()
    return None


@pages.get("/favicon.ico")
def icon() -> ResponseReturnValue:
    """What a browser asks for by itself, beside a PDF for instance, which names no icon."""
    return redirect(url_for("static", filename="icon.svg"), 301)


def own_path(target: str) -> str:
    """The target if it is a path of this site, else the desk: a log-in leads to no other site."""
    parts = urlsplit(target)
    strange = parts.scheme or parts.netloc or "\\" in target or any(ord(c) < 33 for c in target)
    return target if target.startswith("/") and not target.startswith("//") and not strange else url_for("pages.desk")


def _way_back() -> str:
    """Where to go after logging in: this page, or for a form the page it stood on."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else url_for("pages.desk")


def context() -> dict[str, Any]:
    """What every template may use. Asks no database: the page that tells of a lost database uses it too."""
    return {
        "me": g.get("account"),
        "signs": bool(account := g.get("account")) and account.role in turns.CAPACITIES,
        "demo": current_app.config["DEMO"],
        "csrf_token": identity.csrf_token,
        "words": words,
        "document_types": numbers.TYPES,
        "most_reason": order.MOST_REASON,
        "has_signed": turns.has_signed,
        "next_turn": turns.next_turn,
        "version_name": formats.version_name,
    }
