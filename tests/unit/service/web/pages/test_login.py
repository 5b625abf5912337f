"""Logging in, logging out, and forms that only a page of this session can have made."""

import re

import pytest

from tests.unit.service.web.pages.office import CODE, PASSWORD, Browser, a_browser, an_office


@pytest.fixture
def browser() -> Browser:
    return a_browser(an_office())


@pytest.mark.parametrize("address", ["/", f"/dossiers/{CODE}", "/search?q=dat", "/verify"])
def test_who_is_not_logged_in_gets_to_the_page_asked_for_by_the_log_in(browser: Browser, address: str) -> None:
    sent = browser.client.get(address)
    assert sent.status_code == 303
    assert sent.location.startswith("/login?")
    page = browser.client.get(sent.location).text
    target = re.search(r'name="next" value="([^"]*)"', page)
    assert target is not None
    answer = browser.send("/login", page=sent.location, name="clerk", password=PASSWORD, next=target[1])
    assert answer.location == address


@pytest.mark.parametrize(
    "target",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil.example"),
        *("javascript:alert(1)", "/\t/evil.example", " /x", "///evil.example", "http:/evil.example", ""),
    ],
)
def test_a_log_in_leads_to_no_other_site(browser: Browser, target: str) -> None:
    answer = browser.send("/login", page="/login", name="clerk", password=PASSWORD, next=target)
    assert answer.location == "/"


def test_a_wrong_password_is_told_and_the_name_kept(browser: Browser) -> None:
    answer = browser.send("/login", page="/login", name="clerk", password="sai")
    assert answer.status_code == 401
    assert "Sai tên đăng nhập hoặc mật khẩu." in answer.text
    assert 'value="clerk"' in answer.text
    assert "sai" not in re.findall(r'value="([^"]*)"', answer.text)


def test_every_form_without_the_secret_of_its_session_is_refused(browser: Browser) -> None:
    browser.log_in("clerk")
    rules = browser.client.application.url_map.iter_rules()
    posts = [rule for rule in rules if rule.endpoint.startswith("pages.") and "POST" in (rule.methods or ())]
    assert len(posts) >= 8
    for rule in posts:
        address = rule.rule.replace("<code>", CODE).replace("<uuid:identity>", "0" * 8 + "-0000-0000-0000-" + "0" * 12)
        for secret in ({}, {"csrf": ""}, {"csrf": "of-another-session"}):
            answer = browser.client.post(address, data={"name": "clerk", "password": PASSWORD, **secret})
            assert answer.status_code == 403, address
            assert "Trang đã quá hạn" in answer.text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(browser: Browser) -> None:
    page = f"http://localhost/dossiers/{CODE}"
    answer = browser.client.post(f"/dossiers/{CODE}/archive", headers={"Referer": page})
    assert answer.location == f"/login?next=/dossiers/{CODE}"
    elsewhere = browser.client.post(f"/dossiers/{CODE}/archive", headers={"Referer": "http://evil.example/x"})
    assert elsewhere.location == "/login?next=/"


def test_logging_in_makes_a_new_secret(browser: Browser) -> None:
    before = browser.secret("/login")
    assert browser.log_in("clerk").secret("/") != before


def test_logging_out_ends_the_session(browser: Browser) -> None:
    browser.log_in("clerk")
    assert browser.send("/logout").location == "/login"
    assert browser.client.get("/").location == "/login?next=/"


def test_a_closed_account_is_out_at_once() -> None:
    office = an_office()
    browser = a_browser(office).log_in("clerk")
    del office.people["clerk"]
    assert browser.client.get("/").status_code == 303
