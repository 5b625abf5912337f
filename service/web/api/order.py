"""Documents handed on and back between those who make them and those who sign them."""

from typing import Any
from uuid import UUID

from service.web.api import views
from service.web.api.answers import DocumentOut
from service.web.api.blueprint import SCHEME, api, who
from service.web.api.shapes import DeclineIn, NumberIn, SubmitIn
from service.web.identity import deps
from service.workflow import numbers, order
from storage import SignerRole, Turn

_REFUSALS = [401, 403, 404, 409, 422]


@api.post("/documents/<uuid:identity>/decline")
@api.input(DeclineIn, location="json")
@api.output(DocumentOut)
@api.doc(summary="Trả lại giấy tờ thay vì ký, kèm lý do", responses=_REFUSALS, security=SCHEME)
def decline(identity: UUID, json_data: DeclineIn) -> dict[str, Any]:
    return views.document(order.decline(deps(), who(), identity, json_data.reason))


@api.post("/documents/<uuid:identity>/signatures/request")
@api.input(SubmitIn, location="json")
@api.output(DocumentOut)
@api.doc(summary="Trình ký, nêu người ký theo thứ tự; trình lại khi bị trả", responses=_REFUSALS, security=SCHEME)
def submit(identity: UUID, json_data: SubmitIn) -> dict[str, Any]:
    asked = [Turn(role=SignerRole(one.role), account=one.account) for one in json_data.signers]
    return views.document(order.submit(deps(), who(), identity, asked))


@api.post("/documents/<uuid:identity>/withdraw")
@api.output(DocumentOut)
@api.doc(summary="Rút giấy tờ đã bị trả lại", responses=_REFUSALS, security=SCHEME)
def withdraw(identity: UUID) -> dict[str, Any]:
    return views.document(order.withdraw(deps(), who(), identity))


@api.post("/documents/<uuid:identity>/number")
@api.input(NumberIn, location="json")
@api.output(DocumentOut)
@api.doc(summary="Cấp số tiếp theo trong sổ của cơ quan", responses=_REFUSALS, security=SCHEME)
def reserve_number(identity: UUID, json_data: NumberIn) -> dict[str, Any]:
    return views.document(numbers.reserve(deps(), who(), identity, json_data.document_type))
