"""Codes are read from the page that Tesseract gets, with their place."""

import numpy as np
import pytest
from PIL import Image

from ocr import Code, FieldName, RecognisedPage, fields_of
from ocr.codes import codes_on
from ocr.prepare import Page, prepare
from tests.paper import a_scan, marks
from tests.paper.codes import a_barcode, a_qr
from tests.paper.scans import Code as Printed

CARD = (
    "051087001234|212345678|Nguyễn Thị Ánh Tuyết|02031987|Nữ|"
    "Thôn Đông Hưng, Xã Vĩnh Thạnh, Huyện Bình Sơn, Quảng Ngãi|10052021"
)
DOSSIER = "H29.17.30-230704-0001"


def sheet(*codes: tuple[Image.Image, tuple[int, int]], dpi: int = 200) -> Image.Image:
    """A5 at 200 dpi with the codes at their places."""
    image = Image.new("RGB", (1165, 1654), "white")
    for code, place in codes:
        image.paste(code.convert("RGB"), place)
    return image


def read(image: Image.Image, dpi: int = 200) -> tuple[Code, ...]:
    page = Page(pixels=np.array(image), dpi=dpi)
    return codes_on(prepare(page, lambda _: 0))


@pytest.mark.parametrize("condition", ["bleed", "fax", "photo", "seal", "skew"])
def test_a_qr_code_of_25_mm_is_read_whatever_the_page_went_through(condition: str) -> None:
    paper = a_scan(condition, seed=7, code=Printed(text=CARD, image=a_qr(CARD), mm=25))
    (code,) = read(paper.image, paper.dpi)
    assert (code.text, code.format) == (CARD, "QR Code")


def test_a_code_is_told_where_it_stands() -> None:
    (code,) = read(sheet((a_qr(DOSSIER).resize((200, 200)), (300, 400))))
    box = (code.box.left, code.box.top, code.box.right, code.box.bottom)
    assert box == pytest.approx((108, 144, 180, 216), abs=12)  # points; its quiet zone is no part of it


def test_several_codes_come_from_the_top_down_and_barcodes_are_read_too() -> None:
    strip = a_barcode("RR123456785VN").resize((700, 120))
    codes = read(sheet((strip, (100, 900)), (a_qr(DOSSIER), (200, 100))))
    assert [(code.text, code.format) for code in codes] == [(DOSSIER, "QR Code"), ("RR123456785VN", "Code 128")]


def test_a_red_seal_hides_no_code() -> None:
    image = sheet((a_qr(DOSSIER).resize((220, 220)), (300, 400)))
    marks.seal(image, 430, 530, 200)
    assert [code.text for code in read(image)] == [DOSSIER]


def test_control_characters_are_left_out() -> None:
    (code,) = read(sheet((a_qr("A\x00B\x1bC\u0301D"), (100, 100))))
    assert code.text == "ABĆD"


def test_a_page_without_codes_has_none() -> None:
    paper = a_scan("dpi150", seed=4)
    assert read(paper.image, paper.dpi) == ()


def page(*texts: str, number: int = 1) -> RecognisedPage:
    box = read(sheet((a_qr(DOSSIER), (100, 100))))[0].box
    codes = tuple(Code(text=text, format="QR Code", box=box) for text in texts)
    return RecognisedPage(number=number, width=400, height=600, rotation=0, words=(), text="", codes=codes)


def test_each_code_is_a_fact_and_an_identity_card_names_the_owner() -> None:
    fields = fields_of([page(DOSSIER), page(CARD, DOSSIER, number=2)])
    assert [(field.name, field.value, field.page) for field in fields] == [
        (FieldName.OWNER_ID, "051087001234", 2),
        (FieldName.CODE, DOSSIER, 1),
        (FieldName.CODE, CARD, 2),
        (FieldName.CODE, DOSSIER, 2),
    ]
    assert {field.confidence for field in fields} == {100}
    assert all(field.boxes for field in fields)


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("|212345678|", "||"),
        CARD.replace("Nữ", "Nam"),
    ],
)
def test_an_older_number_may_be_missing(text: str) -> None:
    assert FieldName.OWNER_ID in {field.name for field in fields_of([page(text)])}


@pytest.mark.parametrize(
    "text", ["051087001234", CARD + "|thêm", CARD.replace("051087001234", "51087001234"), CARD.replace("Nữ", "X")]
)
def test_another_layout_is_only_a_code(text: str) -> None:
    assert [field.name for field in fields_of([page(text)])] == [FieldName.CODE]


def test_codes_are_spooled_with_their_page() -> None:
    first = page(CARD)
    assert RecognisedPage.from_json(first.to_json()) == first
