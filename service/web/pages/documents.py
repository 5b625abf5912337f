"""One document: its page, its files, signing it, trying again."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.web import download
from service.web.identity import deps, person
from service.web.pages.blueprint import pages
from service.web.pages.facts import facts
from service.web.pages.paper import is_busy, paper, people
from service.workflow import failures, numbers, order, read, sign
from service.workflow.errors import NotReady, NotUnderstood, NotYourTurn
from storage import Actor, Document, SignerRole, Turn


@pages.get("/documents/<uuid:identity>")
def document(identity: UUID) -> ResponseReturnValue:
    found = read.document(deps(), person(), identity)
    fields = read.fields(deps(), person(), identity, again=is_busy(found)) if found.versions else ()
    shown = paper(found, fields)
    live = shown.busy and request.args.get("live") != "0"
    return render_template("document.html", paper=shown, people=people([shown]), facts=facts(fields), live=live)


@pages.get("/documents/<uuid:identity>/file")
def file(identity: UUID) -> Response:
    found = read.document(deps(), person(), identity)
    blob = read.blob_of(found, request.args.get("version", type=int))
    number = next(version.number for version in found.versions if version.blob == blob)
    _note(found, f"version {number}")
    return download.send(deps(), blob, f"{found.name.rpartition('.')[0]}_v{number}.pdf", attachment=_saved())


@pages.get("/documents/<uuid:identity>/original")
def original(identity: UUID) -> Response:
    found = read.document(deps(), person(), identity)
    _note(found, "original")
    return download.send(deps(), found.original, found.name, attachment=_saved())


@pages.post("/documents/<uuid:identity>/signatures")
def sign_document(identity: UUID) -> ResponseReturnValue:
    try:
        asked = sign.request(deps(), person(), identity)
    except (NotReady, NotYourTurn) as refusal:
        flash(str(refusal), "refused")
        asked = read.document(deps(), person(), identity)
    return _back(asked)


@pages.post("/documents/<uuid:identity>/retry")
def retry(identity: UUID) -> ResponseReturnValue:
    return _back(failures.retry(deps(), person(), identity))


@pages.post("/documents/<uuid:identity>/decline")
def decline(identity: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    return _tried(identity, lambda who: order.decline(deps(), who, identity, reason), "Đã trả lại giấy tờ.")


@pages.post("/documents/<uuid:identity>/submit")
def submit(identity: UUID) -> ResponseReturnValue:
    """Without names: a paper that was handed back goes the same way again."""
    initials, leader = request.form.getlist("initials"), request.form.get("leader")
    asked = [Turn(role=SignerRole.INITIALS, account=name) for name in initials if name]
    if leader is not None:
        asked.append(Turn(role=SignerRole.LEADER, account=leader or None))
    return _tried(identity, lambda who: order.submit(deps(), who, identity, asked), "Đã trình ký.")


@pages.post("/documents/<uuid:identity>/withdraw")
def withdraw(identity: UUID) -> ResponseReturnValue:
    return _tried(identity, lambda who: order.withdraw(deps(), who, identity), "Đã rút giấy tờ.")


@pages.post("/documents/<uuid:identity>/number")
def reserve_number(identity: UUID) -> ResponseReturnValue:
    kind = request.form.get("document_type", "").strip() or None
    return _tried(identity, lambda who: numbers.reserve(deps(), who, identity, kind), "Đã cấp số.")


def _tried(identity: UUID, step: Callable[[Actor], Document], told: str) -> ResponseReturnValue:
    """Take a step of the order; what stands against it is told on the dossier."""
    try:
        done = step(person())
        flash(told)
    except (NotReady, NotUnderstood, NotYourTurn) as refusal:
        flash(str(refusal), "refused")
        done = read.document(deps(), person(), identity)
    return _back(done)


def _back(found: Document) -> ResponseReturnValue:
    return redirect(url_for("pages.dossier", code=found.dossier, _anchor=f"d-{found.id}"), 303)


def _note(found: Document, what: str) -> None:
    """Every look at the bytes is written down once, however many ranges the viewer asks for."""
    if download.is_first_piece():
        read.downloaded(deps(), person(), found, what)


def _saved() -> bool:
    return request.args.get("save") == "1"
