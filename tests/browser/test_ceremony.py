"""The leader signs several results on the own computer: page, agent and service together."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from service.local.ports import is_free
from signing import demo
from signing.agent.keys import KeyFile
from signing.agent.server import Server
from signing.agent.sitting import Sitting
from tests.browser.chromium import Chromium
from tests.browser.conftest import log_in
from tests.product import Product, running
from tests.unit.signing.agent.asking import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIGN = "document.querySelector('#sign').disabled === false"


@pytest.fixture(scope="module")
def agent_port() -> int:
    return next(port for port in random.sample(range(42000, 43000), 50) if is_free(port))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, agent_port: int) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("ceremony") / "var", AGENT_PORT=str(agent_port)) as product:
        yield product


def results(product: Product, folder: Path, count: int) -> list[str]:
    """Results that wait for the leader; their ids."""
    code = product.open_dossier(title="Cấp phép xây dựng")
    made = []
    for number in range(count):
        Image.new("L", (400, 560 + number), 255).save(path := folder / f"Quyết định {number}.png", dpi=(50, 50))
        made.append(product.add(code, path, kind="result")["id"])
    for identity in made:
        product.until(identity, "digitised")
    return made


def test_the_leader_signs_all_with_one_pin_and_sees_what_became_of_each(
    browser: Chromium, office: Product, agent_port: int, tmp_path: Path
) -> None:
    papers = results(office, tmp_path, 3)
    log_in(browser, office, "lanhdao")
    browser.open(f"{office.url}/waiting")
    assert browser.run("document.querySelectorAll('tbody tr').length") == 3

    browser.click("#all")
    browser.click("#sign")  # no agent yet: said, and nothing is held
    browser.until("document.querySelector('#told').innerText.includes('Không liên lạc được với trợ lý ký số')")
    assert office.document(papers[0])["signing"] is None
    browser.console.clear()

    pki = demo.load_demo_pki(office.data_dir / "pki")
    person = Person(pki.passphrase("lanhdao"), yes=False)
    server = Server(Sitting(KeyFile(pki.p12("lanhdao"))), frozenset({office.url}), agent_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    browser.click("#sign")
    assert server.sitting.serve_one(person, 30)
    browser.until("document.querySelector('#told').innerText.includes('Người ký không đồng ý ký')")
    assert office.document(papers[0])["signing"] == "leader"

    browser.open(f"{office.url}/waiting")  # after a break: the ceremony is there and goes on
    assert "Lần ký này còn dở" in browser.text()
    person.yes = True
    browser.until(SIGN)
    browser.click("#sign")
    assert server.sitting.serve_one(person, 30)
    browser.until("document.querySelector('#told').innerText.includes('Đã ký 3/3 văn bản')", 60)
    assert person.pins == 1
    assert {item.hash for item in person.shown[1].items} == set(
        browser.run("[...document.querySelectorAll('.digest')].map((each) => each.textContent.replaceAll(' ', ''))")
    )
    assert browser.run("document.querySelectorAll('td.signed').length") == 3
    for identity in papers:
        assert office.call("GET", f"/documents/{identity}/signatures", account="lanhdao").json["verdict"] == "valid"
    assert browser.console == []
    server.shutdown()
    server.server_close()


def test_a_page_may_reach_no_other_address_than_the_agents(browser: Chromium, office: Product, agent_port: int) -> None:
    policy = f"connect-src 'self' http://127.0.0.1:{agent_port}"
    log_in(browser, office, "lanhdao")
    script = "fetch({path!r}).then((answer) => answer.headers.get('Content-Security-Policy'))"
    assert policy in browser.run(script.format(path="/waiting"))
    assert "connect-src" not in browser.run(script.format(path="/"))


def test_giving_up_brings_the_documents_back(browser: Chromium, office: Product, tmp_path: Path) -> None:
    (paper,) = results(office, tmp_path, 1)
    made = office.call("POST", "/ceremonies", account="lanhdao", body={"documents": [paper]})
    assert made.status == 201
    log_in(browser, office, "lanhdao")
    browser.open(f"{office.url}/waiting")
    browser.click("#give-up button")
    browser.until("document.body.innerText.includes('Đã bỏ lần ký')")
    assert browser.run("document.querySelectorAll('input[name=documents]').length") == 1
    assert office.document(paper)["signing"] is None
