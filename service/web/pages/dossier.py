"""One dossier: what is in it, adding papers, archiving it."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

import ocr
import storage
from service.web.identity import deps, person
from service.web.pages.blueprint import pages
from service.web.pages.paper import papers, people
from service.web.upload import incoming
from service.workflow import archive, intake, read, rights
from service.workflow.errors import NotReady
from service.workflow.rights import Act
from storage import Document, Kind

_COMPONENT_LENGTH = 200
# What stands against one file of several; anything else stands against the whole form.
_ABOUT_ONE_FILE = (ocr.OcrError, storage.StoreUnavailable, storage.Corrupt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file that was sent."""

    name: str
    document: Document | None  # None: refused
    duplicate: bool = False
    problem: str | None = None  # why it was refused


@pages.get("/dossiers/<code>")
def dossier(code: str) -> ResponseReturnValue:
    view = read.dossier(deps(), person(), code, again=request.args.get("live") == "1")
    if view.dossier.code != code:
        return redirect(url_for("pages.dossier", code=view.dossier.code))
    return _show(view)


@pages.get("/dossiers/<code>/documents")
@pages.get("/dossiers/<code>/archive")
def after_form(code: str) -> ResponseReturnValue:
    """The address that stays in the browser when a form was answered with what is wrong, opened again."""
    return redirect(url_for("pages.dossier", code=code))


@pages.post("/dossiers/<code>/documents")
def add_documents(code: str) -> ResponseReturnValue:
    """A file that is refused or known already is told on the page itself, unlike a redirect with room for every name;
    sending the form again does no harm, since the same bytes are the same document."""
    uploads = [upload for upload in request.files.getlist("file") if upload.filename]
    component = request.form.get("component", "").strip() or None
    kind = Kind.RESULT if request.form.get("kind") == Kind.RESULT.value else Kind.COMPONENT
    if not uploads or len(component or "") > _COMPONENT_LENGTH:
        what = "Tên giấy tờ quá dài." if uploads else "Chưa chọn tệp nào để gửi."
        return _show(_again(code), refusal=NotReady(what)), 422
    try:
        outcomes = tuple(_take(code, upload, component, kind) for upload in uploads)
    except NotReady as refusal:
        return _show(_again(code), refusal=refusal), 409
    if any(outcome.duplicate or outcome.problem for outcome in outcomes):
        status = 200 if any(outcome.document for outcome in outcomes) else 422
        return _show(_again(code), outcomes=outcomes), status
    flash(f"Đã nhận {len(outcomes)} tệp, đang số hóa.")
    return redirect(url_for("pages.dossier", code=code), 303)


@pages.post("/dossiers/<code>/archive")
def archive_dossier(code: str) -> ResponseReturnValue:
    try:
        closed = archive.close(deps(), person(), code)
    except NotReady as refusal:
        return _show(_again(code), refusal=refusal), 409
    flash("Đã lưu trữ hồ sơ.")
    return redirect(url_for("pages.dossier", code=closed.code), 303)


def _take(code: str, upload: FileStorage, component: str | None, kind: Kind) -> Outcome:
    name = upload.filename or ""
    try:
        receipt = intake.receive(deps(), person(), code, incoming(upload), component=component, kind=kind)
    except _ABOUT_ONE_FILE as refusal:
        return Outcome(name=name, document=None, problem=str(refusal))
    return Outcome(name=name, document=receipt.document, duplicate=receipt.duplicate)


def _again(code: str) -> read.DossierView:
    return read.dossier(deps(), person(), code)


def _show(view: read.DossierView, *, outcomes: tuple[Outcome, ...] = (), refusal: NotReady | None = None) -> str:
    listed = papers(view)
    who = person()
    opened = view.dossier.archived_at is None
    return render_template(
        "dossier.html",
        dossier=view.dossier,
        papers=listed,
        people=people(listed),
        kinds=list(Kind),
        outcomes=outcomes,
        refusal=refusal,
        adds=opened and rights.may(who, Act.ADD_DOCUMENT),
        archives=opened and rights.may(who, Act.ARCHIVE),
        # What stands on the page only once must not be swept away by the page looking again.
        live=any(each.busy for each in listed) and not outcomes and not refusal and request.args.get("live") != "0",
    )
