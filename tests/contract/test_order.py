"""A document handed back, submitted again, withdrawn."""

from uuid import uuid4

import pytest

from storage import Conflict, Database, Declined, Failure, Kind, NotFound, SignerRole
from tests.contract.made import NOON, a_document, digitise

DECLINED = Declined(by="lanhdao", reason="Sai tên ở trang 2.", at=NOON)


def test_what_was_said_stays_with_the_document_until_it_is_submitted_again(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        db.documents.signing_failed(document.id, Failure(code="wrong_pin", message="Sai PIN.", retryable=False))
        db.order.declined(document.id, DECLINED)
    with database.begin() as db:
        told = db.documents.get(document.id)
        assert (told.declined, told.withdrawn_at, told.failure) == (DECLINED, None, None)
        assert told.versions == document.versions
        db.order.withdrawn(document.id, NOON)
        assert db.documents.get(document.id).withdrawn_at == NOON
        db.order.submitted(document.id)
        again = db.documents.get(document.id)
    assert (again.declined, again.withdrawn_at) == (None, None)


def test_what_was_handed_back_is_in_no_list_of_unsigned_documents(database: Database) -> None:
    document = digitise(database, a_document(database))

    def listed() -> bool:
        with database.begin() as db:
            found = db.ceremonies.unsigned(Kind.COMPONENT, [SignerRole.LEADER], limit=100)
        return document.id in {each.id for each in found}

    assert listed()
    with database.begin() as db:
        db.order.declined(document.id, DECLINED)
    assert not listed()


def test_only_what_was_handed_back_can_be_withdrawn(database: Database) -> None:
    document = digitise(database, a_document(database))
    with pytest.raises(Conflict), database.begin() as db:
        db.order.withdrawn(document.id, NOON)
    with pytest.raises(NotFound), database.begin() as db:
        db.order.declined(uuid4(), DECLINED)
