"""Signing with keys the server never holds: prepared here, signed elsewhere, filed once."""

from datetime import timedelta

import psycopg
import pytest

import signing
from service.workflow import ceremonies, deferred, sign
from service.workflow.ceremonies import Wanted
from service.workflow.deps import Timestamp
from service.workflow.errors import Busy, NotReady, NotYourTurn
from service.workflow.failures import waiting
from storage import Document, Outcome, SignerRole, Status
from tests.contract.made import at_once
from tests.integration.signers import LEADER, outcomes, prepare, values
from tests.office import ACTORS, Office


def test_a_ceremony_signs_its_documents_with_a_key_elsewhere(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    assert [paper.id for paper in ceremonies.waiting(keyless.deps, LEADER)][-2:] == [paper.id for paper in papers]
    view = prepare(keyless, *papers)
    assert outcomes(view) == [Outcome.WAITING] * 2
    filed = deferred.file(keyless.deps, LEADER, view.ceremony.id, values(view, leader))
    assert filed.refused == {}
    assert outcomes(filed.view) == [Outcome.SIGNED] * 2
    assert filed.view.over
    for paper in papers:
        now = keyless.see(paper)
        assert (now.status, now.signing, len(now.versions)) == (Status.SIGNED, None, 2)
        signature = now.versions[-1].signature
        assert signature is not None
        assert (signature.role, signature.account, signature.level) == (SignerRole.LEADER, "lanhdao", "B-T")
        before, after = (keyless.bytes_of(version.blob) for version in now.versions)
        assert after.startswith(before)
    assert not {paper.id for paper in papers} & {paper.id for paper in ceremonies.waiting(keyless.deps, LEADER)}


def test_the_signed_file_is_valid_and_the_registrar_seals_after_it(
    office: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(office, papers[0])
    deferred.file(office.deps, LEADER, view.ceremony.id, values(view, leader))
    sealed = office.sign(office.see(papers[0]), "vanthu")
    report = signing.verify(
        office.deps.blobs.fetch(sealed.versions[-1].blob, office.settings.data_dir / "sealed.pdf"),
        office.deps.trust,
        profile="own",
    )
    assert report.verdict is signing.Verdict.VALID
    assert len(report.signatures) == 2


def test_a_lasting_level_is_made_when_it_is_asked_for(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = ceremonies.prepare(keyless.deps, LEADER, Wanted(documents=[papers[0].id], level="B-LT"))
    deferred.file(keyless.deps, LEADER, view.ceremony.id, values(view, leader))
    newest = keyless.see(papers[0]).versions[-1]
    assert newest.signature is not None
    assert (newest.signature.level, newest.signature.timestamp_pending) == ("B-LT", False)
    path = keyless.deps.blobs.fetch(newest.blob, keyless.settings.data_dir / "lasting.pdf")
    assert signing.verify(path, keyless.deps.trust, profile="own", offline=True).verdict is signing.Verdict.VALID


def test_parts_are_filed_as_they_come_and_a_replayed_answer_signs_nothing_twice(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, *papers)
    first, second = ({document: value} for document, value in values(view, leader).items())
    half = deferred.file(keyless.deps, LEADER, view.ceremony.id, first)
    assert sorted(outcomes(half.view)) == [Outcome.SIGNED, Outcome.WAITING]
    again = deferred.file(keyless.deps, LEADER, view.ceremony.id, first)
    assert (again.refused, outcomes(again.view)) == ({}, outcomes(half.view))
    assert len(keyless.see(papers[0]).versions) == 2
    # After a break a new process knows the ceremony from the database alone.
    assert [each.ceremony.id for each in ceremonies.open_of(keyless.deps, LEADER)] == [view.ceremony.id]
    resumed = ceremonies.get(keyless.deps, LEADER, view.ceremony.id)
    assert values(resumed, leader).keys() == second.keys()
    assert deferred.file(keyless.deps, LEADER, view.ceremony.id, second).view.over


def test_the_same_answer_delivered_twice_at_once_makes_one_version(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, papers[0])
    answer = values(view, leader)
    filed = at_once(3, lambda _: deferred.file(keyless.deps, LEADER, view.ceremony.id, answer))
    assert [each.refused for each in filed] == [{}, {}, {}]
    assert len(keyless.see(papers[0]).versions) == 2


def test_a_wrong_value_is_refused_and_the_right_one_still_taken(
    office: Office, keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, *papers)
    right = values(view, leader)
    swapped = dict(zip(right, reversed(right.values()), strict=True))
    other = values(view, office.deps.keyring.signer("vanthu", SignerRole.SEAL))
    for wrong in (swapped, other, dict.fromkeys(right, b"")):
        filed = deferred.file(keyless.deps, LEADER, view.ceremony.id, wrong)
        assert {failure.code for failure in filed.refused.values()} == {"wrong_key"}
        assert outcomes(filed.view) == [Outcome.WAITING] * 2
    assert outcomes(deferred.file(keyless.deps, LEADER, view.ceremony.id, right).view) == [Outcome.SIGNED] * 2


def test_prepared_bytes_changed_in_the_database_are_refused_for_good(
    keyless: Office, leader: signing.Signer, papers: list[Document], postgres_url: str
) -> None:
    view = prepare(keyless, papers[0])
    with psycopg.connect(postgres_url) as connection:
        spoil = "UPDATE ceremony_item SET tail = set_byte(tail, 40, 32) WHERE ceremony_id = %s"
        connection.execute(spoil, (view.ceremony.id,))
    filed = deferred.file(keyless.deps, LEADER, view.ceremony.id, values(view, leader))
    assert [failure.code for failure in filed.refused.values()] == ["changed_file"]
    assert outcomes(filed.view) == [Outcome.FAILED]
    now = keyless.see(papers[0])
    assert (len(now.versions), now.signing) == (1, None)


def test_a_document_in_a_ceremony_waits_for_nobody_else(
    office: Office, keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, papers[0])
    for account in ("canbo", "lanhdao", "vanthu"):
        with pytest.raises(NotYourTurn):
            sign.request(office.deps, ACTORS[account], papers[0].id)
    mixed = prepare(keyless, *papers)
    assert outcomes(mixed) == [Outcome.FAILED, Outcome.WAITING]
    assert mixed.ceremony.items[0].failure is not None
    with pytest.raises(NotReady):
        prepare(keyless, papers[0])
    # No job of the queue takes it for a signature that got lost, and an old job of the same role leaves it alone.
    with office.deps.database.begin() as db:
        assert papers[0].id not in [job.document for job in waiting(db, office.deps.clock() + timedelta(days=1))]
    office.run(office.job(papers[0], "lanhdao", SignerRole.LEADER))
    assert len(keyless.see(papers[0]).versions) == 1
    with pytest.raises(Busy):
        sign.lift(office.deps, Timestamp(document=papers[0].id, expected=1))
    assert outcomes(deferred.file(keyless.deps, LEADER, view.ceremony.id, values(view, leader)).view) == [
        Outcome.SIGNED
    ]
