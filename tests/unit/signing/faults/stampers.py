"""Timestamp services that answer, each with something else that must not be believed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from asn1crypto import tsp

from signing import Patience, demo
from signing.demo import tsa as authority
from signing.demo.folder import read_key
from tests.unit.signing.faults.services import Reply

QUICK = Patience(tries=2, one_try=5.0, all_tries=10.0, pauses=(0.02,))
HURRIED = Patience(tries=2, one_try=0.3, all_tries=1.0, pauses=(0.02,))
"""Gives up before `too_late` answers."""


def honest(pki: demo.DemoPki, name: str = "tsa") -> Callable[[bytes], bytes]:
    """A timestamp made with the key of `name`."""
    key, certificate = read_key(pki, name)
    return lambda request: authority.answer(request, key, certificate, ())


def for_another_digest(pki: demo.DemoPki) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        asked = tsp.TimeStampReq.load(request)
        asked["message_imprint"]["hashed_message"] = b"x" * 32
        return "200 OK", honest(pki)(asked.dump(force=True))

    return reply


def for_another_nonce(pki: demo.DemoPki) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        asked = tsp.TimeStampReq.load(request)
        asked["nonce"] = 7
        return "200 OK", honest(pki)(asked.dump(force=True))

    return reply


class _Stopped(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) - timedelta(minutes=10)


def with_an_old_time(pki: demo.DemoPki) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        with mock.patch.object(authority, "datetime", _Stopped):
            return "200 OK", honest(pki)(request)

    return reply


def without_the_right_usage(pki: demo.DemoPki) -> Reply:
    return lambda request: ("200 OK", honest(pki, "canbo")(request))


def with_a_rejection(pki: demo.DemoPki) -> Reply:
    return lambda request: ("200 OK", authority.answer(b"", *read_key(pki, "tsa"), ()))


def with_garbage(pki: demo.DemoPki) -> Reply:
    return lambda request: ("200 OK", b"\x30\x82garbage")


def with_nothing(pki: demo.DemoPki) -> Reply:
    return lambda request: ("200 OK", b"")


def with_an_error(pki: demo.DemoPki) -> Reply:
    return lambda request: ("500 Internal Server Error", b"oops")


def with_a_tampered_token(pki: demo.DemoPki) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        answer = honest(pki)(request)
        return "200 OK", answer[:-4] + bytes(byte ^ 1 for byte in answer[-4:])

    return reply


def too_late(pki: demo.DemoPki) -> Reply:
    def reply(request: bytes) -> tuple[str, bytes]:
        time.sleep(2 * HURRIED.one_try)
        return "200 OK", honest(pki)(request)

    return reply


ANSWERS: dict[str, tuple[Callable[[demo.DemoPki], Reply], str]] = {
    "answers for another digest": (for_another_digest, "another digest"),
    "answers for another nonce": (for_another_nonce, "another nonce"),
    "answers with an old time": (with_an_old_time, "dated "),
    "answers without the right usage": (without_the_right_usage, "not for timestamping"),
    "refuses": (with_a_rejection, "refused: rejection"),
    "answers with garbage": (with_garbage, "timestamp answer: "),
    "answers with nothing": (with_nothing, "timestamp answer: "),
    "answers 500": (with_an_error, "500"),
    "answers with a tampered token": (with_a_tampered_token, "bad signature"),
    "answers too late": (too_late, "Timeout"),
}
"""What it does, how, and a word by which the refusal of exactly this is known."""


def patience_with(answer: str) -> Patience:
    """Enough to see this answer, and no more."""
    return HURRIED if answer == "answers too late" else QUICK
