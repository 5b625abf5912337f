"""Certificates belong to one account, and a document waits in one ceremony only."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from storage import (
    AlreadyExists,
    Ceremony,
    CeremonyItem,
    Certificate,
    Conflict,
    Database,
    Document,
    Failure,
    Kind,
    NotFound,
    Outcome,
    Role,
    SignerRole,
)
from storage.records import Account
from tests.contract.made import NOON, a_document, digitise

STATE = {"form": 1, "digest": "ab"}


@pytest.fixture(scope="module", autouse=True)
def accounts(database: Database) -> None:
    with database.begin() as db:
        for name in ("lanhdao", "pho"):
            db.accounts.add(Account(name=name, role=Role.LEADER, display_name=name, agency="H29.17.30"), None)
        db.certificates.assign(a_certificate("lanhdao", "aa"))


def a_certificate(account: str, sha256: str) -> Certificate:
    return Certificate(sha256=sha256, account=account, pem=f"PEM {sha256}", holder="Trần Văn Lãnh Đạo TEST")


def an_item(document: Document, outcome: Outcome = Outcome.WAITING) -> CeremonyItem:
    return CeremonyItem(
        document=document.id,
        role=SignerRole.LEADER,
        expected=1,
        state=STATE,
        tail=b"%%EOF\0\xff",
        outcome=outcome,
    )


def a_ceremony(database: Database, *items: CeremonyItem, minutes: int = 30) -> UUID:
    identity = uuid4()
    with database.begin() as db:
        db.ceremonies.add(
            Ceremony(
                id=identity,
                account="lanhdao",
                certificate="aa",
                level=None,
                created_at=NOON,
                expires_at=NOON + timedelta(minutes=minutes),
                items=items,
            )
        )
    return identity


def a_digitised(database: Database) -> Document:
    return digitise(database, a_document(database))


def test_a_certificate_is_one_accounts_until_it_is_withdrawn(database: Database) -> None:
    with database.begin() as db:
        db.certificates.assign(a_certificate("pho", "bb"))
        db.certificates.assign(a_certificate("pho", "bb"))
        assert [each.sha256 for each in db.certificates.of("pho")] == ["bb"]
        assert db.certificates.of("pho")[0].pem == "PEM bb"
    with pytest.raises(AlreadyExists), database.begin() as db:
        db.certificates.assign(a_certificate("lanhdao", "bb"))
    with database.begin() as db:
        db.certificates.withdraw("pho", "bb")
        assert db.certificates.of("pho") == ()
    with pytest.raises(NotFound), database.begin() as db:
        db.certificates.withdraw("pho", "bb")


def test_a_ceremony_comes_back_in_its_order_and_tails_one_by_one(database: Database) -> None:
    papers = [a_digitised(database) for _ in range(3)]
    failure = Failure(code="not_your_turn", message="Chưa đến lượt", retryable=False)
    refused = CeremonyItem(
        document=papers[2].id,
        role=SignerRole.LEADER,
        expected=1,
        state=None,
        tail=None,
        outcome=Outcome.FAILED,
        failure=failure,
    )
    identity = a_ceremony(database, an_item(papers[1]), an_item(papers[0]), refused)
    with database.begin() as db:
        found = db.ceremonies.get(identity)
        assert [item.document for item in found.items] == [papers[1].id, papers[0].id, papers[2].id]
        assert (found.items[0].state, found.items[0].tail) == (STATE, None)
        assert found.items[2] == refused
        assert db.ceremonies.lock_item(identity, papers[0].id).tail == b"%%EOF\0\xff"
        with pytest.raises(NotFound):
            db.ceremonies.lock_item(identity, uuid4())
        with pytest.raises(NotFound):
            db.ceremonies.get(uuid4())


def test_a_document_waits_in_one_ceremony_only(database: Database) -> None:
    paper = a_digitised(database)
    first = a_ceremony(database, an_item(paper))
    with pytest.raises(Conflict):
        a_ceremony(database, an_item(paper))
    with database.begin() as db:
        db.ceremonies.end_item(first, paper.id, Outcome.GIVEN_UP)
    a_ceremony(database, an_item(paper))


def test_a_held_document_is_being_signed_with_nobodys_key_until_it_is_released(database: Database) -> None:
    paper = a_digitised(database)
    with database.begin() as db:
        db.ceremonies.hold(paper.id, SignerRole.LEADER)
        held = db.documents.get(paper.id)
        assert (held.signing, held.signing_account) == (SignerRole.LEADER, None)
        db.ceremonies.release(paper.id)
        assert db.documents.get(paper.id).signing is None


def test_what_has_ended_does_not_end_again_and_keeps_no_prepared_bytes(database: Database) -> None:
    paper = a_digitised(database)
    identity = a_ceremony(database, an_item(paper))
    with database.begin() as db:
        db.ceremonies.end_item(identity, paper.id, Outcome.SIGNED, version=2)
        kept = db.ceremonies.lock_item(identity, paper.id)
    assert (kept.outcome, kept.version, kept.state, kept.tail) == (Outcome.SIGNED, 2, None, None)
    with pytest.raises(Conflict), database.begin() as db:
        db.ceremonies.end_item(identity, paper.id, Outcome.EXPIRED)


def test_open_and_expired_ceremonies_are_found_until_nothing_waits(database: Database) -> None:
    paper = a_digitised(database)
    identity = a_ceremony(database, an_item(paper), minutes=5)
    with database.begin() as db:
        assert identity in [each.id for each in db.ceremonies.open_of("lanhdao")]
        assert db.ceremonies.open_of("pho") == ()
        assert identity not in [each.id for each in db.ceremonies.expired(NOON + timedelta(minutes=4))]
        assert identity in [each.id for each in db.ceremonies.expired(NOON + timedelta(minutes=5))]
        db.ceremonies.end_item(identity, paper.id, Outcome.EXPIRED)
        assert identity not in [each.id for each in db.ceremonies.open_of("lanhdao")]
        assert identity not in [each.id for each in db.ceremonies.expired(NOON + timedelta(minutes=5))]


def test_unsigned_documents_are_those_of_the_kind_that_nobody_of_the_roles_signed(database: Database) -> None:
    paper, raw = a_digitised(database), a_document(database)
    with database.begin() as db:
        found = [each.id for each in db.ceremonies.unsigned(Kind.COMPONENT, [SignerRole.LEADER], limit=500)]
        assert paper.id in found
        assert raw.id not in found
        assert db.ceremonies.unsigned(Kind.RESULT, [SignerRole.LEADER], limit=500) == ()
