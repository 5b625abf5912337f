"""Papers handed back and submitted again, over HTTP, with the real database, store and keys."""

from pathlib import Path
from typing import Any

import pytest

from service.workflow import ceremonies
from storage import Document, Kind, Status
from tests.office import ACTORS, Office
from tests.paper import a_page, save_jpeg

REASON = "Sai tên người nộp ở trang 1."


@pytest.fixture
def call(office: Office) -> Any:
    return office.api()


@pytest.fixture
def result(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Document:
    """A digitised result in a dossier of its own."""
    office.open()
    seed = abs(hash(request.node.name)) % 1000
    return office.digitise(office.add(save_jpeg(a_page(seed=seed, dpi=100), tmp_path / "a.jpg"), Kind.RESULT))


def test_a_leader_hands_a_result_back_and_signs_it_once_it_is_submitted_again(
    office: Office, call: Any, result: Document
) -> None:
    paper, leader = f"/documents/{result.id}", ACTORS["lanhdao"]
    assert result in ceremonies.waiting(office.deps, leader)
    status, told = call("POST", f"{paper}/decline", {"reason": f"  {REASON} "})
    assert (status, told["declined"]["by"], told["declined"]["reason"]) == (200, "lanhdao", REASON)
    assert call("GET", paper, account="canbo")[1]["declined"]["reason"] == REASON
    assert result.id not in {each.id for each in ceremonies.waiting(office.deps, leader)}
    for again in ("signatures", "decline"):
        status, refusal = call("POST", f"{paper}/{again}", {"reason": "nữa"} if again == "decline" else {})
        assert (status, refusal["code"]) == (409, "not_your_turn")
        assert REASON in refusal["detail"]
    assert call("POST", f"{paper}/signatures/request")[0] == 403
    for _ in range(2):
        assert call("POST", f"{paper}/signatures/request", account="thuly")[1]["declined"] is None
    assert office.sign(result, "lanhdao").versions[-1].signature
    with office.deps.database.begin() as db:
        lines = [line for line in db.audit.lines() if line.document == result.id]
    assert [line.action for line in lines][-4:] == ["declined", "submitted", "signature_requested", "signed"]
    assert lines[-4].details == {"role": "leader", "reason": REASON}


def test_the_registrar_hands_back_what_the_leader_signed_and_nothing_before(
    call: Any, office: Office, result: Document
) -> None:
    decline = f"/documents/{result.id}/decline"
    assert call("POST", decline, {"reason": REASON}, "vanthu")[0] == 409
    office.sign(result, "lanhdao")
    assert call("POST", decline, {"reason": REASON}, "lanhdao")[0] == 409
    assert call("POST", decline, {"reason": REASON}, "vanthu")[1]["declined"]["by"] == "vanthu"
    assert call("POST", f"/documents/{result.id}/signatures/request", account="canbo")[0] == 200
    office.sign(result, "vanthu")
    for account in ("lanhdao", "vanthu"):
        assert call("POST", decline, {"reason": REASON}, account)[0] == 409
        assert office.see(result).id not in {d.id for d in ceremonies.waiting(office.deps, ACTORS[account])}


def test_a_paper_goes_back_with_a_reason_and_from_those_who_sign(call: Any, result: Document) -> None:
    decline = f"/documents/{result.id}/decline"
    for reason in ("", "   ", "x" * 1001):
        assert call("POST", decline, {"reason": reason})[0] == 422
    for account in ("canbo", "kiemtra"):
        assert call("POST", decline, {"reason": REASON}, account)[0] == 403


def test_a_withdrawn_paper_stays_as_it_is_and_does_not_hold_up_the_dossier(
    office: Office, call: Any, result: Document, tmp_path: Path
) -> None:
    paper, dossier = f"/documents/{result.id}", f"/dossiers/{result.dossier}"
    assert call("POST", f"{paper}/withdraw", account="thuly")[0] == 409
    call("POST", f"{paper}/decline", {"reason": REASON})
    status, refusal = call("POST", f"{dossier}/archive", account="luutru")
    assert (status, refusal["errors"]) == (409, [f"«{result.name}» bị trả lại, chờ trình lại hoặc rút"])
    for _ in range(2):
        assert call("POST", f"{paper}/withdraw", account="thuly")[1]["withdrawn_at"]
    status, refusal = call("POST", f"{dossier}/archive", account="luutru")
    assert refusal["errors"] == ["hồ sơ chưa có giấy tờ nào"]
    better = office.digitise(office.add(save_jpeg(a_page(seed=77, dpi=100), tmp_path / "b.jpg"), Kind.RESULT))
    office.sign(better, "lanhdao")
    office.sign(better, "vanthu")
    assert call("POST", f"{dossier}/archive", account="luutru")[1]["archived_at"]
    assert office.see(better).status is Status.ARCHIVED
    kept = office.see(result)
    assert (kept.status, kept.versions) == (Status.DIGITISED, result.versions)
    for answer in ("signatures/request", "withdraw"):
        assert call("POST", f"{paper}/{answer}", account="thuly")[0] == 409
    assert kept.declined
