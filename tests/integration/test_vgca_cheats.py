"""VGCA SignService over HTTP: a fake of the tool that hangs, and one that cheats with its addresses."""

import secrets
from urllib.parse import urlsplit

from service.workflow import handovers
from storage import Document, SignerRole
from tests.contract.made import at_once
from tests.integration.desk import Desk


def test_a_tool_that_hangs_lets_go_after_ten_minutes(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)
    handovers.release_expired(desk.later(9).office.deps)
    assert desk.office.see(paper).signing is SignerRole.LEADER
    after = desk.later(10)
    assert after.bring(message, back)[0] == 410
    assert after.fetch(message)[0] == 410
    assert (desk.office.see(paper).signing, desk.call("GET", paper)[1]["outcome"]) == (None, "expired")
    assert desk.untouched(paper)
    assert desk.bring(message, back)[0] == 410  # not even with a clock set back
    assert desk.given(paper)["outcome"] == "waiting"


def test_a_file_sent_twice_is_filed_once_and_another_one_never(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    back = desk.sign(message)
    answers = at_once(3, lambda _: desk.bring(message, back))
    assert {(status, answer["Status"]) for status, answer in answers} == {(200, True)}
    assert desk.bring(message, back)[1]["Status"] is True
    assert len(desk.office.see(paper).versions) == 2
    assert desk.fetch(message)[0] == 410
    back.write_bytes(back.read_bytes() + b"\n")
    assert desk.bring(message, back)[0] == 410
    assert len(desk.office.see(paper).versions) == 2


def test_an_address_serves_its_own_document_and_purpose_only(desk: Desk, papers: list[Document]) -> None:
    first, second = (desk.given(paper)["tool"]["message"] for paper in papers)
    back = desk.sign(first)
    assert desk.bring(second, back)[1]["Status"] is False
    assert desk.call("GET", papers[1])[1]["failure"]["code"] == "not_extended"
    download, upload = (urlsplit(first[name]).path for name in ("FileName", "FileUploadHandler"))
    exchanged = {"FileName": f"{upload[:-2]}van-ban.pdf", "FileUploadHandler": f"{download[:-11]}ky"}
    guess = secrets.token_urlsafe(32)
    guessed = {"FileName": f"/api/v1/vgca/{guess}/van-ban.pdf", "FileUploadHandler": f"/api/v1/vgca/{guess}/ky"}
    for wrong in (exchanged, guessed):
        assert desk.fetch(wrong)[0] == 404
        status, answer = desk.bring(wrong, back)
        assert (status, answer["Status"]) == (404, False)
    assert all(desk.untouched(paper) for paper in papers)


def test_too_many_downloads_and_too_many_lies_end_it(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    assert [desk.fetch(message)[0] for _ in range(6)] == [200] * 5 + [410]
    nothing = desk.folder / "nothing.pdf"
    nothing.write_bytes(b"%PDF-1.7")
    assert [desk.bring(message, nothing)[0] for _ in range(6)] == [200] * 5 + [410]
    told = desk.call("GET", paper)[1]
    assert (told["outcome"], told["failure"]["code"]) == ("failed", "not_extended")
    assert desk.office.see(paper).signing is None
    assert desk.web.post(urlsplit(message["FileUploadHandler"]).path, data={}).status_code == 410


def test_a_body_too_large_is_refused_before_it_is_read_and_told(desk: Desk, paper: Document) -> None:
    message = desk.given(paper)["tool"]["message"]
    huge = desk.folder / "huge.pdf"
    huge.write_bytes(bytes(17 << 20))
    status, answer = desk.bring(message, huge)
    assert (status, answer["Status"]) == (200, False)
    assert desk.call("GET", paper)[1]["failure"]["code"] == "too_large"
    status, answer = desk.bring({"FileUploadHandler": message["FileUploadHandler"].replace("/ky", "x/ky")}, huge)
    assert (status, answer["Status"]) == (404, False)
