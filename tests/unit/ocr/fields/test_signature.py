"""Who signed, from the bottom right of the page that is signed."""

import pytest

from ocr import FieldName, fields_of
from tests.unit.ocr.fields.papers import RIGHT, block, foot, found, head, page

NAME, TITLE = FieldName.SIGNER_NAME, FieldName.SIGNER_TITLE


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (("CHỦ TỊCH",), "CHỦ TỊCH"),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"),
        (("TM, UY BAN NHAN DAN", "KT. CHU TICH", "PHÓ CHỦ TICH"), "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        (("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"), "KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM"),
        (("TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ PHÁP CHẾ"), "TL. BỘ TRƯỞNG VỤ TRƯỞNG VỤ PHÁP CHẾ"),
        (("GIÁM ĐỐC SỞ TÀI CHÍNH",), "GIÁM ĐỐC SỞ TÀI CHÍNH"),
        (("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"), "TM. BAN CHỈ ĐẠO TRƯỞNG BAN"),
    ],
)
def test_title_and_name_stand_under_each_other(printed: tuple[str, ...], title: str) -> None:
    fields = found(page([*head(), *foot(*printed, name="Nguyễn Hoàng Giang")]))
    assert (fields[TITLE], fields[NAME]) == (title, "Nguyễn Hoàng Giang")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Nguyên Văn Bình", "Nguyễn Văn Bình"),
        ("TS. Hà Thị Lê Vân", "Hà Thị Lê Vân"),
        ("TRẦN NGỌC CĂNG", "Trần Ngọc Căng"),
        ("Lường Văn Minh", "Lường Văn Minh"),
        ("Bùi Anh,", "Bùi Anh"),
    ],
)
def test_a_name_is_told_without_degrees_and_its_family_put_right(printed: str, name: str) -> None:
    assert found(page([*head(), *foot("CHỦ TỊCH", name=printed)]))[NAME] == name


def test_a_name_of_unknown_family_is_to_be_looked_at() -> None:
    (field,) = (f for f in fields_of([page([*head(), *foot("CHỦ TỊCH", name="Rần Ngọc Căng")])]) if f.name is NAME)
    assert field.confidence < 60


def test_a_pen_s_strokes_read_as_words_are_left_out_of_a_known_family_s_name() -> None:
    lines = [*head(), *foot("CHỦ TỊCH", name="Trần ÀnN Ngọc Căng 5")]
    (field,) = (f for f in fields_of([page(lines, confidence=80)]) if f.name is NAME)
    assert (field.value, field.confidence) == ("Trần Ngọc Căng", pytest.approx(48))
    assert NAME not in found(page(lines, confidence=96))


@pytest.mark.parametrize("ink", ["Chu Tịch", "Ngọc căng", "3 Ngọc Căng", "Ngọc", "Một Hai Ba Bốn Năm Sáu"])
def test_what_is_no_name_is_none(ink: str) -> None:
    assert NAME not in found(page([*head(), *foot("CHỦ TỊCH", name=ink)]))


def test_a_seal_over_the_title_leaves_the_name() -> None:
    fields = found(page([*head(), *foot(name="Trần Ngọc Căng")]))
    assert (fields.get(TITLE), fields[NAME]) == (None, "Trần Ngọc Căng")


def test_ink_in_front_of_the_title_is_no_part_of_it() -> None:
    lines = [*head(), *foot("o KT. CHỦ TỊCH", name="Trần Ngọc Căng")]
    assert found(page(lines, confidence=60))[TITLE] == "KT. CHỦ TỊCH"


def test_who_decides_is_not_who_signs() -> None:
    lines = [*head(), *block("QUYẾT ĐỊNH", "Về việc nghỉ hưu", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", top=150)]
    assert found(page(lines)).keys() & {NAME, TITLE} == set()


def test_the_first_signature_after_the_head_signs_the_paper() -> None:
    pages = [
        page(head()),
        page(foot("CHỦ TỊCH", name="Nguyễn Hoàng Giang"), number=2),
        page([*head(number="Số: 7/QĐ-BNV"), *foot("BỘ TRƯỞNG", name="Bùi Thị Vân")], number=3),
    ]
    fields = {field.name: field for field in fields_of(pages)}
    assert (fields[NAME].value, fields[NAME].page) == ("Nguyễn Hoàng Giang", 2)
    assert fields[FieldName.NUMBER_SYMBOL].value == "15/QĐ-UBND"


def test_a_name_in_a_table_signs_nothing() -> None:
    assert found(page([*head(), (RIGHT, 400.0, "Nguyễn Hoàng Giang")])).keys() & {NAME, TITLE} == set()
