"""A document handed back, submitted again, withdrawn."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from storage import Account, Conflict, Database, Declined, Failure, Kind, NotFound, Role, SignerRole, Status, Turn
from tests.contract.made import NOON, a_document, a_signature, digitise, sign

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


OFFICER = Turn(role=SignerRole.INITIALS, account="thuly")
HEAD = Turn(role=SignerRole.LEADER, account="lanhdao")
SEAL = Turn(role=SignerRole.SEAL, account=None)


@pytest.fixture(scope="module")
def people(database: Database) -> None:
    with database.begin() as db:
        for name, role in (("thuly", Role.OFFICER), ("lanhdao", Role.LEADER)):
            db.accounts.add(Account(name=name, role=role, display_name=f"Ông {name}", agency="H29.17.30"), None)


def waiting_for(database: Database, account: str, *roles: SignerRole) -> set[UUID]:
    with database.begin() as db:
        return {each.id for each in db.ceremonies.naming(account, roles, limit=100)}


@pytest.mark.usefixtures("people")
def test_those_who_are_to_sign_stay_in_their_order_until_others_are_named(database: Database) -> None:
    document = digitise(database, a_document(database))
    for signers in ((OFFICER, HEAD, SEAL), (HEAD, SEAL)):
        with database.begin() as db:
            db.order.requested(document.id, signers)
        with database.begin() as db:
            assert db.documents.get(document.id).request == signers
    with database.begin() as db:
        assert [turn.name for turn in db.documents.get(document.id).request] == ["Ông lanhdao", None]
    with pytest.raises(NotFound), database.begin() as db:
        db.order.requested(uuid4(), (HEAD,))


@pytest.mark.usefixtures("people")
def test_a_document_that_names_signers_is_listed_for_them_alone_until_they_have_signed(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        db.order.requested(document.id, (OFFICER, HEAD, SEAL))
        assert document.id not in {d.id for d in db.ceremonies.unsigned(Kind.COMPONENT, [SignerRole.LEADER], limit=100)}
    assert document.id in waiting_for(database, "thuly", SignerRole.INITIALS)
    assert document.id in waiting_for(database, "vanthu", SignerRole.SEAL)
    assert document.id not in waiting_for(database, "canbo", SignerRole.CLERK)
    initials = replace(a_signature(SignerRole.INITIALS), account="thuly")
    assert sign(database, document, expected=1, signature=initials).status is Status.DIGITISED
    assert document.id not in waiting_for(database, "thuly", SignerRole.INITIALS)
    assert document.id in waiting_for(database, "lanhdao", SignerRole.LEADER)
    leader = replace(a_signature(SignerRole.LEADER), account="lanhdao")
    assert sign(database, document, expected=2, signature=leader).status is Status.SIGNED
    assert document.id not in waiting_for(database, "lanhdao", SignerRole.LEADER)
