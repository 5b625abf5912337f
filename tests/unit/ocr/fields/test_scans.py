"""Facts of a whole scan: recognised, then looked through."""

from pathlib import Path

import pytest

from ocr import FieldName, fields_of
from tests.paper import a_scan, save_scan
from tests.unit.ocr.conftest import Digitise

REAL = {
    FieldName.DOCUMENT_TYPE: "TTr",
    FieldName.NUMBER_SYMBOL: "22/TTr-UBND",  # a hand wrote the number
    FieldName.ISSUED_ON: "2025-02-05",  # and the day
    FieldName.PLACE: "Quảng Ngãi",
    FieldName.AGENCY: "Ủy ban nhân dân tỉnh Quảng Ngãi",
    FieldName.SIGNER_TITLE: "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
    FieldName.SIGNER_NAME: "Nguyễn Hoàng Giang",
}


def test_a_generated_scan_tells_its_facts(digitise: Digitise, tmp_path: Path) -> None:
    paper = a_scan("dpi200", seed=5)
    told = {f.name.value: f.value for f in fields_of(digitise(save_scan(paper, "dpi200", tmp_path / "a")).recognised())}
    exact = ("document_type", "number_symbol", "issued_on", "place", "signer_name", "signer_title")
    assert {name: told.get(name) for name in exact} == {name: paper.fields[name] for name in exact}
    assert told["agency"].casefold() == paper.fields["agency"].casefold()


def test_a_real_page_tells_its_facts(digitise: Digitise, shared: Path) -> None:
    scan = shared / "corpus" / "real" / "2025-ttr-22-du-toan.p1.raw.jpg"
    if not scan.is_file():
        pytest.skip(f"no scan at {scan}")
    told = {field.name: field.value for field in fields_of(digitise(scan).recognised())}
    assert told.items() >= REAL.items()
