"""The first page: the list and opening a dossier."""

import pytest

from storage import Status
from tests.unit.service.web.pages.office import CODE, a_browser, an_office


def test_the_list_shows_how_far_the_papers_are() -> None:
    office = an_office()
    office.paper(status=Status.DIGITISED)
    office.paper(status=Status.FAILED)
    page = a_browser(office).log_in("clerk").client.get("/").text
    assert CODE in page
    assert "1 đã số hóa" in page
    assert "1 bị lỗi" in page
    assert "cursor=tiep" in page


def test_a_clerk_starts_with_his_own_dossiers_and_a_leader_with_all() -> None:
    office = an_office()
    assert "Hồ sơ của tôi" in a_browser(office).log_in("clerk").client.get("/").text
    leader = a_browser(office).log_in("leader").client
    assert CODE in leader.get("/").text
    assert CODE not in leader.get("/?mine=1").text


def test_who_may_not_open_a_dossier_gets_no_form_for_it() -> None:
    office = an_office()
    assert 'action="/dossiers"' in a_browser(office).log_in("officer").client.get("/").text
    assert 'action="/dossiers"' not in a_browser(office).log_in("leader").client.get("/").text


def test_an_admin_sees_no_dossiers_but_is_told_why() -> None:
    answer = a_browser(an_office()).log_in("admin").client.get("/")
    assert answer.status_code == 200
    assert CODE not in answer.text
    assert "không xem nội dung hồ sơ" in answer.text


def test_a_new_dossier_is_opened_and_shown() -> None:
    office = an_office()
    browser = a_browser(office).log_in("clerk")
    answer = browser.send("/dossiers", title="  Cấp giấy chứng nhận  ", procedure="", applicant="Trần B", code="")
    assert answer.status_code == 303
    opened = list(office.opened.values())[-1]
    assert answer.location == f"/dossiers/{opened.code}"
    assert (opened.title, opened.procedure, opened.applicant) == ("Cấp giấy chứng nhận", None, "Trần B")
    assert f"Đã mở hồ sơ {opened.code}." in browser.client.get(answer.location).text


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [("abc", 422, "không phải là mã hồ sơ"), (CODE.lower(), 409, "đã có"), ("x" * 65, 422, "quá dài")],
)
def test_a_refused_dossier_keeps_what_was_typed(code: str, status: int, sentence: str) -> None:
    answer = a_browser(an_office()).log_in("clerk").send("/dossiers", title="Tên đã gõ", code=code)
    assert answer.status_code == status
    assert sentence in answer.text
    assert 'value="Tên đã gõ"' in answer.text
    assert f'value="{code}"' in answer.text


def test_a_forged_form_of_who_may_not_open_a_dossier_is_refused() -> None:
    office = an_office()
    assert a_browser(office).log_in("leader").send("/dossiers", title="x").status_code == 403
    assert list(office.opened) == [CODE]
