"""A hundred documents in one ceremony at B-T, against stock pyHanko one after the other.

All meet the same services, in a process of their own, and use keys of one kind. What server and agent do runs here one
after the other; in an office the token is at another machine.
"""

import json
import secrets
import statistics
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

import signing
from bench import office, stock
from bench.services import Served, served
from bench.signatures import SMALL, document
from signing.agent.ceremony import read_ceremony
from signing.agent.keys import TokenKeys
from signing.agent.sitting import Sitting
from signing.demo.folder import issuing_authority
from signing.demo.issue import PROFILES, certify, new_key
from tests.softhsm import MODULE, SoftToken, new_token, softhsm
from tests.unit.signing.agent.asking import Person, ceremony_of

TITLE = "Lần ký nhiều văn bản: 100 kB mỗi văn bản, mức B-T, RSA-2048 / one ceremony, B-T"
DOCUMENTS, STOCK_DOCUMENTS, ROUNDS = 100, 20, 5
KEY = "lanhdao"
Way = Callable[[], tuple[int, int]]
"""Signs, and tells how many documents and how often the PIN was asked for."""


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with softhsm(folder / "softhsm"), served(folder / "pki") as services:
            place = _Place.set_up(folder, services)
            ways: dict[str, Way] = {
                "pyHanko, thiết bị / token": place.stock_token,
                "pyHanko, tệp khóa / key file": lambda: place.stock_file(checked=True),
                "pyHanko, không kiểm tra / unchecked": lambda: place.stock_file(checked=False),
            }
            rounds = [[_measured(services, work) for work in (place.ceremony, *ways.values())] for _ in range(ROUNDS)]
            yield from _table(("một lần ký / one ceremony", *ways), rounds)
            yield "   trong đó / of which " + ", ".join(f"{part} {spent:.2f} s" for part, spent in place.parts.items())
            place.require_valid()
        yield from office.lines(folder, DOCUMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    speed: float  # documents a second
    pins: int
    ocsp: int
    stamps: int


def _measured(services: Served, work: Way) -> _Run:
    """One run; of stock pyHanko a shorter one, whose counts are told for as many documents."""
    ocsp, stamps = services.asked("/ocsp"), services.asked("/tsa")
    started = time.perf_counter()
    made, pins = work()
    spent = time.perf_counter() - started
    times = DOCUMENTS // made
    asked = {"ocsp": services.asked("/ocsp") - ocsp, "stamps": services.asked("/tsa") - stamps}
    return _Run(speed=made / spent, pins=pins * times, **{name: count * times for name, count in asked.items()})


def _table(names: Sequence[str], rounds: Sequence[Sequence[_Run]]) -> Iterator[str]:
    for number, name in enumerate(names):
        runs = [each[number] for each in rounds]
        ratios = [each[0].speed / each[number].speed for each in rounds]
        yield (
            f"{name:36} {statistics.median(run.speed for run in runs):6.1f} văn bản/s  "
            f"x{statistics.median(ratios):<5.1f} ({min(ratios):.1f}-{max(ratios):.1f})  "
            f"PIN {runs[-1].pins}, OCSP {runs[-1].ocsp}, TSA {runs[-1].stamps}"
        )


@dataclass(slots=True, kw_only=True)
class _Place:
    """Papers, and a token to sign them with."""

    folder: Path
    pki: signing.demo.DemoPki
    token: SoftToken
    certificate: bytes
    papers: Sequence[Path]
    parts: dict[str, float] = field(default_factory=dict)

    @classmethod
    def set_up(cls, folder: Path, services: Served) -> "_Place":
        token, key = new_token("BanKy"), new_key(PROFILES[KEY])
        certificate = certify(PROFILES[KEY], key, issuing_authority(services.pki))
        token.put_key(KEY, 1, key)
        token.put_certificate(KEY, 1, certificate)
        papers = [document(folder / f"{number}.pdf", SMALL) for number in range(DOCUMENTS)]
        pem = certificate.public_bytes(Encoding.PEM)
        return cls(folder=folder, pki=services.pki, token=token, certificate=pem, papers=papers)

    def ceremony(self) -> tuple[int, int]:
        """Prepared, signed by the agent, embedded as the service does it."""
        for made in (*map(_room, self.papers), *map(_signed, self.papers)):
            made.unlink(missing_ok=True)
        holder, person = signing.load_certificate(self.certificate), Person(self.token.pin.encode())
        with signing.Desk() as desk:
            marks = [time.perf_counter()]
            trust = signing.load_trust([self.pki.root])
            waiting = [signing.prepare(each, _room(each), holder, trust=trust, desk=desk) for each in self.papers]
            marks.append(time.perf_counter())
            values = self._agent(waiting, person)
            marks.append(time.perf_counter())
            tokens = signing.stamp_values(values, tsa=self.pki.tsa, desk=desk)
            marks.append(time.perf_counter())
            for paper, pending, value in zip(self.papers, waiting, values, strict=True):
                order = {"level": signing.Level.B_T, "tsa": self.pki.tsa, "trust": trust, "token": tokens[value]}
                signing.embed(pending, _room(paper), _signed(paper), value, holder, desk=desk, **order)
            marks.append(time.perf_counter())
        names = ("chuẩn bị / prepare", "thiết bị / token", "dấu thời gian / timestamps", "ghép / embed")
        self.parts = {name: marks[at + 1] - marks[at] for at, name in enumerate(names)}
        return DOCUMENTS, person.pins

    def _agent(self, waiting: Sequence[signing.Pending], person: Person) -> list[bytes]:
        """What the agent answers to the page."""
        asked = json.dumps(ceremony_of(secrets.token_hex(8), waiting))
        sitting = Sitting(TokenKeys(MODULE, self.token.label))
        entry = sitting.offer(read_ceremony(asked.encode()), self.pki.base_url)
        assert sitting.serve_one(person, 1.0)
        return [b64decode(result["signature"]) for result in entry.results]

    def stock_token(self) -> tuple[int, int]:
        key = stock.TokenKey(library=MODULE, token=self.token.label, pin=self.token.pin, label=KEY)
        stock.by_token(self.pki, key, self.papers[:STOCK_DOCUMENTS], self.folder / "out.pdf")
        return STOCK_DOCUMENTS, STOCK_DOCUMENTS

    def stock_file(self, *, checked: bool) -> tuple[int, int]:
        stock.by_file(self.pki, KEY, self.papers[:STOCK_DOCUMENTS], self.folder / "out.pdf", checked=checked)
        return STOCK_DOCUMENTS, 0

    def require_valid(self) -> None:
        """The ceremony's files are what they should be."""
        trust = signing.load_trust([self.pki.root])
        for paper in self.papers:
            (found,) = signing.verify(_signed(paper), trust, profile="own").signatures
            assert (found.verdict, found.level) == (signing.Verdict.VALID, signing.Level.B_T), found


def _room(paper: Path) -> Path:
    return paper.with_suffix(".room")


def _signed(paper: Path) -> Path:
    return paper.with_suffix(".signed")
