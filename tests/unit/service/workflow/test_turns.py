from dataclasses import replace
from typing import Any

import pytest

from service.workflow import turns
from service.workflow.errors import Forbidden, NotReady, NotYourTurn
from storage import Actor, Declined, Document, Kind, Role, SignerRole, Status, Turn, Version
from tests.unit.service.builders import MOMENT, a_document, a_version

CLERK, INITIALS, LEADER, SEAL = SignerRole
NOBODY = "x"  # an account that nobody has named
OFFICER, ABOVE, HEAD = (
    Turn(role=INITIALS, account="thuly"),
    Turn(role=INITIALS, account="pho"),
    Turn(role=LEADER, account="lanhdao"),
)
REGISTRY = Turn(role=SEAL, account=None)


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
    assert turns.waits_for(a_document(*done), role, NOBODY) is may


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.DIGITISING, Status.FAILED])
def test_nobody_signs_what_is_not_digitised(status: Status) -> None:
    with pytest.raises(NotReady):
        turns.check_turn(a_document(status=status), CLERK, NOBODY)


def test_nobody_signs_what_is_archived_or_being_signed() -> None:
    for document in (a_document(status=Status.ARCHIVED), a_document(signing=LEADER)):
        with pytest.raises(NotYourTurn):
            turns.check_turn(document, CLERK, NOBODY)


def test_a_paper_that_was_handed_back_waits_for_nobody() -> None:
    document = a_document(declined=Declined(by="lanhdao", reason="sai tên", at=MOMENT))
    for role in SignerRole:
        assert not turns.waits_for(document, role, NOBODY)
        assert not turns.lacks(document, role, NOBODY)
    with pytest.raises(NotYourTurn, match="sai tên"):
        turns.check_turn(document, LEADER, NOBODY)


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
        turns.check_decline(document, role, NOBODY)
    else:
        with pytest.raises(NotYourTurn):
            turns.check_decline(document, role, NOBODY)


def test_a_paper_signed_on_arrival_takes_no_clerks_signature() -> None:
    assert not turns.waits_for(a_document(signed_on_arrival=True), CLERK, NOBODY)


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
    assert turns.lacks(a_document(*done, kind=kind), role, NOBODY) is listed


def test_a_document_in_a_ceremony_is_under_way_for_no_job_and_still_its_signers_turn() -> None:
    held = a_document(kind=Kind.RESULT, signing=LEADER)
    assert turns.is_prepared(held)
    assert not turns.is_under_way(held, LEADER, "lanhdao")
    turns.check_still(held, LEADER, NOBODY)
    with pytest.raises(NotYourTurn):
        turns.check_turn(held, LEADER, NOBODY)
    asked = a_document(kind=Kind.RESULT, signing=LEADER, signing_account="lanhdao")
    assert turns.is_under_way(asked, LEADER, "lanhdao")
    assert not turns.is_prepared(asked)


def signed_by(*turns_taken: Turn, **changes: Any) -> Document:
    """A result that these were asked to sign and have signed, of all that are asked."""
    versions = (a_version(1), *(a_signed(number, turn) for number, turn in enumerate(turns_taken, 2)))
    known = {"kind": Kind.RESULT, "versions": versions, "request": (OFFICER, ABOVE, HEAD, REGISTRY)}
    return a_document(**(known | changes))


def a_signed(number: int, turn: Turn) -> Version:
    made = a_version(number, turn.role)
    assert made.signature
    return replace(made, signature=replace(made.signature, account=turn.account or "vanthu"))


@pytest.mark.parametrize(
    ("done", "waits"),
    [
        ((), OFFICER),
        ((OFFICER,), ABOVE),
        ((OFFICER, ABOVE), HEAD),
        ((OFFICER, ABOVE, HEAD), replace(REGISTRY, account="vanthu")),
        ((OFFICER, ABOVE, HEAD, REGISTRY), None),
    ],
)
def test_of_those_who_were_named_one_at_a_time_may_sign(done: tuple[Turn, ...], waits: Turn | None) -> None:
    document = signed_by(*done)
    for turn in (OFFICER, ABOVE, HEAD, replace(REGISTRY, account="vanthu"), Turn(role=LEADER, account="pho")):
        assert turns.waits_for(document, turn.role, str(turn.account)) is (turn == waits)
        assert turns.lacks(document, turn.role, str(turn.account)) is (turn == waits)


def test_who_is_named_for_another_role_than_usual_signs_in_that_role_while_it_is_the_turn() -> None:
    above = Actor(name="pho", role=Role.LEADER)
    assert turns.capacity_for(signed_by(OFFICER), above) is INITIALS
    assert turns.capacity_for(signed_by(OFFICER, ABOVE), above) is LEADER
    assert turns.capacity_for(signed_by(), Actor(name="thuly", role=Role.OFFICER)) is INITIALS
    with pytest.raises(Forbidden):
        turns.capacity_for(signed_by(), Actor(name="thuly", role=Role.OFFICER), LEADER)


def test_nobody_initials_what_was_not_submitted_through_them() -> None:
    assert not turns.waits_for(a_document(kind=Kind.RESULT), INITIALS, "thuly")


def test_initials_are_one_persons_each_and_any_other_signature_the_roles() -> None:
    document = signed_by(OFFICER)
    assert turns.has_signed(document, INITIALS, "thuly")
    assert not turns.has_signed(document, INITIALS, "pho")
    assert turns.has_signed(a_document(LEADER), LEADER, "lanhdao")


def test_what_is_missing_of_those_who_were_named_is_told_by_name() -> None:
    known = replace(HEAD, name="Trần Văn Lãnh Đạo TEST")
    document = signed_by(OFFICER, request=(OFFICER, known, REGISTRY))
    assert turns.missing_signatures(document) == ("lãnh đạo Trần Văn Lãnh Đạo TEST", "con dấu cơ quan")
    assert turns.missing_signatures(signed_by(OFFICER, ABOVE, HEAD, REGISTRY)) == ()
    assert turns.missing_signatures(signed_by(signed_on_arrival=True, request=(HEAD,))) == ("lãnh đạo lanhdao",)
