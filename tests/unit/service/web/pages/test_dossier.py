"""A dossier's page: papers, what may be done about them, archiving."""

import re
from uuid import UUID

import pytest

from storage import Failure, Kind, SignerRole, State, Status
from tests.unit.service.web.pages.office import CODE, Browser, Office, a_browser, an_office

SIGN = re.compile(r'action="/documents/[^"]+/signatures"')
RETRY = re.compile(r'action="/documents/[^"]+/retry"')
FAILURE = Failure(code="damaged", message="Tệp bị hỏng.", retryable=False)


def shown(office: Office, name: str = "clerk", *, demo: bool = True) -> str:
    text: str = a_browser(office, demo=demo).log_in(name).client.get(f"/dossiers/{CODE}").text
    return text


def test_the_head_tells_the_state_with_its_national_number() -> None:
    office = an_office()
    assert "1 · Mới đăng ký" in shown(office)
    assert "Nguyễn Văn A" in shown(office)
    assert State.REGISTERED.value == 1


def test_a_code_typed_otherwise_leads_to_the_one_written_form() -> None:
    answer = a_browser(an_office()).log_in("clerk").client.get(f"/dossiers/{CODE.lower()}")
    assert answer.location == f"/dossiers/{CODE}"


def test_pages_that_a_person_must_check_are_named() -> None:
    office = an_office()
    office.paper(doubtful_pages=(3, 7))
    assert "Cần kiểm tra lại: trang 3, 7." in shown(office)
    assert "Cần kiểm tra lại" not in shown(an_office())


def test_progress_is_shown_by_the_page_and_the_page_looks_again() -> None:
    office = an_office()
    office.paper(status=Status.DIGITISING, versions=(), pages_done=3, pages_total=12)
    page = shown(office)
    assert "3/12 trang" in page
    assert 'value="3" max="12"' in page
    assert f'<noscript><meta http-equiv="refresh" content="3; url=/dossiers/{CODE}?live=1"></noscript>' in page


def test_a_page_with_nothing_under_way_or_told_to_stop_does_not_look_again() -> None:
    office = an_office()
    office.paper()
    assert "refresh" not in shown(office)
    office.paper(status=Status.RECEIVED, versions=())
    assert "refresh" in shown(office)
    assert "refresh" not in a_browser(office).log_in("clerk").client.get(f"/dossiers/{CODE}?live=0").text


def test_a_failure_is_told_with_its_reason_and_a_button_for_who_may_try_again() -> None:
    office = an_office()
    office.paper(status=Status.FAILED, versions=(), failure=FAILURE)
    assert "Tệp bị hỏng." in shown(office)
    assert RETRY.search(shown(office, "clerk"))
    assert not RETRY.search(shown(office, "auditor"))


def test_trying_again_asks_for_the_digitisation() -> None:
    office = an_office()
    paper = office.paper(status=Status.FAILED, versions=(), failure=FAILURE)
    answer = a_browser(office).log_in("clerk").send(f"/documents/{paper.id}/retry")
    assert answer.location == f"/dossiers/{CODE}#d-{paper.id}"
    assert office.papers[paper.id].status is Status.DIGITISING
    assert [job.document for job in office.jobs] == [paper.id]


@pytest.mark.parametrize(
    ("signed", "kind", "turn"),
    [
        ((), Kind.COMPONENT, {"clerk", "leader"}),
        ((SignerRole.CLERK,), Kind.COMPONENT, {"leader"}),
        ((SignerRole.LEADER,), Kind.RESULT, {"registrar"}),
        ((SignerRole.LEADER, SignerRole.SEAL), Kind.RESULT, set()),
    ],
)
def test_only_whose_turn_it_is_sees_a_button_to_sign(
    signed: tuple[SignerRole, ...], kind: Kind, turn: set[str]
) -> None:
    office = an_office()
    office.paper(*signed, kind=kind)
    assert {name for name in office.people if name != "admin" and SIGN.search(shown(office, name))} == turn


def test_the_button_tells_whose_key_signs_and_that_a_demo_key_is_a_test() -> None:
    office = an_office()
    office.paper()
    assert "Người leader TEST" in shown(office, "leader")
    assert "Khóa TEST, không có giá trị pháp lý" in shown(office, "leader")
    assert "Khóa TEST" not in shown(office, "leader", demo=False)


def test_signing_asks_for_the_caller_s_signature_and_returns_to_the_paper() -> None:
    office = an_office()
    paper = office.paper()
    answer = a_browser(office).log_in("leader").send(f"/documents/{paper.id}/signatures")
    assert answer.location == f"/dossiers/{CODE}#d-{paper.id}"
    assert [(job.account, job.role) for job in office.jobs] == [("leader", SignerRole.LEADER)]
    assert "Đang ký: lãnh đạo" in shown(office)


def test_signing_out_of_turn_is_told_on_the_dossier() -> None:
    office = an_office()
    paper = office.paper(SignerRole.LEADER)
    browser = a_browser(office).log_in("clerk")
    answer = browser.send(f"/documents/{paper.id}/signatures")
    assert "Giấy tờ không chờ chữ ký này" in browser.client.get(answer.location).text
    assert office.jobs == []


def test_versions_and_the_original_are_listed_with_their_whole_hashes() -> None:
    office = an_office()
    paper = office.paper(SignerRole.CLERK)
    page = shown(office)
    for blob in (paper.original, *(version.blob for version in paper.versions)):
        assert f'title="{blob.sha256}"' in page
    assert f"/documents/{paper.id}/file?version=2" in page
    assert f"/documents/{paper.id}/original" in page


def test_archiving_too_early_lists_what_is_missing() -> None:
    office = an_office()
    office.paper(name="Đơn xin.pdf")
    office.paper(name="Tờ khai.pdf", status=Status.RECEIVED, versions=())
    answer = a_browser(office).log_in("clerk").send(f"/dossiers/{CODE}/archive")
    assert answer.status_code == 409
    assert "«Đơn xin.pdf» thiếu chữ ký của cán bộ số hóa hoặc lãnh đạo" in answer.text
    assert "«Tờ khai.pdf» chưa số hóa xong" in answer.text
    assert f'<h1 class="code">{CODE}</h1>' in answer.text
    assert "refresh" not in answer.text


def test_a_document_that_is_not_there_is_told() -> None:
    browser: Browser = a_browser(an_office()).log_in("clerk")
    for part in ("", "/file", "/original"):
        assert browser.client.get(f"/documents/{UUID(int=7)}{part}").status_code == 404


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (f"/dossiers/{CODE}/documents", f"/dossiers/{CODE}"),
        (f"/dossiers/{CODE}/archive", f"/dossiers/{CODE}"),
        ("/dossiers", "/"),
    ],
)
def test_the_address_of_a_refused_form_opened_again_leads_to_its_page(address: str, page: str) -> None:
    assert a_browser(an_office()).log_in("clerk").client.get(address).location == page


def test_a_page_that_refreshes_itself_is_one_look_in_the_audit_log() -> None:
    office = an_office()
    browser = a_browser(office).log_in("clerk").client
    for address in ("", "?live=1", "?live=1", "?live=0"):
        browser.get(f"/dossiers/{CODE}{address}")
    assert office.written.count("viewed") == 2
