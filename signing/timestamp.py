"""Asking a timestamp authority (RFC 3161), and believing its answer only after checking it."""

import secrets
import time
from dataclasses import dataclass

from asn1crypto import algos, parser, tsp

from signing import clock
from signing.errors import ServiceFailed
from signing.net import Net, NetFault, pause
from signing.parsing import Malformed, parsing
from signing.token import CLOCK_TOLERANCE, Token, faults, read_token
from signing.trust import Trust
from signing.types import Patience

GRANTED = frozenset({"granted", "granted_with_mods"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """Where timestamps come from, by which roots they are judged, and how long they are waited for."""

    tsa: str
    trust: Trust
    patience: Patience


async def fetch_token(net: Net, address: str, digest: bytes, patience: Patience) -> Token:
    """A checked token over `digest`, a SHA-256.

    Tries a few times within `patience`. Raises ServiceFailed when no good token came.
    """
    deadline = time.monotonic() + patience.all_tries
    fault: Exception = NetFault("no time left")
    for number in range(patience.tries):
        if number:
            await pause(patience.pauses[min(number, len(patience.pauses)) - 1])
        seconds = min(patience.one_try, deadline - time.monotonic())
        if seconds <= 0:
            break
        try:
            return await _one_try(net, address, digest, seconds)
        except (NetFault, Malformed) as caught:
            fault = caught
    raise ServiceFailed("timestamp_failed", f"Không lấy được dấu thời gian từ {address}: {_reason(fault)}") from fault


async def _one_try(net: Net, address: str, digest: bytes, seconds: float) -> Token:
    nonce = secrets.randbits(63)
    answer = await net.post(address, _request(digest, nonce), "application/timestamp-query", seconds)
    token = read_token(_token_in(answer))
    wrong: list[str] = [*faults(token, lambda algorithm: digest if algorithm == "sha256" else b"")]
    if token.nonce != nonce:
        wrong.append("another nonce")
    if abs(token.generated_at - clock.now()) > CLOCK_TOLERANCE:
        wrong.append(f"dated {clock.iso(token.generated_at)}")
    if wrong:
        raise Malformed("timestamp token: " + ", ".join(wrong))
    return token


def _request(digest: bytes, nonce: int) -> bytes:
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    imprint = tsp.MessageImprint({"hash_algorithm": algorithm, "hashed_message": digest})
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    encoded: bytes = request.dump()
    return encoded


def _token_in(answer: bytes) -> bytes:
    """The token of a TimeStampResp, read by hand: asn1crypto does not parse an answer that holds none."""
    with parsing("timestamp answer"):
        content = parser.parse(answer, strict=True)[4]
        status = tsp.PKIStatusInfo.load(content)
        if status["status"].native not in GRANTED:
            raise Malformed(f"refused: {status['status'].native} {status['fail_info'].native or ''}")
        return bytes(content[len(status.dump()) :])


def _reason(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
