"""A document is handed to one tool at a time, under secrets of which only the hashes are kept, and ends once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from storage import Conflict, Database, Document, Failure, Handover, NotFound, Outcome, Role, SignerRole
from storage.records import Account
from tests.contract.made import NOON, a_document, digitise
from tests.contract.test_ceremonies import a_certificate

TOLD = Failure(code="changed", message="Tệp trả về còn bị thay đổi nội dung", retryable=False)


@pytest.fixture(scope="module", autouse=True)
def leader(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(Account(name="lanhdao", role=Role.LEADER, display_name="x", agency="H29.17.30"), None)
        db.certificates.assign(a_certificate("lanhdao", "aa"))


def a_handover(database: Database, paper: Document, *, minutes: int = 0) -> Handover:
    new = Handover(
        id=uuid4(),
        document=paper.id,
        account="lanhdao",
        certificate="aa",
        role=SignerRole.LEADER,
        expected=1,
        download_sha256=uuid4().hex,
        upload_sha256=uuid4().hex,
        created_at=NOON + timedelta(minutes=minutes),
        expires_at=NOON + timedelta(minutes=minutes + 10),
        outcome=Outcome.WAITING,
    )
    with database.begin() as db:
        db.handovers.add(new)
    return new


@pytest.fixture
def paper(database: Database) -> Document:
    return digitise(database, a_document(database))


def test_a_handover_is_found_by_each_hash_and_by_nothing_else(database: Database, paper: Document) -> None:
    new = a_handover(database, paper)
    with database.begin() as db:
        assert db.handovers.by_download(new.download_sha256) == new
        assert db.handovers.by_upload(new.upload_sha256) == new
        assert db.handovers.lock(new.id) == new
        for find, given in ((db.handovers.by_download, new.upload_sha256), (db.handovers.by_upload, "")):
            with pytest.raises(NotFound):
                find(given)
        with pytest.raises(NotFound):
            db.handovers.newest(paper.id, "canbo")


def test_a_document_is_with_one_tool_only_and_the_newest_handover_is_told(database: Database, paper: Document) -> None:
    first = a_handover(database, paper)
    with pytest.raises(Conflict):
        a_handover(database, paper)
    with database.begin() as db:
        assert [each.id for each in db.handovers.open_of("lanhdao")].count(first.id) == 1
        db.handovers.end(first.id, Outcome.GIVEN_UP)
    second = a_handover(database, paper, minutes=1)
    with database.begin() as db:
        assert db.handovers.newest(paper.id, "lanhdao").id == second.id
        assert first.id not in [each.id for each in db.handovers.open_of("lanhdao")]


def test_refusals_are_counted_and_their_reason_stays_unless_it_is_signed(database: Database, paper: Document) -> None:
    new = a_handover(database, paper)
    with database.begin() as db:
        db.handovers.downloaded(new.id)
        db.handovers.refused(new.id, TOLD)
        now = db.handovers.lock(new.id)
        assert (now.downloads, now.refusals, now.failure, now.outcome) == (1, 1, TOLD, Outcome.WAITING)
        db.handovers.end(new.id, Outcome.SIGNED, version=2)
        now = db.handovers.lock(new.id)
        assert (now.outcome, now.version, now.failure) == (Outcome.SIGNED, 2, None)
    for late in (
        lambda db: db.handovers.end(new.id, Outcome.EXPIRED),
        lambda db: db.handovers.refused(new.id, TOLD),
    ):
        with pytest.raises(Conflict), database.begin() as db:
            late(db)


def test_what_waits_beyond_its_time_is_found_until_it_ends(database: Database, paper: Document) -> None:
    new = a_handover(database, paper)
    with database.begin() as db:
        assert new.id not in [each.id for each in db.handovers.expired(NOON + timedelta(minutes=9))]
        assert new.id in [each.id for each in db.handovers.expired(NOON + timedelta(minutes=10))]
        db.handovers.end(new.id, Outcome.EXPIRED)
        assert new.id not in [each.id for each in db.handovers.expired(NOON + timedelta(minutes=10))]
