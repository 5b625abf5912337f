"""Ceremonies: documents signed with a key that is on the signer's own computer."""

from base64 import b64decode
from typing import Any
from uuid import UUID

from flask import url_for

from service.web.api import views
from service.web.api.answers import CeremoniesOut, CeremonyOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.shapes import CeremonyIn, SignaturesIn
from service.web.identity import deps
from service.workflow import ceremonies, deferred
from service.workflow.errors import NotUnderstood
from storage import SignerRole


@api.post("/ceremonies")
@api.input(CeremonyIn, location="json")
@api.output(CeremonyOut, status_code=201)
@api.doc(
    summary="Chuẩn bị nhiều giấy tờ để ký bằng khóa ở máy người ký",
    responses=[401, 403, 404, 409, 422],
    security=SCHEME,
)
def prepare(json_data: CeremonyIn) -> tuple[dict[str, Any], int, dict[str, str]]:
    view = ceremonies.prepare(deps(), who(), wanted(json_data))
    location = url_for("v1.get_ceremony", identity=view.ceremony.id)
    return views.ceremony(view), 201, {"Location": location}


@api.get("/ceremonies")
@api.output(CeremoniesOut)
@api.doc(summary="Các lần ký còn dở của người gọi", responses=[401, 403], security=SCHEME)
def open_ceremonies() -> dict[str, Any]:
    return {"ceremonies": [views.ceremony(view) for view in ceremonies.open_of(deps(), who())]}


@api.get("/ceremonies/<uuid:identity>")
@api.output(CeremonyOut)
@api.doc(summary="Một lần ký", responses=[401, 403, 404], security=SCHEME)
def get_ceremony(identity: UUID) -> dict[str, Any]:
    return views.ceremony(ceremonies.get(deps(), who(), identity))


@api.post("/ceremonies/<uuid:identity>/signatures")
@api.input(SignaturesIn, location="json")
@api.output(CeremonyOut)
@api.doc(summary="Nộp giá trị chữ ký, một phần hoặc tất cả", responses=[401, 403, 404, 409, 422], security=SCHEME)
def file_signatures(identity: UUID, json_data: SignaturesIn) -> dict[str, Any]:
    filed = deferred.file(deps(), who(), identity, values(json_data))
    return views.ceremony(filed.view, filed.refused)


@api.delete("/ceremonies/<uuid:identity>")
@api.output(CeremonyOut)
@api.doc(summary="Bỏ lần ký; giấy tờ còn chờ được mở cho người khác ký", responses=[401, 403, 404], security=SCHEME)
def give_up(identity: UUID) -> dict[str, Any]:
    return views.ceremony(ceremonies.give_up(deps(), who(), identity))


def wanted(given: CeremonyIn) -> ceremonies.Wanted:
    """What a request asks to prepare. Raises NotUnderstood: the certificate is no PEM and no base64."""
    return ceremonies.Wanted(
        documents=given.documents,
        certificate=pem_or_der(given.certificate),
        role=SignerRole(given.role) if given.role else None,
        level=given.level,
    )


def pem_or_der(given: str | None) -> bytes | None:
    """A certificate as a request names it: PEM, or DER in base64. Raises NotUnderstood."""
    return None if not given else given.encode() if "-----BEGIN" in given else decoded(given)


def values(given: SignaturesIn) -> dict[UUID, bytes]:
    """The signature values by document. Raises NotUnderstood."""
    return {document: decoded(value) for document, value in given.signatures.items()}


def decoded(text: str) -> bytes:
    """Base64 as bytes. Raises NotUnderstood."""
    try:
        return b64decode(text, validate=True)
    except ValueError as fault:
        raise NotUnderstood("Giá trị không phải base64.") from fault
