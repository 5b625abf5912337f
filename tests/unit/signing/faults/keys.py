"""The four kinds of key: each carries out the same order, and meets a wrong secret, the loss of its key and silence."""

import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Any

from signing import KeyUnavailable, Pending, Signed, Signer, Stale, load_csc, load_pkcs11, load_pkcs12, sign
from signing.agent.keys import TokenKeys
from signing.agent.sitting import Sitting
from tests.softhsm import MODULE, SoftToken
from tests.unit.signing.agent.asking import Person
from tests.unit.signing.agent.conftest import running
from tests.unit.signing.csc_keys import authorization
from tests.unit.signing.csc_keys import options as csc_options
from tests.unit.signing.csc_server import CscServer
from tests.unit.signing.faults.orders import Drawer, Order
from tests.unit.signing.faults.services import Service, after
from tests.unit.signing.tokens import options as token_options

WRONG = "111111"


class Kind(StrEnum):
    """The columns of the table."""

    FILE = "PKCS#12"
    TOKEN = "PKCS#11"
    REMOTE = "CSC"
    ELSEWHERE = "client"


class Key:
    """A key of some kind, opened anew for every order."""

    def sign(self, order: Order) -> Signed:
        """Carry out the order."""
        with closing(self.load()) as signer:
            return sign(
                order.paper,
                order.out,
                signer,
                level=order.level,
                tsa=order.tsa,
                trust=order.trust,
                patience=order.patience,
            )

    def command(self, order: Order, *, early: bool = False) -> list[str]:
        """The same as a process; `early`: where it takes two, the first of them."""
        level = ("--level", order.level.value, "--tsa", order.tsa, "--trust", str(order.root))
        program = (sys.executable, "-m", "signing", "sign", str(order.paper), str(order.out))
        return [*program, *self.options(), *level]

    def load(self) -> Signer:
        """Open it."""
        raise NotImplementedError

    def options(self) -> list[str]:
        """The command line's words for it."""
        raise NotImplementedError


@dataclass
class FileKey(Key):
    """A PKCS#12 file."""

    path: Path
    passphrase: bytes

    def load(self) -> Signer:
        return load_pkcs12(self.path, self.passphrase)

    def options(self) -> list[str]:
        secret = self.path.with_suffix(".pass")
        secret.write_bytes(self.passphrase)
        return ["--p12", str(self.path), "--passphrase-file", str(secret)]

    @contextmanager
    def mistaken(self) -> Iterator[None]:
        """The passphrase is wrong."""
        right, self.passphrase = self.passphrase, WRONG.encode()
        yield
        self.passphrase = right

    @contextmanager
    def lost(self) -> Iterator[None]:
        """The file is gone."""
        away = self.path.rename(self.path.with_suffix(".away"))
        yield
        away.rename(self.path)


@dataclass
class TokenKey(Key):
    """A key in a PKCS#11 token."""

    stick: SoftToken
    folder: Path
    status: Service
    pin: str = field(init=False)

    def __post_init__(self) -> None:
        self.pin = self.stick.pin

    def load(self) -> Signer:
        return load_pkcs11(MODULE, self.stick.label, "khoa", self.pin.encode())

    def options(self) -> list[str]:
        return token_options(self.stick, "khoa", self.folder, self.pin)

    @contextmanager
    def mistaken(self) -> Iterator[None]:
        """The PIN is wrong."""
        self.pin = WRONG
        yield
        self.pin = self.stick.pin

    @contextmanager
    def lost(self) -> Iterator[None]:
        """The token is pulled out after the login, while the certificate's status is asked for."""
        try:
            with self.status.doing(after(self.stick.pull_out, self.status.application)):
                yield
        finally:
            self.stick.plug_in()


@dataclass
class RemoteKey(Key):
    """A key at a remote signing provider."""

    provider: CscServer
    service: Service
    folder: Path
    status: Service
    seconds: float = 60.0
    factors: dict[str, str] = field(default_factory=dict)

    def load(self) -> Signer:
        return load_csc(self.provider.url, "khoa-1", authorization(self.provider, **self.factors), self.seconds)

    def options(self) -> list[str]:
        return csc_options(self.provider, self.folder, **self.factors)

    @contextmanager
    def mistaken(self) -> Iterator[None]:
        """The PIN is wrong; the provider is told so once."""
        self.factors = {"PIN": WRONG}
        yield
        self.factors = {}
        assert self.provider.wrong_pins == 1

    @contextmanager
    def lost(self) -> Iterator[None]:
        """The provider goes down after it told of the key, while the certificate's status is asked for."""
        with self.status.doing(after(self.service.down, self.status.application)):
            yield
        self.service.up()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """The holder does not confirm."""
        confirmed = Event()

        def wait(method: str, answer: Any) -> Any:
            if method == "credentials/authorize":
                confirmed.wait(60)
            return answer

        self.provider.interfere, self.seconds = wait, 1.0
        yield
        confirmed.set()
        self.provider.interfere, self.seconds = (lambda method, answer: answer), 60.0


@dataclass
class ElsewhereKey(Key):
    """A key in a token on its holder's own computer, where the signing agent asks for the PIN."""

    stick: SoftToken
    drawer: Drawer
    person: Person = field(init=False)
    late: bool = False

    def __post_init__(self) -> None:
        self.person = Person(self.stick.pin.encode())

    def sign(self, order: Order) -> Signed:
        """Prepare, unless a value is there from an earlier try: that is good for another one."""
        if not self.drawer.value.exists():
            self.ready(order)
        try:
            signed = self.drawer.embed(order, self.drawer.pending().expires_at if self.late else None)
        except Stale:
            self.drawer.empty()
            raise
        self.drawer.empty()
        return signed

    def command(self, order: Order, *, early: bool = False) -> list[str]:
        if not early:
            self.ready(order)
        step = "prepare" if early else "embed"
        program = (sys.executable, "-m", "tests.unit.signing.faults.orders", step, str(self.drawer.folder))
        return [*program, *order.words()]

    def ready(self, order: Order) -> None:
        """All but the last step."""
        self.drawer.prepare(order)
        self.drawer.value.write_bytes(self.value_for(self.drawer.pending()))

    def value_for(self, pending: Pending) -> bytes:
        """What the agent gives the page. Raises KeyUnavailable with the agent's code: no value."""
        item = {"item": "1", "dossier": "H29.17.30-260305-0001", "title": "Quyết định", "pages": 1}
        item |= {"hash": pending.digest, "attributes": b64encode(pending.attributes).decode()}
        with running(Sitting(TokenKeys(MODULE, self.stick.label)), self.person) as agent:
            told = agent.hold({"ceremony": "c-1", "items": [item]})
        if told["problem"]:
            raise KeyUnavailable(**told["problem"])
        return b64decode(told["results"][0]["signature"])

    @contextmanager
    def mistaken(self) -> Iterator[None]:
        """The holder mistypes the PIN, and is asked for it once."""
        self.person.secret = WRONG.encode()
        yield
        self.person.secret = self.stick.pin.encode()
        assert self.person.pins == 1

    @contextmanager
    def lost(self) -> Iterator[None]:
        """The holder's token is not plugged in when the agent wants it."""
        self.stick.pull_out()
        try:
            yield
        finally:
            self.stick.plug_in()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """The value comes when the time is over."""
        self.late = True
        yield
        self.late = False
