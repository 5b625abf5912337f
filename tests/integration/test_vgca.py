"""VGCA SignService over HTTP: a fake of the tool that behaves, lies, and comes at a bad moment."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

import signing
import storage
from service.jobs.upkeep import Upkeep
from service.workflow import ceremonies, certificates, returned
from service.workflow.deps import Timestamp
from signing.demo.folder import issuing_authority
from storage import Document, SignerRole, Status
from tests import vgca
from tests.integration.desk import Desk
from tests.integration.signers import LEADER
from tests.office import Office
from tests.unit.signing.papers import a_profile, a_signer, with_dead_services


def test_the_leader_signs_with_the_tool_and_the_registrar_seals_after(
    desk: Desk, office: Office, paper: Document, postgres_url: str
) -> None:
    told = desk.given(paper)
    tool = told["tool"]
    assert tool["address"] == "wss://127.0.0.1:8987/SignApproved"
    assert (told["outcome"], desk.office.see(paper).signing) == ("waiting", SignerRole.LEADER)
    status, answer = desk.bring(tool["message"], desk.sign(tool["message"]))
    assert (status, answer["Status"]) == (200, True)
    assert answer["FileServer"] == f"{office.settings.url}/documents/{paper.id}"
    now = desk.office.see(paper)
    assert (now.status, now.signing, len(now.versions)) == (Status.SIGNED, None, 2)
    signature = now.versions[-1].signature
    assert signature is not None
    assert (signature.account, signature.level, signature.level_wanted) == ("lanhdao", "B-B", "B-T")
    before, after = (office.bytes_of(version.blob) for version in now.versions)
    assert after.startswith(before)
    assert desk.call("GET", paper)[1] | {"tool": None} == told | {"outcome": "signed", "version": 2, "tool": None}
    assert [actor for actor, _ in desk.audited(postgres_url, paper, "downloaded")] == ["lanhdao"]
    office.run(Timestamp(document=paper.id, expected=2))
    sealed = office.sign(office.see(paper), "vanthu")
    path = office.deps.blobs.fetch(sealed.versions[-1].blob, desk.folder / "sealed.pdf")
    assert signing.verify(path, office.deps.trust, profile="own").verdict is signing.Verdict.VALID


def test_what_the_tool_is_told_holds_no_log_in_and_the_database_no_secret(
    desk: Desk, paper: Document, postgres_url: str
) -> None:
    message = desk.given(paper)["tool"]["message"]
    assert (message["SessionId"], message["JWTToken"]) == ("", "")
    given = [urlsplit(message[name]).path.split("/")[4] for name in ("FileName", "FileUploadHandler")]
    assert len(set(given)) == 2
    assert all(len(secret) >= 43 for secret in given)  # 256 bits in base64
    with psycopg.connect(postgres_url) as connection:
        rows = str(connection.execute("SELECT * FROM handover").fetchall())
        rows += str(connection.execute("SELECT * FROM audit").fetchall())
    assert not [secret for secret in given if secret in rows]
    answer = desk.web.get(urlsplit(message["FileName"]).path)
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]


def test_each_lie_is_refused_with_its_reason_and_the_honest_file_still_taken(
    desk: Desk, paper: Document, postgres_url: str
) -> None:
    for way, code in vgca.LIES.items():
        message = desk.given(paper)["tool"]["message"]
        status, answer = desk.bring(message, desk.sign(message, way))
        assert (status, answer["Status"]) == (200, False), way
        assert desk.untouched(paper), way
        failure = desk.call("GET", paper)[1]["failure"]
        assert (failure["code"], failure["message"]) == (code, answer["Message"])
        if code != "digest_mismatch":  # the last: what follows comes under the same addresses
            desk.call("DELETE", paper)
    refused = desk.audited(postgres_url, paper, "signature_refused")
    assert [(actor, details["code"]) for actor, details in refused] == [
        ("lanhdao", code) for code in vgca.LIES.values()
    ]
    assert desk.bring(message, desk.sign(message))[1]["Status"] is True
    assert desk.call("GET", paper)[1]["failure"] is None


def test_another_persons_certificate_and_a_wrong_clock_are_refused(desk: Desk, office: Office, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    other = office.deps.keyring.signer("vanthu", SignerRole.SEAL)
    desk.bring(message, desk.sign(message, key=other))
    assert desk.call("GET", paper)[1]["failure"]["code"] == "other_certificate"
    hour_ago = desk.office.deps.clock() - timedelta(hours=1)

    def late(lent: Path, back: Path, key: signing.Signer) -> None:
        signing.sign(lent, back, key, level=signing.Level.B_B, now=hour_ago)

    desk.bring(message, desk.sign(message, late))
    assert desk.call("GET", paper)[1]["failure"]["code"] == "wrong_clock"
    assert desk.untouched(paper)


def test_taking_it_back_opens_the_document_and_closes_the_addresses(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)
    for _ in range(2):
        assert desk.call("DELETE", paper)[1]["outcome"] == "given_up"
    assert desk.office.see(paper).signing is None
    assert desk.bring(message, back)[0] == 410
    assert desk.untouched(paper)


def test_a_document_with_a_tool_waits_for_nobody_else(desk: Desk, papers: list[Document]) -> None:
    desk.given(papers[0])
    assert desk.call("POST", papers[0])[0] == 409
    assert papers[0].id not in [each.id for each in ceremonies.waiting(desk.office.deps, LEADER)]
    for account, status in (("canbo", 404), ("thuly", 404), ("vanthu", 404), ("luutru", 403)):
        assert desk.call("GET", papers[0], account)[0] == status
        assert desk.call("DELETE", papers[0], account)[0] == status
    assert desk.call("POST", papers[1], "vanthu")[0] == 409  # the seal follows the leader
    assert desk.call("POST", papers[1], "luutru")[0] == 403
    assert desk.call("POST", papers[1], certificate="%%%")[0] == 422


def test_a_certificate_withdrawn_meanwhile_ends_it(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)
    certificates.withdraw(desk.office.deps, "lanhdao", desk.key.leaf)
    try:
        assert desk.bring(message, back)[1]["Status"] is False
        assert desk.call("GET", paper)[1]["outcome"] == "failed"
        assert desk.untouched(paper)
    finally:
        certificates.assign(desk.office.deps, "lanhdao", desk.key.leaf)


def test_a_version_filed_meanwhile_ends_it(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)
    with desk.office.deps.database.begin() as db:
        blob = paper.versions[-1].blob
        db.documents.signed(paper.id, expected=1, blob=blob, signature=None, created_by="worker", note=None)
    assert desk.bring(message, back)[1]["Status"] is False
    told = desk.call("GET", paper)[1]
    assert (told["outcome"], told["failure"]["code"]) == ("failed", "conflict")
    assert len(desk.office.see(paper).versions) == 2


def test_a_store_that_is_away_is_no_refusal(desk: Desk, paper: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)

    def away(*_: object, **__: object) -> None:
        raise storage.StoreUnavailable("Kho tệp không trả lời.")

    with monkeypatch.context() as patch:
        patch.setattr(storage.Blobs, "put", away)
        assert desk.bring(message, back)[0] == 503
    assert desk.call("GET", paper)[1]["failure"] is None
    assert desk.bring(message, back)[1]["Status"] is True


def test_a_plain_signature_is_filed_under_no_level_of_pades_and_a_timestamp_is_owed(
    desk: Desk, office: Office, paper: Document
) -> None:
    message = desk.given(paper)["tool"]["message"]
    assert desk.bring(message, desk.sign(message, vgca.plain_cms))[1]["Status"] is True
    signature = office.see(paper).versions[-1].signature
    assert signature is not None
    assert (signature.level, signature.timestamp_pending, signature.level_wanted) == ("CMS", True, "B-T")
    office.run(Timestamp(document=paper.id, expected=2))
    assert len(office.see(paper).versions) == 3


def test_a_status_that_cannot_be_had_is_noted_for_people(desk: Desk, office: Office, paper: Document) -> None:
    pki: signing.demo.DemoPki = office.deps.keyring.pki  # type: ignore[attr-defined]
    key = a_signer(pki, "xa", a_profile(), with_dead_services(issuing_authority(pki)))
    certificates.assign(office.deps, "lanhdao", key.leaf)
    try:
        told = desk.given(paper)
        assert told["certificate"] != sha256(desk.key.leaf).hexdigest()
        assert desk.bring(told["tool"]["message"], desk.sign(told["tool"]["message"], key=key))[1]["Status"] is True
    finally:
        certificates.withdraw(office.deps, "lanhdao", key.leaf)
    now = office.see(paper)
    assert now.note is not None
    assert now.note.startswith(returned.STATUS_UNKNOWN)
    assert "B-T" in now.note


def test_upkeep_lets_go_of_what_a_tool_never_brought_back(desk: Desk, paper: Document) -> None:
    desk.given(paper)
    app = App(connector=InMemoryConnector())
    Upkeep(desk.later(11).office.deps, 20).register(app)
    app.tasks["release"].func(0)
    assert desk.office.see(paper).signing is None
