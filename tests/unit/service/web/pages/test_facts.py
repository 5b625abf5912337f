"""What was read from a document, as the clerk sees it."""

import re
from uuid import UUID

import pytest

from storage import Field, SignerRole, Status
from tests.unit.service.web.pages.office import CODE, Office, a_browser, an_office

OWNER = "051087001234"


def a_field(name: str, value: str, confidence: float = 95.0, page: int = 1) -> Field:
    return Field(name=name, value=value, confidence=confidence, page=page, boxes=((1.0, 2.0, 3.0, 4.0),))


@pytest.fixture
def office() -> Office:
    made = an_office()
    paper = made.paper()
    made.facts[paper.id] = (
        a_field("document_type", "QĐ"),
        a_field("number_symbol", "15/QĐ-UBND", 61.2),
        a_field("issued_on", "2025-02-05"),
        a_field("signer_name", "Nguyễn Văn A", page=2),
        a_field("owner_id", OWNER),
        a_field("code", CODE.lower(), 100),
        a_field("code", "https://xa.vn/<b>", 100),
    )
    return made


def document_page(office: Office) -> str:
    (identity,) = office.facts
    text: str = a_browser(office).log_in("clerk").client.get(f"/documents/{identity}").text
    return text


def row(page: str, label: str) -> str:
    found = re.search(rf'<tr[^>]*><th scope="row">{label}</th>.*?</tr>', page, re.DOTALL)
    assert found, f"no row {label}"
    return found[0]


def test_each_fact_stands_with_its_confidence_and_its_page(office: Office) -> None:
    page = document_page(office)
    assert "Quyết định (QĐ)" in row(page, "Loại văn bản")
    assert "05/02/2025" in row(page, "Ngày ban hành")
    signer = row(page, "Người ký")
    assert "95 %" in signer
    (identity,) = office.facts
    assert f'<a href="/documents/{identity}/file#page=2">Trang 2</a>' in signer


def test_a_fact_below_the_threshold_is_to_be_checked_and_no_other(office: Office) -> None:
    page = document_page(office)
    assert "Cần kiểm tra" in row(page, "Số, ký hiệu")
    assert "61 %" in row(page, "Số, ký hiệu")
    assert page.count("Cần kiểm tra</span>") == 1


def test_a_dossier_s_code_leads_to_it_and_another_is_only_text(office: Office) -> None:
    page = document_page(office)
    assert f'<a href="/dossiers/{CODE}">{CODE.lower()}</a>' in page
    assert "https://xa.vn/&lt;b&gt;" in page


def test_the_dossier_tells_the_facts_in_short_and_nobody_s_number(office: Office) -> None:
    page = a_browser(office).log_in("clerk").client.get(f"/dossiers/{CODE}").text
    (identity,) = office.facts
    assert "15/QĐ-UBND · 05/02/2025 ·" in page
    assert f'<a href="/documents/{identity}#facts-{identity}">7 thông tin đọc được</a>' in page
    assert "1 cần kiểm tra" in page
    assert OWNER not in page


def test_a_document_of_which_nothing_was_read_says_so() -> None:
    office = an_office()
    office.facts[office.paper().id] = ()
    assert "Không đọc được thông tin nào" in document_page(office)


def test_before_it_is_digitised_the_facts_are_promised() -> None:
    office = an_office()
    office.facts[office.paper(status=Status.DIGITISING, versions=()).id] = ()
    page = document_page(office)
    assert "Có sau khi số hóa xong" in page
    assert page.count("data-live") == 2  # both parts look again by themselves


def test_a_look_at_the_facts_is_written_down_once(office: Office) -> None:
    document_page(office)
    assert office.written.count("viewed") == 1
    (identity,) = office.facts
    signing = an_office()
    busy = signing.paper(signing=SignerRole.CLERK)
    signing.facts[busy.id] = office.facts[identity]
    document_page(signing)
    assert signing.written.count("viewed") == 0


def test_an_unknown_document_has_no_facts() -> None:
    office = an_office()
    office.facts[UUID(int=7)] = ()
    browser = a_browser(office).log_in("clerk")
    assert browser.client.get(f"/documents/{UUID(int=7)}").status_code == 404
