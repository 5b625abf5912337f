"""The kind of a paper and its trích yếu."""

import pytest

from ocr import FieldName, fields_of
from tests.unit.ocr.fields.papers import LEFT, STEP, Line, block, found, head, page

TYPE, SUMMARY = FieldName.DOCUMENT_TYPE, FieldName.SUMMARY
TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"


def paper(*title: str, **parts: str) -> list[Line]:
    """A head, the title under it and a paragraph below."""
    return [*head(**parts), *block(*title, top=150), *block(TEXT, top=150 + STEP * (len(title) + 1))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("QUYẾT ĐỊNH", "QĐ"),
        ("QUYÊT ĐINH", "QĐ"),
        ("QUYẾTĐỊNH", "QĐ"),
        ("THÔNG BÁO", "TB"),
        ("THÔNG CÁO", "TC"),
        ("TỜ TRÌNH", "TTr"),
        ("CHÍ THỊ", "CT"),
        ("NGHỊ ĐỊNH", "NĐ"),
        ("THÔNG TƯ LIÊN TỊCH", "TTLT"),
        ("GIẤY MỜI", "GM"),
    ],
)
def test_the_title_tells_the_kind(title: str, sign: str) -> None:
    assert found(page(paper(title, "Về việc hỗ trợ")))[TYPE] == sign


def test_the_number_tells_the_kind_where_the_title_is_lost() -> None:
    assert found(page(head(number="Số: /TTr-UBND")))[TYPE] == "TTr"


def test_title_and_number_that_disagree_are_to_be_looked_at() -> None:
    (field,) = (f for f in fields_of([page(paper("THÔNG BÁO", "Về việc hỗ trợ"))]) if f.name is TYPE)
    assert (field.value, field.confidence) == ("TB", pytest.approx(0.6 * 96))


def test_a_letter_has_no_title_and_its_subject_under_its_number() -> None:
    lines = head(number="Số: 575/UBND-KTTH", under=("Vlv tham gia ý kiến", "các dự thảo Nghị định"))
    fields = found(page([*lines, *block("Kính gửi: Sở Tài chính", top=170), *block(TEXT, top=200)]))
    assert fields[TYPE] == "CV"
    assert fields[SUMMARY] == "V/v tham gia ý kiến các dự thảo Nghị định"


def test_a_paper_with_neither_title_nor_subject_has_no_kind() -> None:
    assert TYPE not in found(page([*head(number="Số: 575/UBND-KTTH"), *block(TEXT, top=170)]))


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        (("QUYẾT ĐỊNH", "Vềviệc hỗ trợ hộ nghèo"), "Về việc hỗ trợ hộ nghèo"),
        (("CHỈ THỊ", "Về việc đón Tết", "Nhâm Dần an toàn", "trên địa bàn tỉnh"), None),
        (("NGHỊ ĐỊNH", "BÃI BỎ MỘT SỐ NGHỊ ĐỊNH", "CỦA CHÍNH PHỦ"), "BÃI BỎ MỘT SỐ NGHỊ ĐỊNH CỦA CHÍNH PHỦ"),
        (("BÁO CÁO KẾT QUẢ THI ĐUA", "quý III năm 2025"), "KẾT QUẢ THI ĐUA quý III năm 2025"),
        (("QUYẾT ĐỊNH CỦA CHỦ TỊCH UBND TỈNH", "Về việc nghỉ hưu"), "Về việc nghỉ hưu"),
        (("KẾ HOẠCH", "Tuyên truyền — phổ biến"), "Tuyên truyền – phổ biến"),
        (("QUYẾT ĐỊNH", "Về việc nghỉ hưu", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"), "Về việc nghỉ hưu"),
        (("TỜ TRÌNH", "Về việc dự toán", "Kính gửi: Hội đồng nhân dân tỉnh"), "Về việc dự toán"),
        (("TỜ TRÌNH", "Về việc dự toán", "Thực hiện Nghị quyết của Hội đồng"), "Về việc dự toán"),
    ],
)
def test_the_summary_is_the_block_under_the_title(title: tuple[str, ...], summary: str | None) -> None:
    assert found(page(paper(*title)))[SUMMARY] == (summary or " ".join(title[1:]))


def test_the_summary_ends_where_a_gap_or_an_indented_paragraph_begins() -> None:
    far = [
        *head(),
        *block("QUYẾT ĐỊNH", "Về việc nghỉ hưu", top=150),
        *block("Một đoạn văn ngắn", top=150 + 2.6 * STEP),
    ]
    assert found(page(far))[SUMMARY] == "Về việc nghỉ hưu"
    near = [*head(), *block("QUYẾT ĐỊNH", "Về việc nghỉ hưu", top=150)]
    near += block("Một đoạn văn thụt đầu dòng", top=150 + 2.3 * STEP, middle=325)
    assert found(page(near))[SUMMARY] == "Về việc nghỉ hưu"


def test_a_title_without_summary_has_none() -> None:
    assert SUMMARY not in found(page(paper("QUYẾT ĐỊNH")))


def test_the_summary_tells_where_the_paper_holds() -> None:
    whole = found(page(paper("QUYẾT ĐỊNH", "Về việc hỗ trợ", "trên địa bàn tỉnh Quảng Ngãi năm 2025")))
    assert whole[FieldName.SCOPE] == "trên địa bàn tỉnh Quảng Ngãi"
    assert FieldName.SCOPE not in found(page(paper("QUYẾT ĐỊNH", "Về việc hỗ trợ hộ nghèo")))


def test_a_stamp_beside_the_summary_is_no_part_of_it() -> None:
    stamp = block("ĐẾN", "Số: 2770", top=150, middle=40)
    fields = found(page([*stamp, *paper("QUYẾT ĐỊNH", "Về việc hỗ trợ hộ nghèo")]))
    assert fields[SUMMARY] == "Về việc hỗ trợ hộ nghèo"
    assert LEFT > 40
