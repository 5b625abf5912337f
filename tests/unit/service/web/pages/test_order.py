"""Handing a paper back on its page, and answering that."""

import pytest

from service.workflow import turns
from storage import Document, Kind, SignerRole, Turn
from tests.unit.service.web.pages.office import CODE, Office, a_browser, an_office

REASON = "Sai tên ở trang 2."


def sees(office: Office, name: str, paper: Document, act: str) -> bool:
    page: str = a_browser(office).log_in(name).client.get(f"/dossiers/{CODE}").text
    return f"/documents/{paper.id}/{act}" in page


@pytest.mark.parametrize(
    ("signed", "kind", "may"),
    [
        ((), Kind.RESULT, {"leader"}),
        ((SignerRole.LEADER,), Kind.RESULT, {"registrar"}),
        ((SignerRole.LEADER, SignerRole.SEAL), Kind.RESULT, set()),
        ((SignerRole.CLERK,), Kind.COMPONENT, set()),
    ],
)
def test_only_who_must_still_sign_sees_the_form_to_hand_back(
    signed: tuple[SignerRole, ...], kind: Kind, may: set[str]
) -> None:
    office = an_office()
    paper = office.paper(*signed, kind=kind)
    assert {name for name in office.people if name != "admin" and sees(office, name, paper, "decline")} == may


def test_a_reason_is_shown_to_everybody_and_answered_by_the_clerk_or_the_officer() -> None:
    office = an_office()
    paper = office.paper(kind=Kind.RESULT)
    answer = a_browser(office).log_in("leader").send(f"/documents/{paper.id}/decline", reason=REASON)
    assert answer.location == f"/dossiers/{CODE}#d-{paper.id}"
    assert REASON in a_browser(office).log_in("auditor").client.get(f"/documents/{paper.id}").text
    assert not sees(office, "leader", paper, "signatures")
    for act in ("submit", "withdraw"):
        assert {name for name in office.people if name != "admin" and sees(office, name, paper, act)} == {
            "clerk",
            "officer",
        }
    a_browser(office).log_in("officer").send(f"/documents/{paper.id}/withdraw")
    assert "Đã rút" in a_browser(office).log_in("leader").client.get(f"/documents/{paper.id}").text
    a_browser(office).log_in("officer").send(f"/documents/{paper.id}/submit")
    assert sees(office, "leader", paper, "signatures")


def test_a_refusal_is_told_on_the_dossier() -> None:
    office = an_office()
    paper = office.paper(kind=Kind.RESULT)
    browser = a_browser(office).log_in("leader")
    for reason in ("", "x" * 1001):
        browser.send(f"/documents/{paper.id}/decline", reason=reason)
        assert "Cần lý do trả lại" in browser.client.get(f"/dossiers/{CODE}").text
    a_browser(office).log_in("clerk").send(f"/documents/{paper.id}/withdraw")
    assert office.papers[paper.id].declined is None


def test_the_registrar_and_the_officer_may_number_a_result_once() -> None:
    office = an_office()
    paper, scan = office.paper(kind=Kind.RESULT), office.paper()
    who = {name for name in office.people if name != "admin" and sees(office, name, paper, "number")}
    assert who == {"officer", "registrar"}
    assert not sees(office, "registrar", scan, "number")
    numbered = office.paper(kind=Kind.RESULT, number="15/QĐ-UBND")
    assert not sees(office, "registrar", numbered, "number")
    assert "Số 15/QĐ-UBND" in a_browser(office).log_in("clerk").client.get(f"/documents/{numbered.id}").text


def test_the_clerk_and_the_officer_submit_a_result_to_people_by_name() -> None:
    office = an_office()
    paper, scan = office.paper(kind=Kind.RESULT), office.paper()
    who = {name for name in office.people if name != "admin" and sees(office, name, paper, "submit")}
    assert who == {"clerk", "officer"}
    assert not sees(office, "clerk", scan, "submit")
    a_browser(office).log_in("clerk").send(f"/documents/{paper.id}/submit", initials=["officer", ""], leader="leader")
    initials, head = Turn(role=SignerRole.INITIALS, account="officer"), Turn(role=SignerRole.LEADER, account="leader")
    assert office.papers[paper.id].request == (initials, head, Turn(role=SignerRole.SEAL, account=None))
    assert turns.next_turn(office.papers[paper.id]) == initials
    assert sees(office, "officer", paper, "signatures")
    assert not sees(office, "leader", paper, "signatures")
    page = a_browser(office).log_in("auditor").client.get(f"/documents/{paper.id}").text
    assert page.index("Ký nháy") < page.index("đang chờ") < page.index("Lãnh đạo ký") < page.index("chưa đến lượt")


def test_an_order_that_is_refused_is_told_on_the_dossier() -> None:
    office = an_office()
    paper = office.paper(kind=Kind.RESULT)
    browser = a_browser(office).log_in("clerk")
    browser.send(f"/documents/{paper.id}/submit", initials=["leader"], leader="leader")
    assert "Mỗi người chỉ ký một lần." in browser.client.get(f"/dossiers/{CODE}").text
    assert office.papers[paper.id].request == ()
