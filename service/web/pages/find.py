"""Searching by code or by words in the papers."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

import storage
from service.web.api.shapes import SearchQuery
from service.web.identity import deps, person
from service.web.pages import marking
from service.web.pages.blueprint import pages
from service.workflow import read

_FIELDS = ("q", "agency", "from", "to", "cursor")


@pages.get("/search")
def search() -> ResponseReturnValue:
    given = {field: value for field in _FIELDS if (value := request.args.get(field, "").strip())}
    try:
        query = SearchQuery.model_validate(given)
    except ValidationError:
        return render_template("search.html", given=given, hits=None, problem="Ngày hoặc ô nhập không đúng."), 422
    hits = _find(query) if query.q else None
    if hits and not query.cursor and (code := _whole_code(hits, query.q)):
        return redirect(url_for("pages.dossier", code=code))
    return render_template("search.html", given=given, hits=hits, problem=None, pieces=marking.pieces)


def _find(query: SearchQuery) -> storage.Hits:
    question = read.Question(
        text=query.q, agency=query.agency, since=query.since, until=query.until, cursor=query.cursor
    )
    return read.search(deps(), person(), question)


def _whole_code(hits: storage.Hits, text: str) -> str | None:
    """The dossier whose whole code was typed: a clerk with the receipt in hand wants that page, not a list of one."""
    try:
        code = storage.normalise_code(text)
    except storage.NotACode:
        return None
    return code if any(hit.dossier == code and hit.document is None for hit in hits.items) else None
