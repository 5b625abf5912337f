"""Dossiers: open, read, add a document, archive."""

from typing import Any

from apiflask import Schema, fields
from apiflask.fields import File
from flask import url_for
from marshmallow import validate
from werkzeug.datastructures import FileStorage

from service.web.api import views
from service.web.api.answers import DocumentOut, DossierOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.shapes import NewDossierIn
from service.web.identity import deps
from service.web.upload import incoming
from service.workflow import archive, dossiers, intake, read
from storage import Kind


class DocumentIn(Schema):
    """A scanned paper: PDF, JPEG, PNG or TIFF, decided by its bytes."""

    file = File(required=True)  # type: ignore[no-untyped-call]
    component = fields.String(validate=validate.Length(max=200), load_default=None)
    kind = fields.String(validate=validate.OneOf([kind.value for kind in Kind]), load_default=Kind.COMPONENT.value)


@api.post("/dossiers")
@api.input(NewDossierIn, location="json")
@api.output(DossierOut, status_code=201)
@api.doc(summary="Mở hồ sơ", responses=[401, 403, 409, 422], security=SCHEME)
def open_dossier(json_data: NewDossierIn) -> tuple[dict[str, Any], int, dict[str, str]]:
    opened = dossiers.open_dossier(deps(), who(), dossiers.NewDossier(**json_data.model_dump()))
    location = url_for("v1.get_dossier", code=opened.code)
    return views.dossier(read.DossierView(dossier=opened, documents=())), 201, {"Location": location}


@api.get("/dossiers/<code>")
@api.output(DossierOut)
@api.doc(summary="Một hồ sơ", responses=[401, 403, 404, 422], security=SCHEME)
def get_dossier(code: str) -> dict[str, Any]:
    return views.dossier(read.dossier(deps(), who(), code))


@api.post("/dossiers/<code>/documents")
@api.input(DocumentIn, location="form_and_files")
@api.output(DocumentOut, status_code=202)
@api.doc(summary="Nộp giấy tờ", responses=[200, 401, 403, 404, 409, 413, 415, 422, 503], security=SCHEME)
def add_document(code: str, form_and_files_data: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    upload: FileStorage = form_and_files_data["file"]
    kind, component = Kind(form_and_files_data["kind"]), form_and_files_data["component"]
    receipt = intake.receive(deps(), who(), code, incoming(upload), component=component, kind=kind)
    location = url_for("v1.get_document", identity=receipt.document.id)
    status = 200 if receipt.duplicate else 202
    return views.document(receipt.document, duplicate=receipt.duplicate), status, {"Location": location}


@api.post("/dossiers/<code>/archive")
@api.output(DossierOut)
@api.doc(summary="Lưu trữ hồ sơ", responses=[401, 403, 404, 409, 422], security=SCHEME)
def archive_dossier(code: str) -> dict[str, Any]:
    closed = archive.close(deps(), who(), code)
    return views.dossier(read.dossier(deps(), who(), closed.code))
