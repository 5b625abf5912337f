"""An office for each test file, and a leader whose key only the test holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import signing
from service.workflow import ceremonies
from storage import Document, Kind, SignerRole
from tests.integration.desk import Desk
from tests.integration.signers import LEADER
from tests.office import Office, an_office
from tests.servers import S3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, postgres_url: str, s3: S3) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), postgres_url, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def leader(office: Office) -> signing.Signer:
    """The leader's key, which only this test holds; its certificate is assigned to the account."""
    return office.deps.keyring.signer("lanhdao", SignerRole.LEADER)


class Empty:
    """A server that holds no key: whoever asks it for one has failed."""

    def signer(self, account: str, role: SignerRole) -> signing.Signer:
        raise AssertionError("the server was asked for a key")

    def image(self, role: SignerRole) -> Path | None:
        return None


@pytest.fixture
def keyless(office: Office, leader: signing.Signer) -> Iterator[Office]:
    """The office without any key on the server; no ceremony stays open."""
    assert leader
    yield office.but(keyring=Empty())
    for view in ceremonies.open_of(office.deps, LEADER):
        ceremonies.give_up(office.deps, LEADER, view.ceremony.id)


@pytest.fixture
def papers(office: Office, tmp_path: Path) -> list[Document]:
    """Two results that wait for the leader."""
    office.open(title="Quyết định")
    # Blank sheets: what stands on them does not matter here, and reading would take the most time.
    sheets = [Image.new("L", (400, 560 + number), 255) for number in range(2)]
    for number, sheet in enumerate(sheets):
        sheet.save(tmp_path / f"{number}.png", dpi=(50, 50))
    return [office.digitise(office.add(tmp_path / f"{number}.png", Kind.RESULT)) for number in range(2)]


@pytest.fixture
def desk(keyless: Office, leader: signing.Signer, tmp_path: Path) -> Desk:
    return Desk(keyless, tmp_path, leader)


@pytest.fixture
def paper(office: Office, tmp_path: Path) -> Document:
    """One result that waits for the leader."""
    office.open(title="Quyết định")
    Image.new("L", (400, 560), 255).save(tmp_path / "0.png", dpi=(50, 50))
    return office.digitise(office.add(tmp_path / "0.png", Kind.RESULT))
