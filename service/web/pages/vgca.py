"""Signing with VGCA SignService from the page: what its script asks the service, and taking a document back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.web.api import vgca as api
from service.web.api import views
from service.web.api.shapes import HandoverIn
from service.web.identity import deps, person
from service.web.pages.blueprint import pages
from service.web.pages.ceremonies import told
from service.workflow import handovers


@pages.post("/vgca/<uuid:identity>")
def hand_over(identity: UUID) -> ResponseReturnValue:
    def made() -> dict[str, Any]:
        given = HandoverIn.model_validate({"certificate": request.form.get("certificate")})
        return api.told(handovers.hand_over(deps(), person(), identity, **api.wanted(given)))

    return told(made)


@pages.get("/vgca/<uuid:identity>")
def handover(identity: UUID) -> ResponseReturnValue:
    return told(lambda: views.handover(handovers.get(deps(), person(), identity)))


@pages.post("/vgca/<uuid:identity>/take-back")
def take_back(identity: UUID) -> ResponseReturnValue:
    handovers.give_up(deps(), person(), identity)
    flash("Đã lấy lại văn bản; văn bản chưa ký trở lại danh sách chờ.")
    return redirect(url_for("pages.waiting"), 303)


@pages.post("/vgca/<uuid:identity>/stop")
def stop(identity: UUID) -> ResponseReturnValue:
    return told(lambda: views.handover(handovers.give_up(deps(), person(), identity)))
