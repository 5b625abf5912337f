"""VGCA SignService, the government's signing tool on the signer's computer: a document handed to it, and taken back.

What is known of the tool comes from other people's client code, not from a description by its makers (verify each on
a machine that has it). It is a WebSocket server on the own computer; the page opens `ADDRESS/Verb`, sends one text
message and gets one back. The tool fetches the PDF from `FileName`, its user signs in a window of its own, it posts the
signed file as the multipart field `uploadfile` to `FileUploadHandler` and relays what that answered.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app, url_for

from service.web.api import views
from service.web.api.answers import HandoverOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.ceremonies import pem_or_der
from service.web.api.shapes import HandoverIn
from service.web.identity import deps
from service.workflow import handovers
from storage import SignerRole

# Which of the tool's windows serves whom: the leader's, the registrar's (seal), the one for copies (sao y).
VERBS: Mapping[SignerRole, str] = {
    SignerRole.INITIALS: "SignApproved",  # the tool has one verb for a person's own signature
    SignerRole.LEADER: "SignApproved",
    SignerRole.SEAL: "SignIssued",
    SignerRole.CLERK: "SignCopy",
}


@api.post("/documents/<uuid:identity>/vgca")
@api.input(HandoverIn, location="json")
@api.output(HandoverOut, status_code=201)
@api.doc(
    summary="Giao giấy tờ cho VGCA SignService ký, trong 10 phút", responses=[401, 403, 404, 409, 422], security=SCHEME
)
def hand_over(identity: UUID, json_data: HandoverIn) -> tuple[dict[str, Any], int, dict[str, str]]:
    given = handovers.hand_over(deps(), who(), identity, **wanted(json_data))
    return told(given), 201, {"Location": url_for("v1.get_handover", identity=identity)}


@api.get("/documents/<uuid:identity>/vgca")
@api.output(HandoverOut)
@api.doc(summary="Lần giao cho VGCA SignService mới nhất của người gọi", responses=[401, 403, 404], security=SCHEME)
def get_handover(identity: UUID) -> dict[str, Any]:
    return views.handover(handovers.get(deps(), who(), identity))


@api.delete("/documents/<uuid:identity>/vgca")
@api.output(HandoverOut)
@api.doc(summary="Lấy lại giấy tờ đã giao; người khác ký được", responses=[401, 403, 404], security=SCHEME)
def take_back(identity: UUID) -> dict[str, Any]:
    return views.handover(handovers.give_up(deps(), who(), identity))


def wanted(given: HandoverIn) -> dict[str, Any]:
    """What a request asks to hand over. Raises NotUnderstood: the certificate is no PEM and no base64."""
    role = SignerRole(given.role) if given.role else None
    return {"certificate": pem_or_der(given.certificate), "role": role}


def told(given: handovers.Given) -> dict[str, Any]:
    """The new handover with what the page sends to the tool: the only time its addresses are told."""
    return {**views.handover(given.handover), "tool": tool(given)}


def tool(given: handovers.Given) -> dict[str, Any]:
    """Where the page finds the tool, and its message.

    The tool is given no session and no token of ours: the one-time secrets stand in the two addresses alone. Number
    and date stay empty, because the tool would draw them on the page, and no page is changed between signatures.
    """
    message = {
        "FileUploadHandler": _address("vgca.bring_back", given.upload),
        "SessionId": "",
        "JWTToken": "",
        "FileName": _address("vgca.fetch", given.download),
        "DocNumber": "",
        "IssuedDate": "",
        "MetaData": [],
    }
    return {"address": f"{current_app.config['VGCA']}/{VERBS[given.handover.role]}", "message": message}


def _address(endpoint: str, secret: str) -> str:
    """Absolute, by the address people type: what a request names as its host decides nothing."""
    return str(current_app.config["PUBLIC_URL"]) + url_for(endpoint, secret=secret, _external=False)
