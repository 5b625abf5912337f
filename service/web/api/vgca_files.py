"""The two addresses VGCA SignService is given: for one document, one signature and ten minutes, without a log-in."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

import signing
import storage
from service.web import download
from service.web.identity import deps
from service.web.problems import CODES, TYPED, code_of
from service.web.upload import incoming
from service.workflow import failures, handovers, returned
from service.workflow.errors import NotUnderstood, Over
from service.workflow.intake import Incoming

files = APIBlueprint("vgca", __name__, url_prefix="/api/v1/vgca")
FIELD = "uploadfile"
_FRAME = 64 << 10  # bytes of a multipart body that are not the file
_AS_STATUS: tuple[type[Exception], ...] = (storage.NotFound, Over, *failures.PASSING)


@files.get("/<secret>/van-ban.pdf")
@files.doc(summary="VGCA SignService lấy tệp để ký (địa chỉ dùng một lần)", responses=[404, 410], security=[])
def fetch(secret: str) -> Response:
    lent = handovers.fetch(deps(), secret, request.remote_addr)
    response = download.send(deps(), lent.blob, "van-ban.pdf")
    response.cache_control.no_store = True
    return response


@files.post("/<secret>/ky")
@files.doc(summary="VGCA SignService nộp tệp đã ký (địa chỉ dùng một lần)", security=[])
def bring_back(secret: str) -> tuple[dict[str, Any], int]:
    """Refusals of a file come with status 200 as well: the tool relays an answer's text only then (verify)."""
    try:
        handover = returned.take(deps(), secret, _came(secret), request.remote_addr)
    except TYPED as refusal:
        status = CODES[code_of(refusal)].status if isinstance(refusal, _AS_STATUS) else 200
        return answer(False, str(refusal)), status
    return answer(
        True, "Đã nhận văn bản đã ký", f"{current_app.config['PUBLIC_URL']}/documents/{handover.document}"
    ), 200


def answer(status: bool, message: str, server: str = "") -> dict[str, Any]:
    """What the tool reads, and relays to the page.

    The names and the boolean Status are those of upload handlers in other people's systems; their pages test
    `Status === 0` in what the tool relays, so that the tool seems to put its own number in its place (verify). Our page
    takes either for success, and believes neither before the service says so too.
    """
    return {"Status": status, "Message": message, "FileName": "", "FileServer": server, "DocumentNumber": ""}


def _came(secret: str) -> Incoming:
    """The file, on disk. Nothing of the body is read for a secret that serves no more, nor more than may come.

    Raises NotFound, Over, signing.Rejected (too large), NotUnderstood (no file).
    """
    most = returned.most_bytes(deps(), secret) + _FRAME
    request.max_content_length = min(most, current_app.config["MAX_CONTENT_LENGTH"])
    try:
        upload = request.files.get(FIELD)
    except RequestEntityTooLarge as fault:
        refusal = signing.Rejected("too_large", "Tệp trả về lớn hơn tệp đã giao quá nhiều")
        returned.refuse(deps(), secret, refusal, request.remote_addr)
        raise refusal from fault
    if upload is None:
        raise NotUnderstood(f"Thiếu tệp trong trường {FIELD}.")
    return incoming(upload)
