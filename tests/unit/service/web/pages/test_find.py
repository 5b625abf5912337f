"""The search page."""

from uuid import uuid4

import storage
from tests.unit.service.web.pages.office import CODE, a_browser, an_office


def a_hit(**known: object) -> storage.Hit:
    given = {"document": uuid4(), "document_name": "Đơn.pdf", "page": 3, "snippet": "tại huyện <b>Đất Đỏ</b>", **known}
    return storage.Hit(dossier=CODE, title="Hồ sơ mẫu", boxes=(), **given)  # type: ignore[arg-type]


def test_a_hit_opens_the_paper_at_its_page_with_its_words_marked() -> None:
    office = an_office()
    hit = a_hit()
    office.hits = storage.Hits(items=(hit,), next=None)
    page = a_browser(office).log_in("archivist").client.get("/search?q=dat+do").text
    assert f"/documents/{hit.document}/file#page=3" in page
    assert "&lt;b&gt;<mark>Đất</mark> <mark>Đỏ</mark>&lt;/b&gt;" in page


def test_the_next_page_keeps_the_question_and_its_filters() -> None:
    office = an_office()
    office.hits = storage.Hits(items=(a_hit(),), next="a+b")
    page = a_browser(office).log_in("clerk").client.get("/search?q=dat&agency=H29&from=2026-01-02&to=2026-12-31").text
    link = next(part for part in page.split('"') if "cursor=" in part)
    assert link == "/search?q=dat&amp;agency=H29&amp;to=2026-12-31&amp;cursor=a%2Bb&amp;from=2026-01-02"


def test_a_whole_code_leads_to_its_dossier_at_once() -> None:
    office = an_office()
    office.hits = storage.Hits(items=(a_hit(document=None, document_name=None, page=None),), next=None)
    client = a_browser(office).log_in("clerk").client
    assert client.get(f"/search?q={CODE.lower()}").location == f"/dossiers/{CODE}"
    assert CODE in client.get("/search?q=260305").text


def test_nothing_found_is_told() -> None:
    page = a_browser(an_office()).log_in("clerk").client.get("/search?q=zzz").text
    assert "Không tìm thấy" in page


def test_a_date_that_is_none_is_told_and_the_question_kept() -> None:
    answer = a_browser(an_office()).log_in("clerk").client.get("/search?q=dat&from=2026-02-31")
    assert answer.status_code == 422
    assert "Ngày hoặc ô nhập không đúng." in answer.text
    assert 'value="dat"' in answer.text


def test_an_admin_may_not_search() -> None:
    assert a_browser(an_office()).log_in("admin").client.get("/search?q=dat").status_code == 403
