import pytest

from service.workflow import turns
from service.workflow.errors import Forbidden, NotReady, NotYourTurn
from storage import Kind, Role, SignerRole, Status
from tests.unit.service.builders import a_document, a_version

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
