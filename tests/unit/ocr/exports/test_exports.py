"""hOCR and ALTO tell the same words in the same places as the words JSON, to any XML parser."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import Box, RecognisedPage, Word, alto, hocr
from tests.unit.ocr.test_words import pages

Export = Callable[[Iterable[RecognisedPage]], Iterator[str]]
XHTML, ALTO = "{http://www.w3.org/1999/xhtml}", "{http://www.loc.gov/standards/alto/ns-v4#}"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What ALTO 4.4's schema says of the elements used: the attributes they must have and the elements they may hold.
SCHEMA: Mapping[str, tuple[set[str], set[str]]] = {
    "alto": (set(), {"Description", "Layout"}),
    "Description": (set(), {"MeasurementUnit", "Processing"}),
    "MeasurementUnit": (set(), set()),
    "Processing": ({"ID"}, {"processingSoftware"}),
    "processingSoftware": (set(), {"softwareName"}),
    "softwareName": (set(), set()),
    "Layout": (set(), {"Page"}),
    "Page": ({"ID", "PHYSICAL_IMG_NR"}, {"PrintSpace"}),
    "PrintSpace": (set(), {"TextBlock"}),
    "TextBlock": ({"ID"}, {"TextLine"}),
    "TextLine": (set(), {"String", "SP"}),
    "String": ({"CONTENT"}, {"ALTERNATIVE"}),
    "SP": (set(), set()),
    "ALTERNATIVE": (set(), set()),
}
NUMBERS = {"HPOS", "VPOS", "WIDTH", "HEIGHT", "WC", "PHYSICAL_IMG_NR"}


def a_word(text: str, box: tuple[float, float, float, float], **other: object) -> Word:
    left, top, right, bottom = box
    told = {"confidence": 96.4, "line": 0, **other}
    return Word(text=text, box=Box(left=left, top=top, right=right, bottom=bottom), **told)  # type: ignore[arg-type]


def a_page_of(*words: Word, number: int = 1) -> RecognisedPage:
    return RecognisedPage(number=number, width=595.2, height=841.92, rotation=0, words=words, text="")


def parsed(export: Export, told: Iterable[RecognisedPage]) -> ElementTree.Element:
    return ElementTree.fromstring("".join(export(told)))  # noqa: S314 - we wrote it


def words_of(root: ElementTree.Element) -> list[str]:
    strings = [element.get("CONTENT", "") for element in root.iter(f"{ALTO}String")]
    return strings or ["".join(e.itertext()) for e in root.iter() if e.get("class") == "ocrx_word"]


def title_of(root: ElementTree.Element, kind: str) -> str:
    """The title of the first element of that class."""
    return next(element.get("title", "") for element in root.iter() if element.get("class") == kind)


def spaced(text: str) -> str:
    """As an XML parser gives it back: what XML forbids is gone, a line's end is one."""
    return re.sub("\r\n?", "\n", FORBIDDEN.sub("", text))


@pytest.mark.parametrize("export", [hocr, alto])
@given(several=st.lists(pages, min_size=1, max_size=2, unique_by=lambda page: page.number))
def test_any_words_come_through_in_order(export: Export, several: list[RecognisedPage]) -> None:
    told = [re.sub("\r\n?", "\n", text) for text in words_of(parsed(export, several))]
    assert told == [spaced(word.text) for page in several for word in page.words]


@given(several=st.lists(pages, min_size=1, max_size=2, unique_by=lambda page: page.number))
def test_alto_holds_to_its_schema(several: list[RecognisedPage]) -> None:
    root, names = parsed(alto, several), set[str]()
    assert root.findtext(f"{ALTO}Description/{ALTO}MeasurementUnit") == "inch1200"
    for element in root.iter():
        wanted, held = SCHEMA[element.tag.removeprefix(ALTO)]
        assert wanted <= set(element.keys())
        assert {child.tag.removeprefix(ALTO) for child in element} <= held
        assert all(float(value) >= 0 for name, value in element.items() if name in NUMBERS)
        assert element.get("ID") not in names, "IDs are unique in a document"
        names |= {element.get("ID", "")} - {""}
    assert all(0 <= float(element.get("WC", "9")) <= 1 for element in root.iter(f"{ALTO}String"))
    assert all(line[0].tag == line[-1].tag == f"{ALTO}String" for line in root.iter(f"{ALTO}TextLine"))


def test_hocr_tells_pixels_at_300_dpi() -> None:
    root = parsed(hocr, [a_page_of(a_word("Số:", (72, 36, 96, 48)), a_word("15", (100, 36, 120, 49)))])
    assert title_of(root, "ocr_page") == "bbox 0 0 2480 3508; ppageno 0; scan_res 300 300"
    assert title_of(root, "ocr_line") == "bbox 300 150 500 204"
    assert title_of(root, "ocrx_word") == "bbox 300 150 400 200; x_wconf 96"


def test_alto_tells_twelve_hundredths_of_an_inch() -> None:
    root = parsed(alto, [a_page_of(a_word("Số:", (72, 36, 96, 48)))])
    page, string = next(root.iter(f"{ALTO}Page")), next(root.iter(f"{ALTO}String"))
    assert (page.get("WIDTH"), page.get("HEIGHT")) == ("9920", "14032")
    place = {name: string.get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")}
    assert place == {"HPOS": "1200", "VPOS": "600", "WIDTH": "400", "HEIGHT": "200", "WC": "0.96"}


def test_alto_keeps_what_was_read_before_a_correction() -> None:
    root = parsed(alto, [a_page_of(a_word("tổ", (0, 0, 9, 9), raw="tố"), a_word("chức", (9, 0, 20, 9)))])
    first, second = root.iter(f"{ALTO}String")
    assert [(found.get("PURPOSE"), found.text) for found in first] == [("raw", "tố")]
    assert list(second) == []


@pytest.mark.parametrize("export", [hocr, alto])
def test_lines_are_kept_apart_and_an_empty_page_is_a_page(export: Export) -> None:
    words = (a_word("một", (0, 0, 9, 9)), a_word("hai", (0, 10, 9, 19), line=1))
    told = "".join(export([a_page_of(*words), a_page_of(number=2)]))
    assert len(re.findall("<TextLine |'ocr_line'", told)) == 2
    assert len(re.findall("<Page |'ocr_page'", told)) == 2


def test_a_box_does_not_leave_its_page() -> None:
    root = parsed(hocr, [a_page_of(a_word("xa", (-5, 800, 700, 900)))])
    assert title_of(root, "ocrx_word").startswith("bbox 0 3333 2480 3508;")


@pytest.mark.parametrize("export", [hocr, alto])
def test_they_are_made_page_by_page(export: Export) -> None:
    def endless() -> Iterator[RecognisedPage]:
        number = 0
        while True:
            number += 1
            yield a_page_of(a_word("từ", (0, 0, 9, 9)), number=number)

    pieces = export(endless())
    next(pieces)
    assert "từ" in next(pieces)
