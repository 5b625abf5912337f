"""Papers submitted to people by name: initials, the leader, the seal, each in turn, with the real servers and keys."""

from pathlib import Path
from typing import Any

import pytest

import signing
from service.workflow import ceremonies, deferred, failures, sign
from service.workflow.errors import NotYourTurn
from storage import Account, Document, Failure, Outcome, Role, SignerRole, Status
from tests.eyes import pdfsig
from tests.integration.signers import LEADER as HEAD
from tests.integration.signers import outcomes, prepare, values
from tests.office import ACTORS, Office

OFFICER = {"role": "initials", "account": "thuly"}
LEADER = {"role": "leader", "account": "lanhdao"}
SEAL = {"role": "seal", "account": None}


@pytest.fixture
def call(office: Office) -> Any:
    return office.api()


def submitted(call: Any, document: Document, *signers: Any, account: str = "canbo") -> tuple[int, Any]:
    answer: tuple[int, Any] = call(
        "POST", f"/documents/{document.id}/signatures/request", {"signers": list(signers)}, account
    )
    return answer


def listed(office: Office, document: Document) -> list[str]:
    """Whose list of papers to sign the document is in."""
    people = ("canbo", "thuly", "lanhdao", "vanthu")
    return [who for who in people if document.id in {d.id for d in ceremonies.waiting(office.deps, ACTORS[who])}]


def test_each_signs_in_turn_and_the_paper_waits_for_nobody_once_all_have(
    office: Office, call: Any, paper: Document, tmp_path: Path
) -> None:
    status, told = submitted(call, paper, OFFICER, LEADER)
    assert status == 200
    assert told["request"] == [{**turn, "signed": False} for turn in (OFFICER, LEADER, SEAL)]
    for place, who in enumerate(("thuly", "lanhdao", "vanthu")):
        assert listed(office, paper) == [who]
        for other in {"thuly", "lanhdao", "vanthu"} - {who}:
            status, refusal = call("POST", f"/documents/{paper.id}/signatures", {}, other)
            assert (status, refusal["code"]) == (409, "not_your_turn")
        now = office.sign(paper, who)
        assert now.status is (Status.SIGNED if place else Status.DIGITISED)
    assert listed(office, paper) == []
    assert [turn["signed"] for turn in call("GET", f"/documents/{paper.id}")[1]["request"]] == [True] * 3
    roles = [version.signature.role.value for version in office.see(paper).versions if version.signature]
    assert roles == ["initials", "leader", "seal"]
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(office.bytes_of(office.see(paper).versions[-1].blob))
    assert pdfsig(signed, office.settings.data_dir / "pki" / "root.pem").count("Signature is Valid.") == 3
    assert call("POST", f"/dossiers/{paper.dossier}/archive", account="luutru")[0] == 200


def test_who_is_asked_for_initials_may_hand_the_paper_back(office: Office, call: Any, paper: Document) -> None:
    submitted(call, paper, OFFICER, LEADER)
    decline = f"/documents/{paper.id}/decline"
    assert call("POST", decline, {"reason": "Thiếu căn cứ."}, "lanhdao")[0] == 409
    assert call("POST", decline, {"reason": "Thiếu căn cứ."}, "thuly")[1]["declined"]["by"] == "thuly"
    assert listed(office, paper) == []
    assert call("POST", f"/documents/{paper.id}/signatures/request", account="canbo")[1]["declined"] is None
    assert listed(office, paper) == ["thuly"]


def test_the_signers_may_change_until_the_leader_has_signed(office: Office, call: Any, paper: Document) -> None:
    submitted(call, paper, OFFICER, LEADER)
    office.sign(paper, "thuly")
    assert submitted(call, paper, LEADER)[1]["request"] == [{**turn, "signed": False} for turn in (LEADER, SEAL)]
    office.sign(paper, "lanhdao")
    status, refusal = submitted(call, paper, OFFICER, LEADER)
    assert (status, refusal["code"]) == (409, "not_ready")
    assert listed(office, paper) == ["vanthu"]


