"""What waits for one's signature, and signing it on one's own computer with the local agent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from service.web.api import ceremonies as api
from service.web.api import views
from service.web.api.shapes import CeremonyIn, SignaturesIn
from service.web.identity import deps, person
from service.web.pages import headers
from service.web.pages.blueprint import pages
from service.web.problems import CODES, TYPED, code_of
from service.workflow import ceremonies, certificates, deferred, handovers, turns


@pages.get("/waiting")
def waiting() -> Response:
    who = person()
    opened = ceremonies.open_of(deps(), who)
    page = render_template(
        "waiting.html",
        documents=ceremonies.waiting(deps(), who),
        turn_of=lambda document: turns.capacity_for(document, who),
        open=views.ceremony(opened[0]) if opened else None,
        certificates=certificates.of(deps(), who.name),
        handed=handovers.open_of(deps(), who),
        agent=current_app.config["AGENT"],
    )
    return headers.reaching(make_response(page), current_app.config["AGENT"], current_app.config["VGCA"])


@pages.post("/ceremonies")
def prepare() -> ResponseReturnValue:
    def made() -> dict[str, Any]:
        given = CeremonyIn.model_validate(
            {"documents": request.form.getlist("documents"), "certificate": request.form.get("certificate")}
        )
        return views.ceremony(ceremonies.prepare(deps(), person(), api.wanted(given)))

    return told(made)


@pages.get("/ceremonies/<uuid:identity>")
def ceremony(identity: UUID) -> ResponseReturnValue:
    return told(lambda: views.ceremony(ceremonies.get(deps(), person(), identity)))


@pages.post("/ceremonies/<uuid:identity>/signatures")
def file_signatures(identity: UUID) -> ResponseReturnValue:
    def made() -> dict[str, Any]:
        given = SignaturesIn.model_validate_json(request.form.get("answer", ""))
        filed = deferred.file(deps(), person(), identity, api.values(given))
        return views.ceremony(filed.view, filed.refused)

    return told(made)


@pages.post("/ceremonies/<uuid:identity>/give-up")
def give_up(identity: UUID) -> ResponseReturnValue:
    ceremonies.give_up(deps(), person(), identity)
    flash("Đã bỏ lần ký; giấy tờ chưa ký trở lại danh sách chờ.")
    return redirect(url_for("pages.waiting"), 303)


def told(action: Callable[[], dict[str, Any]]) -> ResponseReturnValue:
    """What the page's script reads: the ceremony, or one sentence for the person."""
    try:
        return action()
    except ValidationError:
        return {"problem": CODES["invalid_request"].vi, "reasons": []}, 422
    except TYPED as refusal:
        reasons = list(getattr(refusal, "missing", ()))
        return {"problem": str(refusal), "reasons": reasons}, CODES[code_of(refusal)].status
