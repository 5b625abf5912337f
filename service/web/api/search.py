"""Finding, and checking the signatures of any PDF."""

from typing import Any

from apiflask import Schema
from apiflask.fields import File

from service.web.api import views
from service.web.api.answers import HitsOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.shapes import SearchQuery
from service.web.identity import deps
from service.web.upload import incoming
from service.workflow import read


class VerifyIn(Schema):
    file = File(required=True)  # type: ignore[no-untyped-call]


@api.get("/search")
@api.input(SearchQuery, location="query")
@api.output(HitsOut)
@api.doc(summary="Tìm theo mã hồ sơ hoặc theo chữ trong giấy tờ", responses=[401, 403, 422], security=SCHEME)
def search(query_data: SearchQuery) -> dict[str, Any]:
    question = read.Question(
        text=query_data.q,
        agency=query_data.agency,
        since=query_data.since,
        until=query_data.until,
        limit=query_data.limit,
        cursor=query_data.cursor,
    )
    return views.hits(read.search(deps(), who(), question))


@api.post("/verify")
@api.input(VerifyIn, location="files")
@api.doc(summary="Kiểm tra chữ ký của một tệp PDF bất kỳ", responses=[401, 403, 413, 422], security=SCHEME)
def verify(files_data: dict[str, Any]) -> dict[str, Any]:
    return read.verify_foreign(deps(), who(), incoming(files_data["file"]).path).to_json()
