"""A demo PKI with its services, loaded once, and papers to sign."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signing import Level, Signer, Stamp, StampKind, Trust, demo, load_pkcs12, load_trust, sign
from tests.pki import demo_services
from tests.softhsm import SoftToken
from tests.unit.signing.papers import a_paper
from tests.unit.signing.tokens import full_token

SignerOf = Callable[[str], Signer]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.DemoPki]:
    """A demo PKI whose timestamp, OCSP and CRL services answer."""
    with demo_services(tmp_path_factory.mktemp("signing") / "pki") as served:
        yield served


@pytest.fixture(scope="session")
def trust(pki: demo.DemoPki) -> Trust:
    """The demo root alone."""
    return load_trust([pki.root])


@pytest.fixture(scope="session")
def signer(pki: demo.DemoPki) -> SignerOf:
    """Loads the key of a name, once for the whole run."""
    loaded: dict[str, Signer] = {}

    def load(name: str) -> Signer:
        if name not in loaded:
            loaded[name] = load_pkcs12(pki.p12(name), pki.passphrase(name))
        return loaded[name]

    return load


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A plain A4 page."""
    return a_paper(tmp_path / "paper.pdf")


@pytest.fixture
def signed(pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path: Path) -> Path:
    """A paper signed by the clerk at B-T, with a stamp."""
    source = a_paper(tmp_path / "signed.pdf")
    sign(source, source, signer("canbo"), level=Level.B_T, tsa=pki.tsa, trust=trust, stamp=Stamp(kind=StampKind.SCAN))
    return source


@pytest.fixture(scope="session")
def token(token_reader: None, pki: demo.DemoPki) -> SoftToken:
    """A token with a key and certificate of every kind."""
    return full_token(pki)
