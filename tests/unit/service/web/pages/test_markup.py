"""Every page is whole: well formed, titled, labelled, in Vietnamese, and safe without one inline script."""

from typing import Any
from uuid import UUID, uuid4

import pytest

import storage
from storage import Declined, Failure, Kind, SignerRole, Status, Turn
from tests.unit.service.web.pages.markup import Page
from tests.unit.service.web.pages.office import CODE, NOW, Browser, Office, a_browser, an_office

NASTY = "\"><script>alert(1)</script>'&amp;{{7*7}}"


def a_busy_office() -> Office:
    """A dossier with a document at every status, and names that try to be markup."""
    office = an_office()
    for status in Status:
        office.paper(status=status, name=NASTY, component=NASTY, note=NASTY)
    failure = Failure(code="damaged", message=NASTY, retryable=False)
    office.paper(status=Status.FAILED, versions=(), failure=failure, kind=Kind.RESULT)
    office.paper(status=Status.RECEIVED, versions=(), pages_total=None)
    office.paper(SignerRole.LEADER, signing=SignerRole.SEAL, failed_pages=(2, 5), doubtful_pages=(3,))
    declined = Declined(by="leader", reason=NASTY, at=NOW)
    office.paper(declined=declined)
    office.paper(declined=declined, withdrawn_at=NOW)
    asked = (Turn(role=role, account="leader", name=NASTY) for role in (SignerRole.INITIALS, SignerRole.LEADER))
    office.paper(kind=Kind.RESULT, request=(*asked, Turn(role=SignerRole.SEAL, account=None)))
    hit: dict[str, Any] = {"dossier": CODE, "title": NASTY, "snippet": NASTY, "boxes": ()}
    known = storage.Hit(document=None, document_name=None, page=None, **hit)
    found = storage.Hit(document=uuid4(), document_name=NASTY, page=3, **hit)
    office.hits = storage.Hits(items=(known, found), next="tiep")
    return office


ADDRESSES = [
    *("/", "/?mine=0&cursor=x", f"/dossiers/{CODE}", f"/dossiers/{CODE}?live=0", "/dossiers/khong-phai-ma", "/nowhere"),
    *("/search", f"/search?q={NASTY}&agency={NASTY}", "/search?q=x&from=31-12-2026", "/verify"),
    f"/documents/{UUID(int=7)}",
]


@pytest.fixture(scope="module")
def office() -> Office:
    return a_busy_office()


@pytest.fixture(scope="module", params=["clerk", "leader", "auditor"])
def browser(request: pytest.FixtureRequest, office: Office) -> Browser:
    return a_browser(office).log_in(request.param)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_well_formed_titled_and_labelled(browser: Browser, address: str) -> None:
    answer = browser.client.get(address)
    page = Page(answer.text)
    assert page.faults == []
    assert page.title.endswith(" – Hồ sơ số")
    assert ("html", {"lang": "vi"}) in page.tags
    assert sum(1 for tag, _ in page.tags if tag == "h1") == 1
    assert "<script>alert" not in answer.text
    assert ">49<" not in answer.text


@pytest.mark.parametrize("address", [*ADDRESSES, "/login", "/dossiers"])
def test_every_page_carries_the_headers(browser: Browser, address: str) -> None:
    headers = browser.client.get(address).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_is_called_a_test_on_every_page_and_nothing_else_is(office: Office, demo: bool) -> None:
    browser = a_browser(office, demo=demo)
    assert ("TEST – không dùng thật" in browser.client.get("/login").text) is demo
    browser.log_in("clerk")
    for address in ADDRESSES:
        assert ("TEST – không dùng thật" in browser.client.get(address).text) is demo


def test_a_document_s_own_page_shows_the_same_article(office: Office) -> None:
    browser = a_browser(office).log_in("clerk")
    for identity in office.papers:
        page = Page(browser.client.get(f"/documents/{identity}").text)
        assert page.faults == []
        assert any(given.get("id") == f"d-{identity}" for _, given in page.tags)


def test_a_lost_database_is_told_in_a_sentence() -> None:
    office = an_office()
    browser = a_browser(office).log_in("clerk")
    office.down = True
    answer = browser.client.get("/")
    assert answer.status_code == 503
    assert Page(answer.text).faults == []
    assert "Cơ sở dữ liệu không trả lời." in answer.text
    assert "Traceback" not in answer.text
