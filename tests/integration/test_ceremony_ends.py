"""How a ceremony ends without signatures, who is kept out of it, and what a failing service leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest

import signing
import storage
from service.cli import main
from service.workflow import ceremonies, certificates, deferred, sign
from service.workflow.ceremonies import Wanted
from service.workflow.deps import Timestamp
from service.workflow.errors import Forbidden, NotAvailable, NotReady
from storage import Document, Outcome, SignerRole
from tests.integration.signers import LEADER, outcomes, prepare, values
from tests.office import ACTORS, Office


def later(office: Office, minutes: int) -> Office:
    moment = office.deps.clock() + timedelta(minutes=minutes)
    return office.but(clock=lambda: moment)


def test_giving_up_opens_what_waits_to_others_again(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, *papers)
    answer = values(view, leader)
    deferred.file(keyless.deps, LEADER, view.ceremony.id, {papers[0].id: answer[papers[0].id]})
    for _ in range(2):
        ended = ceremonies.give_up(keyless.deps, LEADER, view.ceremony.id)
        assert outcomes(ended) == [Outcome.SIGNED, Outcome.GIVEN_UP]
    assert keyless.see(papers[1]).signing is None
    late = deferred.file(keyless.deps, LEADER, view.ceremony.id, answer)
    assert [(document, failure.code) for document, failure in late.refused.items()] == [(papers[1].id, "conflict")]
    assert len(keyless.see(papers[1]).versions) == 1
    assert outcomes(prepare(keyless, papers[1])) == [Outcome.WAITING]


def test_a_ceremony_whose_time_is_over_lets_go_of_its_documents(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, papers[0])
    ceremonies.release_expired(later(keyless, 29).deps)
    assert keyless.see(papers[0]).signing is SignerRole.LEADER
    late = deferred.file(later(keyless, 30).deps, LEADER, view.ceremony.id, values(view, leader))
    assert [failure.code for failure in late.refused.values()] == ["conflict"]
    assert outcomes(late.view) == [Outcome.EXPIRED]
    assert keyless.see(papers[0]).signing is None


def test_somebody_elses_ceremony_is_not_there(keyless: Office, leader: signing.Signer, papers: list[Document]) -> None:
    view = prepare(keyless, papers[0])
    for other in (ACTORS["canbo"], ACTORS["vanthu"]):
        for attempt in (ceremonies.get, ceremonies.give_up):
            with pytest.raises(storage.NotFound):
                attempt(keyless.deps, other, view.ceremony.id)
        with pytest.raises(storage.NotFound):
            deferred.file(keyless.deps, other, view.ceremony.id, values(view, leader))
        assert ceremonies.open_of(keyless.deps, other) == ()
    with pytest.raises(Forbidden):
        ceremonies.get(keyless.deps, ACTORS["quantri"], view.ceremony.id)
    with pytest.raises(storage.NotFound):
        deferred.file(keyless.deps, LEADER, view.ceremony.id, {uuid4(): b"x"})


def test_only_an_assigned_certificate_is_taken(office: Office, keyless: Office, papers: list[Document]) -> None:
    other = office.deps.keyring.signer("canbo", SignerRole.CLERK).leaf
    for content, code in ((other, "other_certificate"), (b"none", "bad_certificate")):
        with pytest.raises(signing.KeyUnavailable) as refusal:
            ceremonies.prepare(keyless.deps, LEADER, Wanted(documents=[papers[0].id], certificate=content))
        assert refusal.value.code == code
    certificates.withdraw(office.deps, "canbo", other)
    with pytest.raises(signing.KeyUnavailable) as refusal:
        ceremonies.prepare(keyless.deps, ACTORS["canbo"], Wanted(documents=[papers[0].id]))
    assert refusal.value.code == "no_certificate"
    with pytest.raises(storage.AlreadyExists):
        certificates.assign(office.deps, "canbo", office.deps.keyring.signer("lanhdao", SignerRole.LEADER).leaf)


def test_a_certificate_withdrawn_while_the_leader_signed_is_refused(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, papers[0])
    certificates.withdraw(keyless.deps, "lanhdao", leader.leaf)
    with pytest.raises(signing.KeyUnavailable):
        deferred.file(keyless.deps, LEADER, view.ceremony.id, values(view, leader))
    assert len(keyless.see(papers[0]).versions) == 1
    certificates.assign(keyless.deps, "lanhdao", leader.leaf)


def test_turns_hold_for_ceremonies_too(office: Office, keyless: Office, papers: list[Document]) -> None:
    with pytest.raises(NotReady) as refusal:
        ceremonies.prepare(keyless.deps, ACTORS["vanthu"], Wanted(documents=[papers[0].id]))
    assert "lãnh đạo" in refusal.value.missing[0]
    with pytest.raises(Forbidden):
        ceremonies.prepare(keyless.deps, ACTORS["luutru"], Wanted(documents=[papers[0].id]))
    with pytest.raises(NotAvailable):
        ceremonies.prepare(keyless.deps, LEADER, Wanted(documents=[papers[0].id], level="B-X"))
    with pytest.raises(storage.NotFound):
        ceremonies.prepare(keyless.deps, LEADER, Wanted(documents=[uuid4()]))


def test_without_a_timestamp_the_signature_stays_at_b_b_and_one_is_owed(
    keyless: Office, leader: signing.Signer, papers: list[Document]
) -> None:
    view = prepare(keyless, *papers)
    broken = keyless.but(tsa="http://127.0.0.1:9/tsa")
    filed = deferred.file(broken.deps, LEADER, view.ceremony.id, values(view, leader))
    assert outcomes(filed.view) == [Outcome.SIGNED] * 2
    for paper in papers:
        now = keyless.see(paper)
        signature = now.versions[-1].signature
        assert signature is not None
        assert (signature.level, signature.timestamp_pending, signature.level_wanted) == ("B-B", True, "B-T")
        assert now.note == sign.owed_note("B-T")
    keyless.run(Timestamp(document=papers[0].id, expected=2))
    assert len(keyless.see(papers[0]).versions) == 3


def test_the_administrator_assigns_a_certificate_at_the_command_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = office.settings.model_dump(include={"database_url", "s3_endpoint", "s3_access_key", "s3_bucket"})
    secrets = {"s3_secret_key": office.settings.s3_secret_key.get_secret_value(), "s3_secure": "0"}
    for name, value in (given | secrets).items():
        monkeypatch.setenv(name.upper(), str(value))
    path = office.settings.data_dir / "canbo.der"
    path.write_bytes(office.deps.keyring.signer("canbo", SignerRole.CLERK).leaf)
    assert main(["certificate", "assign", "canbo", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == certificates.of(office.deps, "canbo")[0].holder
    assert main(["certificate", "withdraw", "canbo", str(path)]) == 0
    assert certificates.of(office.deps, "canbo") == ()
    assert main(["certificate", "assign", "khong-co", str(path)]) == 1
    assert main(["certificate", "assign", "canbo", "/nowhere"]) == 1
