"""Files on their way in and out of the pages."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import storage
from storage import Document
from tests.unit.service.builders import a_blob
from tests.unit.service.web.pages.office import CODE, Browser, Office, Shelf, a_browser, an_office


def a_scan(shade: int = 255) -> bytes:
    stream = BytesIO()
    Image.new("L", (60, 80), shade).save(stream, "PNG", dpi=(72, 72))
    return stream.getvalue()


class FullShelf(Shelf):
    """A store that takes nothing more."""

    def put(self, path: Path, key: str, *, sha256: str, media_type: str) -> storage.Blob:
        raise storage.StoreUnavailable("Kho tệp không trả lời.")


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def browser(office: Office) -> Browser:
    return a_browser(office).log_in("clerk")


def sent(browser: Browser, *files: tuple[str, bytes], **fields: str) -> Any:
    uploads = [(BytesIO(content), name) for name, content in files]
    return browser.send(f"/dossiers/{CODE}/documents", page=f"/dossiers/{CODE}", file=uploads, **fields)


def listed(office: Office) -> list[Document]:
    return list(office.papers.values())


def test_files_are_received_and_the_browser_sent_on(browser: Browser, office: Office) -> None:
    answer = sent(browser, ("a.png", a_scan(1)), ("b.png", a_scan(2)), component=" Đơn đề nghị ", kind="result")
    assert (answer.status_code, answer.location) == (303, f"/dossiers/{CODE}")
    assert [(d.name, d.component, d.kind.value) for d in listed(office)] == [
        ("a.png", "Đơn đề nghị", "result"),
        ("b.png", "Đơn đề nghị", "result"),
    ]
    assert "Đã nhận 2 tệp" in browser.client.get(answer.location).text


def test_each_file_s_outcome_is_told_where_one_was_not_taken(browser: Browser, office: Office) -> None:
    sent(browser, ("dau-tien.png", a_scan(1)))
    first = listed(office)[0]
    answer = sent(browser, ("moi.png", a_scan(2)), ("lai.png", a_scan(1)), ("<i>la.exe", b"MZ\0\0"), ("rong.pdf", b""))
    assert answer.status_code == 200
    assert [d.name for d in listed(office)] == ["dau-tien.png", "moi.png"]
    for line in (
        "Đã nhận</b>",
        f'lai.png: xem giấy tờ <a href="#d-{first.id}">dau-tien.png</a>',
        "&lt;i&gt;la.exe: Không nhận dạng được loại tệp",
        "rong.pdf: Tệp rỗng.",
    ):
        assert line in answer.text
    assert "refresh" not in answer.text, "the outcomes must stay until they were read"


def test_nothing_but_refused_files_is_an_error(browser: Browser, office: Office) -> None:
    answer = sent(browser, ("la.exe", b"MZ\0\0"))
    assert answer.status_code == 422
    assert listed(office) == []


def test_no_file_chosen_is_told(browser: Browser) -> None:
    answer = sent(browser, ("", b""))
    assert answer.status_code == 422
    assert "Chưa chọn tệp nào để gửi." in answer.text


def test_a_component_name_too_long_is_refused_not_cut(browser: Browser, office: Office) -> None:
    answer = sent(browser, ("a.png", a_scan()), component="x" * 201)
    assert answer.status_code == 422
    assert listed(office) == []


def test_a_store_that_is_away_is_told_for_the_file(office: Office) -> None:
    answer = sent(a_browser(office, FullShelf()).log_in("clerk"), ("a.png", a_scan()))
    assert answer.status_code == 422
    assert "Kho tệp không trả lời." in answer.text


def test_who_may_not_add_papers_has_no_form_and_is_refused(office: Office) -> None:
    browser = a_browser(office).log_in("archivist")
    assert 'type="file"' not in browser.client.get(f"/dossiers/{CODE}").text
    answer = browser.send(f"/dossiers/{CODE}/documents", file=[(BytesIO(a_scan()), "a.png")])
    assert answer.status_code == 403


def test_the_file_and_the_original_are_shown_in_the_browser_or_saved(office: Office) -> None:
    paper, shelf = office.paper(name="Đơn.tiff"), Shelf()
    shelf.kept = {paper.original.sha256: b"nguyen van", paper.versions[0].blob.sha256: b"%"}
    client = a_browser(office, shelf).log_in("archivist").client
    shown = client.get(f"/documents/{paper.id}/file?version=1")
    assert (shown.data, shown.mimetype) == (b"%", "application/pdf")
    assert shown.headers["Content-Disposition"] == "inline; filename*=UTF-8''%C4%90%C6%A1n_v1.pdf"
    saved = client.get(f"/documents/{paper.id}/original?save=1")
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C4%90%C6%A1n.tiff"
    assert client.get(f"/documents/{paper.id}/file?version=9").status_code == 404


def test_every_look_at_the_bytes_is_written_down_once(office: Office) -> None:
    paper = office.paper(original=replace(a_blob(), size=10))
    client = a_browser(office, Shelf(kept={paper.original.sha256: b"0123456789"})).log_in("archivist").client
    before = len(office.written)
    for piece in ("0-4", "5-9"):
        answer = client.get(f"/documents/{paper.id}/original", headers={"Range": f"bytes={piece}"})
        assert (answer.status_code, len(answer.data)) == (206, 5)
    assert office.written[before:] == ["downloaded"]


def test_any_pdf_is_verified_and_a_file_that_is_none_is_told(browser: Browser, shared: Path) -> None:
    for name, status, sentence in (
        ("ocrmypdf__blank.pdf", 200, "Không có chữ ký số"),
        ("dss__modified_after_signature.pdf", 200, "Không hợp lệ"),
        ("ocrmypdf__typewriter.png", 422, "PDF"),
    ):
        upload = (BytesIO((shared / "corpus/hostile" / name).read_bytes()), name)
        answer = browser.send("/verify", page="/verify", file=upload)
        assert answer.status_code == status, name
        assert sentence in answer.text
    assert browser.send("/verify", page="/verify").status_code == 422
