"""What may stand anywhere in the text: whose the paper is, how long it holds, how urgent it is."""

import json

import pytest

from ocr import FieldName, fields_json, fields_of
from tests.unit.ocr.fields.papers import block, foot, found, head, page

OWNER, VALIDITY, URGENCY = FieldName.OWNER_ID, FieldName.VALIDITY, FieldName.URGENCY


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Số CCCD: 051087001234 cấp ngày 02/3/2022", "051087001234"),
        ("Căn cước công dân số 051 087 001 234", "051087001234"),
        ("Số định danh cá nhân/CMND: 212345678", "212345678"),
        ("CMND số: 21234567", None),
        ("Điện thoại: 0905123456", None),
        ("Mã số 051087001234", None),
    ],
)
def test_a_person_is_known_by_a_number_that_is_called_so(text: str, owner: str | None) -> None:
    assert found(page(block(text, top=300))).get(OWNER) == owner


def test_the_first_of_several_persons_is_told_and_to_be_looked_at() -> None:
    text = block("Bên A: CCCD 051087001234", "Bên B: CCCD 051087009999", top=300)
    (field,) = fields_of([page(text)])
    assert (field.value, field.confidence < 60) == ("051087001234", True)


@pytest.mark.parametrize(
    ("text", "validity"),
    [
        ("Quyết định này có hiệu lực thi hành kế từ ngày ký.", "kể từ ngày ký"),
        ("Thông tư này có hiệu lực từ ngày 15 tháng 02 năm 2026.", "từ ngày 15 tháng 02 năm 2026"),
        ("Giấy phép này có giá trị đến hết ngày 31/12/2030", "đến hết ngày 31/12/2030"),
        ("Phiếu này có giá trị trong thời hạn 6 tháng", "trong thời hạn 6 tháng"),
        ("Có giá trị đến: 31/12/2030", "31/12/2030"),
        ("Nghị định số 30 có hiệu lực từ ngày 05 tháng 3 năm 2020", None),
    ],
)
def test_the_papers_own_validity_is_told_as_printed(text: str, validity: str | None) -> None:
    assert found(page(block(text, top=300))).get(VALIDITY) == validity


@pytest.mark.parametrize(("stamp", "urgency"), [("KHẨN", "Khẩn"), ("HỎA TỐC", "Hỏa tốc"), ("Khẩn", None)])
def test_a_stamp_of_urgency_stands_alone_in_capitals(stamp: str, urgency: str | None) -> None:
    assert found(page([*head(), *block(stamp, top=160, middle=170)])).get(URGENCY) == urgency


def test_text_behind_the_signature_is_of_another_paper() -> None:
    pages = [page([*head(), *foot("CHỦ TỊCH", name="Bùi Anh")]), page(block("CCCD: 051087001234", top=300), number=2)]
    assert OWNER not in found(*pages)


def test_the_json_is_that_of_the_interface() -> None:
    told = json.loads(fields_json([page(block("Số CCCD: 051087001234", top=300))]))
    assert told == {
        "fields": [
            {
                "name": "owner_id",
                "value": "051087001234",
                "confidence": 86.4,
                "page": 1,
                "boxes": told["fields"][0]["boxes"],
            }
        ]
    }
    ((left, top, right, bottom),) = told["fields"][0]["boxes"]
    assert (left < right, top, bottom) == (True, 300, 311)


def test_an_empty_document_has_no_fields() -> None:
    assert json.loads(fields_json([])) == {"fields": []}
    assert json.loads(fields_json([page([])])) == {"fields": []}
