"""The table: what goes wrong, how it is brought about, and how an order with each kind of key must end then."""

import errno
import resource
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from signing import Level, Patience, SigningError
from signing.cli import EXITS
from signing.status import STATUS_UNKNOWN
from tests.unit.signing.faults.bench import Bench
from tests.unit.signing.faults.keys import Kind
from tests.unit.signing.faults.orders import Order
from tests.unit.signing.faults.services import Held, Service, replying
from tests.unit.signing.faults.stampers import ANSWERS, QUICK, patience_with
from tests.unit.signing.papers import knows_nameless_files, leaving_nothing

ROOT = Path(__file__).parents[4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an order ended, or must end."""

    error: str = ""
    """Class of the error; empty: none."""
    code: str = ""
    """The error's own, or the name of its errno."""
    exit: int | None = 0
    """Of the command line; None: it has no such error."""
    said: str = field(default="", compare=False)
    """The error's words or the warnings; in the table a part of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row."""

    level: Level
    meets: Callable[[Bench, Order], Ending]
    """Has the order carried out while the fault is there."""
    endings: Mapping[Kind, Ending]
    """Of every kind of key that can meet it."""
    patience: Patience | None = None


def during(fault: Callable[[Bench], AbstractContextManager[None]]) -> Callable[[Bench, Order], Ending]:
    """Meets a fault that is there for as long as the order takes."""

    def meets(bench: Bench, order: Order) -> Ending:
        with fault(bench):
            try:
                return Ending(said="\n".join(bench.key.sign(order).warnings))
            except (SigningError, OSError) as error:
                code = error.code if isinstance(error, SigningError) else errno.errorcode[error.errno or 0]
                exits = next((number for kind, number in EXITS if isinstance(error, kind)), None)
                return Ending(error=type(error).__name__, code=code, exit=exits, said=str(error))

    return meets


def killed(service: str, number: int = 1, *, early: bool = False) -> Callable[[Bench, Order], Ending]:
    """Meets SIGKILL while that request to the service waits for its answer."""

    def meets(bench: Bench, order: Order) -> Ending:
        asked = _services(bench)[service]
        held = Held(asked.application, number)
        command = bench.key.command(order, early=early)
        with asked.doing(held), leaving_nothing(bench.desk), leaving_nothing(bench.drawer):
            with subprocess.Popen(command, cwd=ROOT) as running:
                while not held.asked.wait(0.05):
                    assert running.poll() is None, "it ended before the moment came"
                running.kill()
            held.released.set()
            if not knows_nameless_files(bench.desk):
                for left in bench.desk.glob(".ky-*.tmp"):  # a name that nobody else's file has
                    left.unlink()
        return Ending(exit=running.returncode)

    return meets


def _services(bench: Bench) -> dict[str, Service]:
    return {"status": bench.town.status, "stamper": bench.town.stamper, "provider": getattr(bench.key, "service", None)}


def full_after(more: int) -> Callable[[Bench], AbstractContextManager[None]]:
    """A disk that takes files no longer than the paper and so many bytes."""

    @contextmanager
    def full(bench: Bench) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, ((bench.desk / "paper.pdf").stat().st_size + more, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return full


@contextmanager
def hanging(bench: Bench) -> Iterator[None]:
    """OCSP and CRLs take connections and say nothing."""
    held = Held(bench.town.status.application)
    with bench.town.status.doing(held):
        yield
        held.released.set()


def every(ending: Ending) -> dict[Kind, Ending]:
    """The same for all kinds of key."""
    return dict.fromkeys(Kind, ending)


def stamping(answer: str) -> Fault:
    """A timestamp service that answers so."""
    make, said = ANSWERS[answer]
    return Fault(
        level=Level.B_T,
        meets=during(lambda bench: bench.town.stamper.doing(replying(make(bench.town.pki)))),
        endings=every(replace(UNSTAMPED, said=said)),
        patience=patience_with(answer),
    )


UNSTAMPED = Ending(error="ServiceFailed", code="timestamp_failed", exit=4)
UNPROVEN = Ending(error="ServiceFailed", code="status_unknown", exit=4)
TOLD = Ending(said=STATUS_UNKNOWN)
FULL, SHORT = (Ending(error="OSError", code=code, exit=7, said=".pdf") for code in ("EFBIG", "ENOSPC"))
KILLED = Ending(exit=-9)


def no_key(code: str, said: str = "") -> Ending:
    """The key cannot sign now."""
    return Ending(error="KeyUnavailable", code=code, exit=3, said=said)


STAMPERS = ("answers too late", "answers 500", "answers for another digest", "answers with an old time", "refuses")
"""No key sees what the timestamp service answers: the other answers are tried without one, as document timestamps."""

TABLE: dict[str, Fault] = {
    "the timestamp service is down": Fault(
        level=Level.B_T,
        meets=during(lambda bench: bench.town.stamper.gone()),
        endings=every(replace(UNSTAMPED, said="Connect")),
        patience=QUICK,
    ),
    **{f"the timestamp service {answer}": stamping(answer) for answer in STAMPERS},
    "OCSP and CRLs are down, B-B": Fault(
        level=Level.B_B, meets=during(lambda bench: bench.town.status.gone()), endings=every(TOLD)
    ),
    "OCSP and CRLs are down, B-LT": Fault(
        level=Level.B_LT, meets=during(lambda bench: bench.town.status.gone()), endings=every(UNPROVEN)
    ),
    "OCSP and CRLs hang, B-B": Fault(
        level=Level.B_B, meets=during(hanging), endings=every(TOLD), patience=Patience(status=0.4)
    ),
    "the PIN is wrong": Fault(
        level=Level.B_B,
        meets=during(lambda bench: bench.key.mistaken()),
        endings={
            Kind.FILE: no_key("wrong_passphrase"),
            Kind.TOKEN: no_key("wrong_pin", "BangLoiConDau"),
            Kind.REMOTE: no_key("wrong_pin", "Mã PIN không đúng"),
            Kind.ELSEWHERE: no_key("wrong_pin", "BangLoiLanhDao"),
        },
    ),
    "the key is gone": Fault(
        level=Level.B_B,
        meets=during(lambda bench: bench.key.lost()),
        endings={
            Kind.FILE: no_key("no_key"),
            Kind.TOKEN: no_key("token_gone"),
            Kind.REMOTE: no_key("csc_failed", "Không gọi được"),
            Kind.ELSEWHERE: no_key("token_gone"),
        },
    ),
    "the holder does not answer in time": Fault(
        level=Level.B_B,
        meets=during(lambda bench: bench.key.silent()),
        endings={
            Kind.REMOTE: no_key("csc_failed", "Không gọi được"),
            Kind.ELSEWHERE: Ending(error="Stale", code="expired_state", exit=None),
        },
    ),
    "the disk is full at the copy": Fault(
        level=Level.B_LTA, meets=during(full_after(-1)), endings=every(SHORT) | {Kind.ELSEWHERE: FULL}
    ),
    "the disk is full at the signature": Fault(level=Level.B_LTA, meets=during(full_after(9000)), endings=every(FULL)),
    "the disk is full after the signature": Fault(
        level=Level.B_LTA, meets=during(full_after(40_000)), endings=every(FULL)
    ),
    "kill -9 before the signature": Fault(level=Level.B_LTA, meets=killed("status", early=True), endings=every(KILLED)),
    "kill -9 while the holder is asked": Fault(
        level=Level.B_LTA, meets=killed("provider", 2), endings={Kind.REMOTE: KILLED}
    ),
    "kill -9 at the timestamp": Fault(level=Level.B_LTA, meets=killed("stamper"), endings=every(KILLED)),
    "kill -9 at the archive timestamp": Fault(level=Level.B_LTA, meets=killed("stamper", 2), endings=every(KILLED)),
}

MEANINGLESS: dict[tuple[str, Kind], str] = {
    ("the holder does not answer in time", Kind.FILE): "nobody is asked: the key is in the server's memory",
    ("the holder does not answer in time", Kind.TOKEN): "nobody is asked: the PIN comes from a file, at once",
    ("kill -9 while the holder is asked", Kind.FILE): "the key signs within a millisecond and asks nobody",
    ("kill -9 while the holder is asked", Kind.TOKEN): "the token signs within a millisecond and asks nobody",
    ("kill -9 while the holder is asked", Kind.ELSEWHERE): "the server runs nothing then: state and file lie still",
}
"""Cells that cannot be, and why."""