def test_a_dossier_is_not_archived_before_all_who_were_named_have_signed(
    office: Office, call: Any, paper: Document
) -> None:
    submitted(call, paper, OFFICER, LEADER)
    status, refusal = call("POST", f"/dossiers/{paper.dossier}/archive", account="luutru")
    assert status == 409
    assert f"«{paper.name}» thiếu chữ ký của người ký nháy Lê Văn Thụ Lý TEST" in refusal["errors"]


def test_one_ceremony_takes_initials_and_approvals_each_in_its_role(
    keyless: Office, call: Any, leader: signing.Signer, papers: list[Document]
) -> None:
    checked, approved = papers
    above = {"role": "leader", "account": None}
    assert submitted(call, checked, {**LEADER, "role": "initials"}, above)[0] == 200
    view = prepare(keyless, *papers)
    assert [item.role for item in view.ceremony.items] == [SignerRole.INITIALS, SignerRole.LEADER]
    filed = deferred.file(keyless.deps, HEAD, view.ceremony.id, values(view, leader))
    assert outcomes(filed.view) == [Outcome.SIGNED] * 2
    assert [keyless.see(paper).status for paper in papers] == [Status.DIGITISED, Status.SIGNED]
    assert listed(keyless, checked) == ["lanhdao"]
    assert listed(keyless, approved) == ["vanthu"]


@pytest.mark.parametrize(
    "signers",
    [
        [OFFICER],
        [LEADER, OFFICER],
        [LEADER, LEADER],
        [{"role": "initials", "account": None}, LEADER],
        [{"role": "leader", "account": "thuly"}],
        [{"role": "initials", "account": "lanhdao"}, LEADER],
        [{"role": "leader", "account": "khongco"}],
        [OFFICER, LEADER, SEAL, SEAL],
        [{"role": "clerk", "account": "canbo"}, LEADER],
        [{"role": "leader", "account": ""}],
    ],
)
def test_an_order_in_which_no_paper_is_signed_is_refused(call: Any, paper: Document, signers: list[Any]) -> None:
    status, refusal = submitted(call, paper, *signers)
    assert (status, refusal["code"]) == (422, "invalid_request")
    assert call("GET", f"/documents/{paper.id}")[1]["request"] == []


def test_those_who_sign_do_not_name_the_signers(call: Any, paper: Document) -> None:
    for account in ("lanhdao", "vanthu", "luutru"):
        assert submitted(call, paper, LEADER, account=account)[0] == 403


def test_a_replayed_job_gives_each_person_one_set_of_initials(office: Office, call: Any, paper: Document) -> None:
    with office.deps.database.begin() as db:
        if "pho" not in {account.name for account in db.accounts.all()}:
            db.accounts.add(Account(name="pho", role=Role.LEADER, display_name="Phó", agency=office.deps.agency), None)
    above = {"role": "initials", "account": "pho"}
    assert submitted(call, paper, OFFICER, above, LEADER)[0] == 200
    job = office.job(office.see(paper), "thuly", SignerRole.INITIALS)
    office.sign(paper, "thuly")
    before = office.see(paper).versions
    office.run(job)
    assert office.see(paper).versions == before
    with pytest.raises(NotYourTurn):
        sign.request(office.deps, ACTORS["thuly"], paper.id)
    assert call("GET", f"/documents/{paper.id}")[1]["request"][1] == {**above, "signed": False}


def test_initials_that_failed_are_tried_again_as_initials(office: Office, call: Any, paper: Document) -> None:
    submitted(call, paper, OFFICER, LEADER)
    failure = Failure(code="wrong_pin", message="Sai PIN.", retryable=False)
    with office.deps.database.begin() as db:
        db.documents.signing_failed(paper.id, failure)
    again = failures.retry(office.deps, ACTORS["thuly"], paper.id)
    assert (again.signing, again.signing_account) == (SignerRole.INITIALS, "thuly")
