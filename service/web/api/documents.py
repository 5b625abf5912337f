"""Documents: state, bytes, text, signatures, another try."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Response, url_for

import ocr
from service.web import download
from service.web.api import views
from service.web.api.answers import DocumentOut, FieldsOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.shapes import SignatureIn, VersionQuery, WordsQuery
from service.web.identity import deps
from service.workflow import failures, read, sign
from storage import SignerRole

Export = Callable[[Iterable[ocr.RecognisedPage]], Iterator[str]]
EXPORTS: Mapping[str, tuple[Export, str]] = MappingProxyType(
    {
        "json": (ocr.words_json, "application/json"),
        "hocr": (ocr.hocr, "application/xhtml+xml"),
        "alto": (ocr.alto, "application/xml"),
    }
)


@api.get("/documents/<uuid:identity>")
@api.output(DocumentOut)
@api.doc(summary="Một giấy tờ", responses=[401, 403, 404], security=SCHEME)
def get_document(identity: UUID) -> dict[str, Any]:
    return views.document(read.document(deps(), who(), identity))


@api.get("/documents/<uuid:identity>/file")
@api.input(VersionQuery, location="query")
@api.doc(summary="Bản PDF mới nhất, hoặc bản số N", responses=[206, 304, 401, 403, 404, 409, 416], security=SCHEME)
def get_file(identity: UUID, query_data: VersionQuery) -> Response:
    document = read.document(deps(), who(), identity)
    blob = read.blob_of(document, query_data.version)
    if download.is_first_piece():
        read.downloaded(deps(), who(), document, f"version {query_data.version or document.versions[-1].number}")
    return download.send(deps(), blob, document.name.rpartition(".")[0] + ".pdf")


@api.get("/documents/<uuid:identity>/original")
@api.doc(summary="Nguyên văn tệp đã nhận", responses=[206, 304, 401, 403, 404, 416], security=SCHEME)
def get_original(identity: UUID) -> Response:
    document = read.document(deps(), who(), identity)
    if download.is_first_piece():
        read.downloaded(deps(), who(), document, "original")
    return download.send(deps(), document.original, document.name)


@api.get("/documents/<uuid:identity>/text")
@api.doc(summary="Văn bản nhận dạng", responses=[401, 403, 404, 409], security=SCHEME)
def get_text(identity: UUID) -> Response:
    pages = read.pages(deps(), who(), identity)
    return Response(_text(pages), content_type="text/plain; charset=utf-8")


@api.get("/documents/<uuid:identity>/words")
@api.input(WordsQuery, location="query")
@api.doc(
    summary="Từ, tọa độ và độ tin cậy, dạng JSON, hOCR hoặc ALTO", responses=[401, 403, 404, 409, 422], security=SCHEME
)
def get_words(identity: UUID, query_data: WordsQuery) -> Response:
    export, media_type = EXPORTS[query_data.format]
    return Response(export(read.pages(deps(), who(), identity)), content_type=f"{media_type}; charset=utf-8")


@api.get("/documents/<uuid:identity>/fields")
@api.output(FieldsOut)
@api.doc(summary="Trường thông tin đọc được, với độ tin cậy và vị trí", responses=[401, 403, 404, 409], security=SCHEME)
def get_fields(identity: UUID) -> dict[str, Any]:
    return views.fields(read.fields(deps(), who(), identity))


@api.post("/documents/<uuid:identity>/signatures")
@api.input(SignatureIn, location="json")
@api.output(DocumentOut, status_code=202)
@api.doc(summary="Ký số bằng khóa của người gọi", responses=[401, 403, 404, 409, 422], security=SCHEME)
def add_signature(identity: UUID, json_data: SignatureIn) -> tuple[dict[str, Any], int, dict[str, str]]:
    role = SignerRole(json_data.role) if json_data.role else None
    document = sign.request(deps(), who(), identity, role=role, level=json_data.level)
    return views.document(document), 202, {"Location": url_for("v1.get_document", identity=identity)}


@api.get("/documents/<uuid:identity>/signatures")
@api.doc(summary="Kiểm tra chữ ký của bản mới nhất", responses=[401, 403, 404, 409, 422], security=SCHEME)
def get_signatures(identity: UUID) -> dict[str, Any]:
    return read.signatures(deps(), who(), identity).to_json()


@api.post("/documents/<uuid:identity>/retry")
@api.output(DocumentOut, status_code=202)
@api.doc(summary="Làm lại bước bị lỗi", responses=[401, 403, 404, 409], security=SCHEME)
def retry(identity: UUID) -> tuple[dict[str, Any], int]:
    return views.document(failures.retry(deps(), who(), identity)), 202


def _text(pages: Iterable[ocr.RecognisedPage]) -> Iterator[str]:
    for page in pages:
        yield ("\f" if page.number > 1 else "") + page.text.rstrip("\n") + "\n"
