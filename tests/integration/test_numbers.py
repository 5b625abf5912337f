"""A result's number, reserved before the leader signs."""

from pathlib import Path

import pytest
from PIL import Image

from service.workflow import ceremonies, sign
from service.workflow.ceremonies import Wanted
from service.workflow.errors import NotReady
from storage import Document, Kind
from tests.office import ACTORS, Office


def a_paper(office: Office, folder: Path, kind: Kind = Kind.RESULT) -> Document:
    Image.new("L", (400, 560), 255).save(folder / "a.png", dpi=(50, 50))
    return office.digitise(office.add(folder / "a.png", kind))


def test_the_register_gives_each_result_one_number(office: Office, tmp_path: Path) -> None:
    call, given = office.api(), []
    for _ in range(2):
        office.open()
        address = f"/documents/{a_paper(office, tmp_path).id}"
        assert call("POST", f"{address}/number", {}, "vanthu")[0] == 409  # a blank sheet: no type was read
        assert call("POST", f"{address}/number", {"document_type": "XX"}, "vanthu")[0] == 422
        for account in ("canbo", "lanhdao"):
            assert call("POST", f"{address}/number", {"document_type": "QĐ"}, account)[0] == 403
        for account, kind in (("vanthu", "QĐ"), ("thuly", "TB")):  # the second asks again
            assert call("POST", f"{address}/number", {"document_type": kind}, account)[0] == 200
        given.append(call("GET", address)[1]["number"])
    assert given == ["01/QĐ-UBND", "02/QĐ-UBND"]


def test_only_results_are_numbered(office: Office, tmp_path: Path) -> None:
    office.open()
    paper = a_paper(office, tmp_path, Kind.COMPONENT)
    assert office.api()("POST", f"/documents/{paper.id}/number", {"document_type": "QĐ"}, "vanthu")[0] == 409


def test_where_the_office_asks_for_it_no_leader_signs_a_result_without_a_number(office: Office, tmp_path: Path) -> None:
    office.open()
    paper, strict = a_paper(office, tmp_path), office.but(number_before_signing=True)
    leader = ACTORS["lanhdao"]
    with pytest.raises(NotReady, match="chưa có số"):
        sign.request(strict.deps, leader, paper.id)
    with pytest.raises(NotReady) as refusal:
        ceremonies.prepare(strict.deps, leader, Wanted(documents=[paper.id]))
    assert "chưa có số" in refusal.value.missing[0]
    assert strict.api()("POST", f"/documents/{paper.id}/number", {"document_type": "QĐ"}, "vanthu")[0] == 200
    before = paper.versions[-1].blob
    signed = strict.sign(paper, "lanhdao")
    assert strict.bytes_of(signed.versions[-1].blob).startswith(strict.bytes_of(before))
