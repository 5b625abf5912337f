"""Number, date, place and office are read from the head, by where they stand."""

from dataclasses import replace

import pytest

from ocr import FieldName, RecognisedPage, fields_of
from tests.unit.ocr.fields.papers import block, found, head, page

AGENCY, NUMBER = FieldName.AGENCY, FieldName.NUMBER_SYMBOL


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Số: 15/QĐ-BNV", "15/QĐ-BNV"),
        ("Số: 06/2026/TT-BXD", "06/2026/TT-BXD"),
        ("Số : 575 / UBND - KTTH", "575/UBND-KTTH"),
        ("Số: 1 5/QĐ-UBND", "15/QĐ-UBND"),
        ("Sô: l5/QÐ-ƯBND", "15/QĐ-UBND"),
        ("Só: O8/TTr-HDND", "08/TTr-HĐND"),
        ("Số: 286/5TC-HCSN.", "286/STC-HCSN"),
        ("Số: 12/QĐĐ-UBND", "12/QĐ-UBND"),
        ("Số: 77/TIr-UBND", "77/TTr-UBND"),
        ("Số: 1123/TTg-KTTH", "1123/TTg-KTTH"),
        ("Số: 1594-TB/TU", "1594-TB/TU"),
        ("Số: 15/2024", "15/2024"),
    ],
)
def test_the_number_is_told_as_it_should_be_written(printed: str, value: str) -> None:
    assert found(page(head(number=printed)))[NUMBER] == value


@pytest.mark.parametrize(
    "printed", ["Số: /QĐ-UBND", "Số: đ /CT-UBND", "Số: 2 # /CT-UBND", "Số: #5/CT-UBND", "Số: 4‡ /QĐ-UBND", "Số: 1234"]
)
def test_a_number_that_a_hand_wrote_is_absent_rather_than_guessed(printed: str) -> None:
    assert NUMBER not in found(page(head(number=printed)))


def test_digits_taller_than_the_print_beside_them_are_a_hand_s() -> None:
    """A hand's digits are sometimes read, mostly wrong: 22 as 83."""
    for line, tall, name in (("Số: 83 /TTr-UBND", "83", NUMBER), ("Số: 8/KH-DCT", "8/KH-DCT", NUMBER)):
        assert name in found(page(head(number=line)))
        assert name not in found(taller(page(head(number=line)), tall))
    assert FieldName.ISSUED_ON not in found(taller(page(head()), "05"))


def taller(read: RecognisedPage, text: str) -> RecognisedPage:
    """The page with that word five points taller."""
    words = [
        replace(word, box=replace(word.box, top=word.box.top - 5)) if word.text == text else word for word in read.words
    ]
    return replace(read, words=tuple(words))


def test_a_number_read_with_no_confidence_is_absent() -> None:
    assert NUMBER not in found(page(head(), confidence=4))


def test_an_incoming_stamp_is_not_the_number() -> None:
    stamp = [*block("ĐẾN", "Số: 2770", "Ngày: 09/4/18", top=120, middle=40)]
    assert found(page([*stamp, *head(number="Số: /CT-UBND")])).keys() & {NUMBER} == set()
    assert found(page([*stamp, *head()]))[NUMBER] == "15/QĐ-UBND"


@pytest.mark.parametrize(
    ("printed", "date", "place"),
    [
        ("Quảng Ngãi, ngày 05 tháng 02 năm 2025", "2025-02-05", "Quảng Ngãi"),
        ("Hà Nội, ngày 1 tháng 12 năm 2019", "2019-12-01", "Hà Nội"),
        ("Thành phố Hô Chí Minh, ngày 23 tháng 6 năm 2026", "2026-06-23", "Thành phố Hồ Chí Minh"),
        ("Quảng Ngãi, ngày O5 tháng l2 năm 2O25", "2025-12-05", "Quảng Ngãi"),
        ("Quàng Ngài. ngày, 28 tháng 7 năm 2021", "2021-07-28", "Quảng Ngãi"),
        ("Đông Hưng, ngày 31 tháng 02 năm 2025", None, "Đông Hưng"),
        ("Đông Hưng, ngày  tháng 4 năm 2020", None, "Đông Hưng"),
        ("Đông Hưng, ngày Ø, tháng 4 năm 2020", None, "Đông Hưng"),
        ("Đông Hưng, ngày 0B tháng 02 năm 2025", None, "Đông Hưng"),
    ],
)
def test_place_and_date_are_read_and_a_broken_date_is_absent(printed: str, date: str | None, place: str) -> None:
    fields = found(page(head(date=printed)))
    assert fields.get(FieldName.ISSUED_ON) == date
    assert fields[FieldName.PLACE] == place


