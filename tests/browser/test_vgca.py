"""The leader signs with VGCA SignService from the page of what waits."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.local.ports import is_free
from signing import demo, load_pkcs12
from tests import vgca
from tests.browser.chromium import Chromium
from tests.browser.conftest import log_in
from tests.browser.test_ceremony import results
from tests.browser.vgca_tool import Tool, listening
from tests.product import Product, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TOLD = "document.querySelector('#told').innerText.includes({text!r})"


@pytest.fixture(scope="module")
def port() -> int:
    return next(port for port in random.sample(range(43000, 44000), 50) if is_free(port))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("vgca") / "var", VGCA_ADDRESS=f"ws://127.0.0.1:{port}") as product:
        yield product


def test_the_leader_signs_two_papers_and_sees_what_a_missing_lying_or_hanging_tool_does(
    browser: Chromium, office: Product, port: int, tmp_path: Path
) -> None:
    papers = results(office, tmp_path, 3)
    log_in(browser, office, "lanhdao")
    browser.open(f"{office.url}/waiting")
    browser.click("#all")
    browser.click("#vgca")
    browser.until(TOLD.format(text="Không mở được VGCA SignService"))
    assert all(office.document(paper)["signing"] is None for paper in papers)
    browser.console.clear()

    pki = demo.load_demo_pki(office.data_dir / "pki")
    tool = Tool(tmp_path, load_pkcs12(pki.p12("lanhdao"), pki.passphrase("lanhdao")))
    with listening(tool, port):
        tool.way = vgca.noted_before
        browser.click("#vgca")
        browser.until(TOLD.format(text="còn bị thay đổi nội dung"))
        assert all(office.document(paper)["signing"] is None for paper in papers)

        tool.way = None
        browser.click("#vgca")
        browser.until(TOLD.format(text="Hãy sang cửa sổ VGCA SignService"))
        office.wait(lambda: len(tool.verbs) == 2)
        assert [office.document(paper)["signing"] for paper in papers].count("leader") == 1
        browser.click("#vgca-stop")
        browser.until(TOLD.format(text="Đã lấy lại văn bản"))
        assert all(office.document(paper)["signing"] is None for paper in papers)

        tool.way = vgca.honest
        browser.click("#vgca")
        browser.until(TOLD.format(text="Đã ký 3/3 văn bản bằng VGCA SignService"), 60)
    assert tool.verbs == ["SignApproved"] * 5
    assert browser.run("document.querySelectorAll('td.signed').length") == 3
    for paper in papers:
        assert office.call("GET", f"/documents/{paper}/signatures", account="lanhdao").json["verdict"] == "valid"
    assert browser.console == []


def test_a_document_left_with_the_tool_is_shown_and_can_be_taken_back(
    browser: Chromium, office: Product, port: int, tmp_path: Path
) -> None:
    (paper,) = results(office, tmp_path, 1)
    assert office.call("POST", f"/documents/{paper}/vgca", account="lanhdao", body={}).status == 201
    log_in(browser, office, "lanhdao")
    browser.open(f"{office.url}/waiting")
    assert "đang ở VGCA SignService" in browser.text()
    browser.click("form.notice button")
    browser.until("document.body.innerText.includes('Đã lấy lại văn bản')")
    assert office.document(paper)["signing"] is None
    script = "fetch('/waiting').then((answer) => answer.headers.get('Content-Security-Policy'))"
    assert f"connect-src 'self' http://127.0.0.1:9277 ws://127.0.0.1:{port}" in browser.run(script)
