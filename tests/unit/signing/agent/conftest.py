"""A running agent, the person before it, and the page that asks."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import pytest

from signing import demo
from signing.agent.keys import KeyFile
from signing.agent.server import Server
from signing.agent.sitting import Sitting
from signing.cms import signed_attributes
from signing.types import Signer
from tests.unit.signing.agent.asking import Person, item_of
from tests.unit.signing.conftest import SignerOf

ORIGIN = "https://hoso.example"


@dataclass
class Page:
    """Calls the agent as a browser does."""

    port: int

    def ask(
        self, method: str, path: str, body: object = None, **headers: str | None
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Origin": ORIGIN, "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        kept = {name: value for name, value in sent.items() if headers.get(name, "") is not None}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        connection.request(method, path, data, kept)
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        return answer.status, json.loads(told) if told else {}, dict(answer.getheaders())


@dataclass
class Running:
    """An agent and its page."""

    sitting: Sitting
    page: Page
    person: Person

    def hold(self, body: dict[str, Any]) -> dict[str, Any]:
        """One whole ceremony; what the page reads in the end."""
        status, told, _ = self.page.ask("POST", "/v1/ceremonies", body)
        assert status == 202, told
        self.sitting.serve_one(self.person, 0.1)
        return self.page.ask("GET", f"/v1/ceremonies/{body['ceremony']}")[1]


@pytest.fixture
def agent(pki: demo.DemoPki) -> Iterator[Running]:
    """The agent with the leader's key file."""
    with running(Sitting(KeyFile(pki.p12("lanhdao"))), Person(pki.passphrase("lanhdao"))) as started:
        yield started


class running:
    """Serve a sitting on a free port for the length of a block."""

    def __init__(self, sitting: Sitting, person: Person) -> None:
        self.server = Server(sitting, frozenset({ORIGIN}), 0)
        self.started = Running(sitting, Page(self.server.server_port), person)

    def __enter__(self) -> Running:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self.started

    def __exit__(self, *fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()


Asked = Callable[..., dict[str, Any]]


@pytest.fixture
def asked(signer: SignerOf) -> Asked:
    """A ceremony over so many documents, for the leader's certificate unless told otherwise."""

    def ask(count: int = 1, name: str = "c-1", by: Signer | None = None) -> dict[str, Any]:
        return {"ceremony": name, "items": [an_item(number, by or signer("lanhdao")) for number in range(count)]}

    return ask


def an_item(number: int, by: Signer, **changes: Any) -> dict[str, Any]:
    """One document as the server tells it."""
    digest = bytes([number]) * 32
    attributes = signed_attributes(digest, by.leaf, by.algorithm)
    return item_of(number, digest.hex(), attributes) | changes