@pytest.mark.parametrize(
    ("lines", "office"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"), "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        (("UY BAN NHAN DAN", "XÃ ĐÔNG HƯNG"), "Ủy ban nhân dân xã Đông Hưng"),
        (("ỦY BAN NHÂN DÂN", "TĨNH MỸ ĐỨC"), "Ủy ban nhân dân tỉnh Mỹ Đức"),
        (("UBND TỈNH QUẢNG NGÃI", "SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"), "Sở Lao động - Thương binh và Xã hội"),
        (("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI", "VĂN PHÒNG"), "Văn phòng Ủy ban nhân dân tỉnh Quảng Ngãi"),
        (("BỘ CÔNG THƯƠNG", "CỤC QUẢN LÝ THỊ TRƯỜNG"), "Cục Quản lý thị trường"),
        (
            ("BỘ CÔNG THƯƠNG", "TRƯỜNG ĐẠI HỌC CÔNG THƯƠNG", "THÀNH PHỐ HỒ CHÍ MINH"),
            "Trường Đại học Công Thương thành phố Hồ Chí Minh",
        ),
        (("CHÍNH PHỦ",), "Chính phủ"),
        (("BỘ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"), "Bộ Văn hóa, Thể thao và Du lịch"),
        (("VĂN PHÒNG CHÍNH PHỦ",), "Văn phòng Chính phủ"),
        (("BẢO HIỂM XÃ HỘI VIỆT NAM",), "Bảo hiểm xã hội Việt Nam"),
        (("TỈNH ỦY QUẢNG NGÃI",), "Tỉnh ủy Quảng Ngãi"),
        (("HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ ĐÀ NẲNG"), "Hội đồng nhân dân thành phố Đà Nẵng"),
    ],
)
def test_the_lowest_office_above_the_number_issues(lines: tuple[str, ...], office: str) -> None:
    assert found(page(head(office=lines)))[AGENCY] == office


def test_a_stamp_in_the_margin_is_no_part_of_the_office() -> None:
    stamp = block("CÔNG BÁO", top=66, middle=40)
    assert found(page([*stamp, *head()]))[AGENCY] == "Ủy ban nhân dân tỉnh Quảng Ngãi"


def test_a_head_without_the_nations_name_is_known_by_its_date() -> None:
    lines = [line for line in head() if "Độc lập" not in line[2] and "CỘNG HÒA" not in line[2]]
    assert found(page(lines))[NUMBER] == "15/QĐ-UBND"


def test_a_page_that_climbs_is_read_as_one_that_is_level() -> None:
    lines = head()
    level = found(page(lines))
    boxes = (
        replace(box, top=box.top + box.left / 40, bottom=box.bottom + box.left / 40)
        for box in (word.box for word in page(lines).words)
    )
    words = (replace(word, box=box) for word, box in zip(page(lines).words, boxes, strict=True))
    assert found(replace(page(lines), words=tuple(words))) == level


def test_every_fact_shows_where_it_was_read() -> None:
    (agency,) = (field for field in fields_of([page(head())]) if field.name is AGENCY)
    assert (agency.page, agency.confidence) == (1, 96.0)
    assert [round(box.top) for box in agency.boxes] == [50, 66]


def test_without_a_head_there_are_no_facts_of_one() -> None:
    assert found(page(block("Một trang chỉ có chữ thường", "không có gì khác, ngày 05", top=300))) == {}
