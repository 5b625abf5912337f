"""Where the table is tried: services that can fail, tokens, and for each cell a desk with a paper and a key."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing import Level, Patience, demo
from signing.demo.folder import read_key
from signing.signers import list_certificates
from tests.softhsm import MODULE, SoftToken, new_token
from tests.unit.signing.csc_keys import a_provider
from tests.unit.signing.faults.keys import ElsewhereKey, FileKey, Key, Kind, RemoteKey, TokenKey
from tests.unit.signing.faults.orders import Drawer, Order
from tests.unit.signing.faults.services import Service, served
from tests.unit.signing.papers import a_paper
from tests.unit.signing.tokens import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A PKI whose services can fail, and two tokens with certificates of it."""

    pki: demo.DemoPki
    status: Service
    """OCSP, CRLs and authorities' certificates."""
    stamper: Service
    """The timestamp authority."""
    seal: SoftToken
    """On the server."""
    stick: SoftToken
    """On its holder's own computer."""


@contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """All of it running. SoftHSM is there already."""
    with served(lambda environ, start: []) as status, served(lambda environ, start: []) as stamper:
        pki = demo.make_demo_pki(folder / "pki", status.url)
        status.application = stamper.application = demo.application(pki.folder)
        seal, stick = new_token("BangLoiConDau"), new_token("BangLoiLanhDao")
        for token in (seal, stick):
            fill(token, pki, "khoa", 1)
            token.put_certificate("ca", 9, read_key(pki, "ca")[1])
        yield Town(pki=pki, status=status, stamper=stamper, seal=seal, stick=stick)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One cell: a paper to sign, an older result in its way, and the key."""

    town: Town
    desk: Path
    """Holds the paper and the older result, nothing else."""
    drawer: Path
    """Everything else."""
    key: Key

    def order(self, level: Level, patience: Patience | None = None) -> Order:
        """To sign the paper."""
        return Order(
            paper=self.desk / "paper.pdf",
            out=self.desk / "out.pdf",
            level=level,
            tsa=f"{self.town.stamper.url}/tsa",
            root=self.town.pki.root,
            patience=patience,
        )


@contextmanager
def a_bench(town: Town, kind: Kind, folder: Path) -> Iterator[Bench]:
    """A desk for this kind of key."""
    desk, drawer = folder / "desk", folder / "drawer"
    for made in (desk, drawer):
        made.mkdir()
    a_paper(desk / "paper.pdf", filler=20_000)
    (desk / "out.pdf").write_bytes(b"older")
    with ExitStack() as stack:
        yield Bench(town=town, desk=desk, drawer=drawer, key=MAKERS[kind](town, drawer, stack))


def _file(town: Town, drawer: Path, stack: ExitStack) -> Key:
    path = drawer / "khoa.p12"
    path.write_bytes(town.pki.p12("canbo").read_bytes())
    return FileKey(path, town.pki.passphrase("canbo"))


def _token(town: Town, drawer: Path, stack: ExitStack) -> Key:
    return TokenKey(town.seal, drawer, town.status)


def _remote(town: Town, drawer: Path, stack: ExitStack) -> Key:
    provider = a_provider(town.pki)
    service = stack.enter_context(served(provider.application))
    provider.url = f"{service.url}/csc/v{provider.version}"
    return RemoteKey(provider, service, drawer, town.status)


def _elsewhere(town: Town, drawer: Path, stack: ExitStack) -> Key:
    own = Drawer(drawer)
    (leaf,) = (each.leaf for each in list_certificates(MODULE) if each.token == town.stick.label)
    authority = read_key(town.pki, "ca")[1]
    signer = x509.load_der_x509_certificate(leaf)
    own.certificate.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in (signer, authority)))
    return ElsewhereKey(town.stick, own)


MAKERS: dict[Kind, Callable[[Town, Path, ExitStack], Key]] = {
    Kind.FILE: _file,
    Kind.TOKEN: _token,
    Kind.REMOTE: _remote,
    Kind.ELSEWHERE: _elsewhere,
}
