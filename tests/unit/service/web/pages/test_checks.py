"""Verdicts on a page: fresh, kept for a minute, never pretended."""

from pathlib import Path

import pytest

from service.web.pages.checks import Checks
from storage import Document, Role, SignerRole, Status
from storage.records import Actor
from tests.unit.service.builders import a_blob, a_document
from tests.unit.service.web.pages.office import CODE, Office, Shelf, a_browser, an_office, the_deps

WHO = Actor(name="clerk", role=Role.CLERK)


class Clock:
    """Seconds that pass when told to."""

    def __init__(self, step: float = 0.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def shelf(shared: Path) -> Shelf:
    """A store that has the newest version of what the builders make."""
    content = (shared / "corpus/hostile/ocrmypdf__blank.pdf").read_bytes()
    return Shelf(kept={a_blob(name).sha256: content for name in "a12"})


def test_a_report_is_shown_again_for_a_minute_and_then_made_anew(office: Office, shelf: Shelf) -> None:
    paper, clock = office.paper(SignerRole.CLERK), Clock()
    checks = Checks(clock)
    for seconds, fetched in ((0, 1), (59, 1), (60, 2)):
        clock.now = seconds
        assert checks.of(the_deps(office, shelf), WHO, paper).report is not None
        assert shelf.fetched == fetched


def test_a_new_version_is_checked_at_once(office: Office, shelf: Shelf) -> None:
    paper, checks = office.paper(SignerRole.CLERK), Checks(Clock())
    checks.of(the_deps(office, shelf), WHO, paper)
    older = a_document(id=paper.id)
    checks.of(the_deps(office, shelf), WHO, older)
    assert shelf.fetched == 2


def test_what_could_not_be_checked_is_undetermined_and_asked_again(office: Office) -> None:
    paper, shelf, checks = office.paper(SignerRole.CLERK), Shelf(), Checks(Clock())
    for _ in range(2):
        check = checks.of(the_deps(office, shelf), WHO, paper)
        assert check.report is None
        assert check.problem == "Kho tệp không trả lời."
    assert shelf.fetched == 2


def test_a_page_waits_a_few_seconds_and_leaves_the_rest(office: Office, shelf: Shelf) -> None:
    papers = [office.paper(SignerRole.CLERK) for _ in range(9)]
    found = Checks(Clock(step=1.0)).of_all(the_deps(office, shelf), WHO, papers)
    assert 0 < len(found) < 9


def test_only_what_carries_signatures_is_checked(office: Office, shelf: Shelf) -> None:
    papers: list[Document] = [
        office.paper(),
        office.paper(status=Status.RECEIVED, versions=(), signed_on_arrival=True),
        office.paper(SignerRole.CLERK, status=Status.ARCHIVED),
    ]
    assert list(Checks(Clock()).of_all(the_deps(office, shelf), WHO, papers)) == [papers[2].id]


def test_the_page_says_undetermined_where_the_store_is_away(office: Office) -> None:
    office.paper(SignerRole.CLERK)
    page = a_browser(office).log_in("clerk").client.get(f"/dossiers/{CODE}").text
    assert "Chưa xác định" in page
    assert "Kho tệp không trả lời." in page
    assert "Hợp lệ" not in page


def test_an_unsigned_newest_version_is_never_called_valid(office: Office, shelf: Shelf) -> None:
    office.paper(SignerRole.CLERK)
    page = a_browser(office, shelf).log_in("clerk").client.get(f"/dossiers/{CODE}").text
    assert "Không có chữ ký số" in page
    assert "Hợp lệ" not in page
