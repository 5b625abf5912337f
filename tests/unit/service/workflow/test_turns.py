import pytest

from service.workflow import turns
from service.workflow.errors import Forbidden, NotReady, NotYourTurn
from storage import Declined, Document, Kind, Role, SignerRole, Status
from tests.unit.service.builders import MOMENT, a_document, a_version

CLERK, LEADER, SEAL = SignerRole.CLERK, SignerRole.LEADER, SignerRole.SEAL


@pytest.mark.parametrize(
    ("done", "role", "may"),
    [
        ((), CLERK, True),
        ((), LEADER, True),
        ((), SEAL, False),
        ((CLERK,), CLERK, False),
        ((CLERK,), LEADER, True),
        ((CLERK,), SEAL, False),
        ((LEADER,), CLERK, False),
        ((LEADER,), LEADER, False),
        ((LEADER,), SEAL, True),
        ((CLERK, LEADER), SEAL, True),
        ((LEADER, SEAL), SEAL, False),
        ((LEADER, SEAL), LEADER, False),
    ],
)
def test_each_signs_once_and_the_seal_follows_the_leader(
    done: tuple[SignerRole, ...], role: SignerRole, may: bool
) -> None:
    assert turns.waits_for(a_document(*done), role) is may


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.DIGITISING, Status.FAILED])
def test_nobody_signs_what_is_not_digitised(status: Status) -> None:
    with pytest.raises(NotReady):
        turns.check_turn(a_document(status=status), CLERK)


def test_nobody_signs_what_is_archived_or_being_signed() -> None:
    for document in (a_document(status=Status.ARCHIVED), a_document(signing=LEADER)):
        with pytest.raises(NotYourTurn):
            turns.check_turn(document, CLERK)


def test_a_paper_that_was_handed_back_waits_for_nobody() -> None:
    document = a_document(declined=Declined(by="lanhdao", reason="sai tên", at=MOMENT))
    for role in SignerRole:
        assert not turns.waits_for(document, role)
        assert not turns.lacks(document, role)
    with pytest.raises(NotYourTurn, match="sai tên"):
        turns.check_turn(document, LEADER)


@pytest.mark.parametrize(
    ("document", "role", "may"),
    [
        (a_document(kind=Kind.RESULT), LEADER, True),
        (a_document(kind=Kind.RESULT), SEAL, False),
        (a_document(LEADER, kind=Kind.RESULT), SEAL, True),
        (a_document(LEADER, kind=Kind.RESULT), LEADER, False),
        (a_document(CLERK), LEADER, False),  # may still be signed, but nothing is missing
        (a_document(LEADER), SEAL, False),
        (a_document(signed_on_arrival=True, kind=Kind.RESULT), LEADER, False),
        (a_document(signing=LEADER), LEADER, False),
    ],
)
def test_only_who_must_still_sign_may_hand_a_paper_back(document: Document, role: SignerRole, may: bool) -> None:
    if may:
        turns.check_decline(document, role)
    else:
        with pytest.raises(NotYourTurn):
            turns.check_decline(document, role)


def test_a_paper_signed_on_arrival_takes_no_clerks_signature() -> None:
    assert not turns.waits_for(a_document(signed_on_arrival=True), CLERK)


@pytest.mark.parametrize(
    ("kind", "done", "missing"),
    [
        (Kind.COMPONENT, (), 1),
        (Kind.COMPONENT, (CLERK,), 0),
        (Kind.COMPONENT, (LEADER,), 0),
        (Kind.RESULT, (), 2),
        (Kind.RESULT, (CLERK,), 2),
        (Kind.RESULT, (LEADER,), 1),
        (Kind.RESULT, (LEADER, SEAL), 0),
    ],
)
def test_what_is_missing_before_archiving_is_named(kind: Kind, done: tuple[SignerRole, ...], missing: int) -> None:
    assert len(turns.missing_signatures(a_document(*done, kind=kind))) == missing


def test_an_account_signs_only_in_its_own_capacity() -> None:
    assert turns.capacity(Role.LEADER, None) is LEADER
    assert turns.capacity(Role.REGISTRAR, SEAL) is SEAL
    for role, asked in ((Role.CLERK, LEADER), (Role.ARCHIVIST, None), (None, None)):
        with pytest.raises(Forbidden):
            turns.capacity(role, asked)


def test_a_timestamp_is_owed_until_something_stands_after_the_bare_signature() -> None:
    bare = a_version(2, CLERK, pending=True)
    assert turns.owed(a_document(versions=(a_version(1), bare)))
    assert not turns.owed(a_document(versions=(a_version(1), bare, a_version(3))))
    assert not turns.owed(a_document(versions=()))


@pytest.mark.parametrize(
    ("kind", "done", "role", "listed"),
    [
        (Kind.RESULT, (), LEADER, True),
        (Kind.RESULT, (), CLERK, False),
        (Kind.RESULT, (), SEAL, False),
        (Kind.RESULT, (LEADER,), SEAL, True),
        (Kind.RESULT, (LEADER,), LEADER, False),
        (Kind.COMPONENT, (), LEADER, True),
        (Kind.COMPONENT, (CLERK,), LEADER, False),
    ],
)
def test_the_list_of_what_waits_names_signatures_that_must_still_come(
    kind: Kind, done: tuple[SignerRole, ...], role: SignerRole, listed: bool
) -> None:
    assert turns.lacks(a_document(*done, kind=kind), role) is listed


def test_a_document_in_a_ceremony_is_under_way_for_no_job_and_still_its_signers_turn() -> None:
    held = a_document(kind=Kind.RESULT, signing=LEADER)
    assert turns.is_prepared(held)
    assert not turns.is_under_way(held, LEADER, "lanhdao")
    turns.check_still(held, LEADER)
    with pytest.raises(NotYourTurn):
        turns.check_turn(held, LEADER)
    asked = a_document(kind=Kind.RESULT, signing=LEADER, signing_account="lanhdao")
    assert turns.is_under_way(asked, LEADER, "lanhdao")
    assert not turns.is_prepared(asked)
