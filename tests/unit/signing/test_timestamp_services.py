"""Timestamp services that are down, slow, broken or lying."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from asn1crypto import tsp

from signing import Level, Patience, ServiceFailed, demo, sign, timestamp
from signing.demo import tsa as authority
from signing.demo.folder import read_key
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import leaving_nothing

Reply = Callable[[bytes], tuple[str, bytes]]
QUICK = Patience(tries=2, one_try=1.0, all_tries=3.0, pauses=(0.05,))


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def service(reply: Reply) -> Iterator[str]:
    """A timestamp service that answers as told."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        status, body = reply(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start(status, [("Content-Type", "application/timestamp-reply"), ("Content-Length", str(len(body)))])
        return [body]

    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def honest(pki: demo.DemoPki, name: str = "tsa") -> Callable[[bytes], bytes]:
    """A timestamp made with the key of `name`."""
    key, certificate = read_key(pki, name)
    return lambda request: authority.answer(request, key, certificate, ())


def for_another_digest(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        asked = tsp.TimeStampReq.load(request)
        asked["message_imprint"]["hashed_message"] = b"x" * 32
        return "200 OK", honest(pki)(asked.dump(force=True))

    return reply


def for_another_nonce(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        asked = tsp.TimeStampReq.load(request)
        asked["nonce"] = 7
        return "200 OK", honest(pki)(asked.dump(force=True))

    return reply


def with_an_old_time(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(minutes=10)

    def reply(request: bytes) -> tuple[str, bytes]:
        monkeypatch.setattr(authority, "datetime", Stopped)
        return "200 OK", honest(pki)(request)

    return reply


def without_the_right_usage(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    return lambda request: ("200 OK", honest(pki, "canbo")(request))


def with_a_rejection(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    return lambda request: ("200 OK", authority.answer(b"", *read_key(pki, "tsa"), ()))


def with_garbage(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    return lambda request: ("200 OK", b"\x30\x82garbage")


def with_nothing(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    return lambda request: ("200 OK", b"")


def with_an_error(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    return lambda request: ("500 Internal Server Error", b"oops")


def with_a_tampered_token(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        answer = honest(pki)(request)
        return "200 OK", answer[:-4] + bytes(byte ^ 1 for byte in answer[-4:])

    return reply


def too_late(pki: demo.DemoPki, monkeypatch: pytest.MonkeyPatch) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        time.sleep(1.5)
        return "200 OK", honest(pki)(request)

    return reply


FAULTS = [
    for_another_digest,
    for_another_nonce,
    with_an_old_time,
    without_the_right_usage,
    with_a_rejection,
    with_garbage,
    with_nothing,
    with_an_error,
    with_a_tampered_token,
    too_late,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_no_file_comes_out_of_a_timestamp_service_answering(
    fault: Callable[..., Reply],
    pki: demo.DemoPki,
    signer: SignerOf,
    paper: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with service(fault(pki, monkeypatch)) as address, leaving_nothing(tmp_path):
        with pytest.raises(ServiceFailed) as failed:
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_T, tsa=address, patience=QUICK)
        assert failed.value.code == "timestamp_failed"
        with pytest.raises(ServiceFailed):
            timestamp(paper, paper, tsa=address, patience=QUICK)


def test_a_service_that_is_not_there_fails_quickly(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:1/tsa", "not an address", "ftp://127.0.0.1/tsa", "file:///etc/passwd"):
        with leaving_nothing(tmp_path), pytest.raises(ServiceFailed):
            sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_T, tsa=address, patience=QUICK)


def test_a_service_that_fails_once_is_asked_again(pki: demo.DemoPki, signer: SignerOf, paper: Path) -> None:
    answers = iter([("503 Busy", b"")])
    with service(lambda request: next(answers, ("200 OK", honest(pki)(request)))) as address:
        signed = sign(paper, paper, signer("canbo"), level=Level.B_T, tsa=address, patience=QUICK)
    assert signed.timestamped_at is not None


def test_a_slow_answer_is_a_success(pki: demo.DemoPki, signer: SignerOf, paper: Path) -> None:
    def reply(request: bytes) -> tuple[str, bytes]:
        time.sleep(1.2)
        return "200 OK", honest(pki)(request)

    with service(reply) as address:
        assert sign(paper, paper, signer("canbo"), level=Level.B_T, tsa=address).timestamped_at is not None


def test_patience_covers_three_minutes_and_ends_within_four() -> None:
    patience = Patience()
    assert patience.one_try >= 180
    assert patience.all_tries + sum(patience.pauses) < 240
