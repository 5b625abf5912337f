"""The first page: one's dossiers, and opening a new one."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

import storage
from service.web.api.shapes import NewDossierIn
from service.web.identity import deps, person
from service.web.pages.blueprint import pages
from service.web.problems import CODES, code_of
from service.workflow import dossiers, read, rights
from service.workflow.rights import Act

_FIELDS = ("code", "procedure", "title", "applicant")
_REFUSALS = (storage.NotACode, storage.AlreadyExists, storage.AgencyClosed)


@pages.get("/")
def desk() -> ResponseReturnValue:
    return _desk({})


@pages.get("/dossiers")
def after_refusal() -> ResponseReturnValue:
    """The address that stays in the browser when a dossier was not opened, opened again."""
    return redirect(url_for("pages.desk"))


@pages.post("/dossiers")
def open_dossier() -> ResponseReturnValue:
    given = {field: request.form.get(field, "").strip() for field in _FIELDS}
    try:
        wanted = NewDossierIn.model_validate({field: value or None for field, value in given.items()})
        opened = dossiers.open_dossier(deps(), person(), dossiers.NewDossier(**wanted.model_dump()))
    except ValidationError:
        return _desk(given, "Có ô nhập quá dài."), 422
    except _REFUSALS as refusal:
        return _desk(given, str(refusal)), CODES[code_of(refusal)].status
    flash(f"Đã mở hồ sơ {opened.code}.")
    return redirect(url_for("pages.dossier", code=opened.code), 303)


def _desk(given: Mapping[str, str], problem: str | None = None) -> str:
    who = person()
    opens = rights.may(who, Act.OPEN_DOSSIER)
    mine = request.args.get("mine", "1" if opens else "0") == "1"
    reads = rights.may(who, Act.READ)
    found = read.recent(deps(), who, cursor=request.args.get("cursor"), mine=mine) if reads else None
    return render_template("desk.html", found=found, mine=mine, opens=opens, given=given, problem=problem)
