"""Errors on their way out: problem details for programs (RFC 9457), a Vietnamese page for people."""

import errno
import json
import logging
from collections.abc import Mapping
from uuid import uuid4

from apiflask import APIFlask, HTTPError
from flask import Response, render_template, request
from werkzeug.exceptions import HTTPException

from service.web.problems import CODES, TYPED, code_of

log = logging.getLogger(__name__)
_BY_STATUS = {400: "bad_request", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}
_BY_STATUS |= {413: "too_large", 415: "bad_request", 416: "bad_range", 422: "invalid_request"}
_DETAILS = {
    "too_large": "Tệp vượt quá dung lượng cho phép.",
    "not_found": "Không có địa chỉ hoặc mục này.",
    "unauthenticated": "Cần đăng nhập hoặc mã truy cập (Authorization: Bearer).",
}


def register(app: APIFlask) -> None:
    """Let every error leave as an answer in words; never a stack trace."""
    for kind in TYPED:
        app.register_error_handler(kind, typed)
    app.error_processor(invalid)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OSError, disk)
    app.register_error_handler(500, unexpected)


def typed(error: Exception) -> Response:
    """A refusal that one of the packages explains itself."""
    extra = {"errors": list(missing)} if (missing := getattr(error, "missing", ())) else {}
    return answer(code_of(error), str(error), **extra)


def http(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse by themselves."""
    status = error.code or 500
    if status < 400 and error.response is not None:
        return Response(error.response.response, status, error.response.headers)  # type: ignore[attr-defined]
    code = _BY_STATUS.get(status, "internal" if status >= 500 else "bad_request")
    return answer(code, _DETAILS.get(code, CODES[code].vi + "."))


def invalid(error: HTTPError) -> Response:
    """A request that does not have the form the OpenAPI description asks for: each field with its fault."""
    code = _BY_STATUS.get(error.status_code, "internal")
    faults = [f"{field}: {fault}" for place in _mappings(error.detail) for field, fault in _faults(place)]
    return answer(code, "; ".join(faults) or CODES[code].vi + ".", errors=faults)


def _mappings(detail: object) -> list[Mapping[str, object]]:
    return [place for place in detail.values() if isinstance(place, Mapping)] if isinstance(detail, Mapping) else []


def _faults(place: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(field, str(told[0] if isinstance(told, list) and told else told)) for field, told in place.items()]


def disk(error: OSError) -> Response:
    """The temporary folder is full: the sender may try again once there is room."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return answer("disk_full", "Máy chủ hết chỗ chứa tạm, chưa nhận được tệp; xin báo quản trị viên.")
    return unexpected(error)


def unexpected(error: Exception) -> Response:
    """Our own fault: a number for the log, nothing about the inside."""
    number = uuid4().hex[:8]
    log.error("unexpected error %s", number, exc_info=getattr(error, "original_exception", None) or error)
    return answer("internal", f"Lỗi của hệ thống, số {number}; xin báo quản trị viên số này.")


def answer(code: str, detail: str, **extra: object) -> Response:
    """The failure in the form this caller reads."""
    words = CODES[code]
    if not is_program():
        page = render_template("error.html", title=words.vi, detail=detail, missing=extra.get("errors", []))
        return Response(page, words.status, content_type="text/html; charset=utf-8")
    english = request.accept_languages.best_match(["vi", "en"], default="vi") == "en"
    body = {
        "type": f"{request.url_root}problems/{code}",
        "title": words.en if english else words.vi,
        "status": words.status,
        "detail": f"{words.en}." if english else detail,
        "code": code,
        **extra,
    }
    headers = {"WWW-Authenticate": "Bearer"} if words.status == 401 else {}
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, words.status, headers, content_type="application/problem+json; charset=utf-8")


def is_program() -> bool:
    """Whether the request belongs to the API rather than to a page."""
    return request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics"))
