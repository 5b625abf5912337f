"""What a remote signing provider is asked and answers: CSC API v1.0.4 and v2 (Cloud Signature Consortium).

The two versions differ in a few names only: `hash` became `hashes`, `hashAlgo` became `hashAlgorithmOID`, and PIN and
OTP moved into `authData`. Answers are a stranger's: whatever does not look as it should ends in KeyUnavailable.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from signing.errors import KeyUnavailable, Misuse
from signing.net import Net, NetFault

SHA256 = "2.16.840.1.101.3.4.2.1"
QUICK_SECONDS = 30.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REFUSALS = {"invalid_pin": "wrong_pin", "invalid_otp": "wrong_otp"}

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key at the provider, as `credentials/info` tells it (v1 §11.5, v2 §11.4)."""

    id: str
    certificates: tuple[bytes, ...] = field(repr=False)
    """DER; the signer's first."""
    algorithms: frozenset[str]
    """OIDs it may be asked to sign with."""
    mode: str
    """How a signature is authorized: implicit (the provider asks the holder), explicit (PIN, OTP) or oauth2code."""
    factors: Mapping[str, str]
    """What explicit authorization needs: PIN, OTP, and by what name each is handed in."""
    has_auth_data: bool
    """The factors go into `authData` (v2)."""
    batch: int
    """Most signatures that one authorization allows."""
    sends_otp: bool
    """The provider sends the OTP when it is asked to (v1 §11.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider's address and the way in."""

    url: str
    """Up to and with the version: `https://rssp.example/csc/v1`."""
    version: int
    """1 or 2."""
    token: str = field(repr=False)
    """OAuth 2.0 bearer token of scope `service`."""
    seconds: float
    """For an authorization or signature: the holder may have to confirm on a telephone."""

    async def ask(self, net: Net, method: str, question: Mapping[str, object], *, patient: bool = False) -> Answer:
        """Call one method of the API. Raises KeyUnavailable with the provider's own words."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if method != "info":
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            body = json.dumps(question).encode()
            seconds = self.seconds if patient else min(self.seconds, QUICK_SECONDS)
            status, answered = await net.ask(f"{self.url}/{method}", body, headers, seconds)
        except NetFault as fault:
            raise KeyUnavailable("csc_failed", f"Không gọi được dịch vụ ký từ xa: {_plain(str(fault))}") from fault
        answer = _parsed(answered)
        if status == 204:  # sendOTP has nothing to say
            return {}
        if status != 200 or (answer is not None and "error" in answer):
            raise _refusal(status, answer or {})
        if answer is None:
            raise unreadable()
        return answer

    def names(self, hashes: Sequence[bytes]) -> dict[str, object]:
        """The hashes and their algorithm as this version names them."""
        encoded = [b64encode(each).decode() for each in hashes]
        first, second = ("hash", "hashAlgo") if self.version == 1 else ("hashes", "hashAlgorithmOID")
        return {first: encoded, second: SHA256}


async def find_provider(net: Net, url: str, token: str, seconds: float) -> Provider:
    """The provider behind an address: its version stands in the address (`/v1`, `/v2`), else `info` tells it.

    Raises Misuse for an address that would give the token away, KeyUnavailable.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Misuse("bad_url", "Địa chỉ --csc phải bắt đầu bằng https://")
    named = re.search(r"/v(\d+)$", parts.path.rstrip("/"))
    provider = Provider(url=url.rstrip("/"), version=int(named[1]) if named else 0, token=token, seconds=seconds)
    if not named:
        told = str((await provider.ask(net, "info", {})).get("specs"))
        provider = replace(provider, version=int(told[0]) if told[:1].isdecimal() else 0)
    if provider.version not in (1, 2):
        raise KeyUnavailable("csc_version", "Dịch vụ ký từ xa dùng phiên bản CSC khác 1 và 2")
    return provider


async def read_credential(net: Net, provider: Provider, credential: str) -> Credential:
    """What the provider tells of this key. Raises KeyUnavailable."""
    question = {"credentialID": credential, "certificates": "chain", "certInfo": True, "authInfo": True}
    answer = await provider.ask(net, "credentials/info", question)
    try:
        return _credential(credential, answer)
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        raise unreadable() from fault


async def authorize(
    net: Net, provider: Provider, credential: Credential, hashes: Sequence[bytes], factors: Mapping[str, str]
) -> str:
    """The signature activation data (SAD) for exactly these hashes; good for one call. Raises KeyUnavailable."""
    question: dict[str, object] = {"credentialID": credential.id, "numSignatures": len(hashes)}
    question |= provider.names(hashes)
    if provider.version == 1:
        del question["hashAlgo"]  # v1 §11.6 knows none here
    handed = {credential.factors[name]: value for name, value in factors.items() if name in credential.factors}
    if credential.has_auth_data and handed:
        question["authData"] = [{"id": name, "value": value} for name, value in handed.items()]
    else:
        question |= handed
    sad = (await provider.ask(net, "credentials/authorize", question, patient=True)).get("SAD")
    if not isinstance(sad, str) or not sad:
        raise unreadable()
    return sad


async def sign_hashes(
    net: Net, provider: Provider, credential: Credential, hashes: Sequence[bytes], algorithm: str, sad: str
) -> list[bytes]:
    """The signature values, one a hash and in their order. Raises KeyUnavailable."""
    question = {"credentialID": credential.id, "SAD": sad, "signAlgo": algorithm} | provider.names(hashes)
    values = (await provider.ask(net, "signatures/signHash", question, patient=True)).get("signatures")
    try:
        signatures = [b64decode(each, validate=True) for each in values or ()]
    except (TypeError, ValueError) as fault:
        raise unreadable() from fault
    if len(signatures) != len(hashes):
        raise unreadable()
    return signatures


def unreadable() -> KeyUnavailable:
    """The error for an answer that is not what was asked for."""
    return KeyUnavailable("csc_failed", "Dịch vụ ký từ xa trả lời không đúng chuẩn CSC")


def _credential(name: str, answer: Answer) -> Credential:
    key, certificate, auth = answer["key"], answer["cert"], answer.get("auth")
    if key["status"] != "enabled" or certificate.get("status") in ("revoked", "suspended"):
        raise KeyUnavailable("csc_disabled", "Khóa ký từ xa đang bị khóa, hoặc chứng thư bị thu hồi hay tạm dừng")
    certificates = tuple(b64decode(each, validate=True) for each in certificate["certificates"])
    if not certificates:
        raise KeyUnavailable("no_certificate", "Khóa ký từ xa chưa có chứng thư")
    online = False
    if auth is None:  # v1
        needed = ("PIN", "OTP")
        factors = {each: each for each in needed if (answer.get(each) or {}).get("presence") == "true"}
        online = (answer.get("OTP") or {}).get("type") == "online"
    else:
        kinds = {"Password": "PIN", "PIN": "PIN", "OTP": "OTP"}
        factors = {kinds.get(each["type"], each["type"]): str(each["id"]) for each in auth.get("objects") or ()}
    return Credential(
        id=name,
        certificates=certificates,
        algorithms=frozenset(str(oid) for oid in key["algo"]),
        mode=str(answer["authMode"] if auth is None else auth["mode"]),
        factors=factors,
        has_auth_data=auth is not None,
        batch=max(1, int(answer["multisign"])),
        sends_otp=online,
    )


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _refusal(status: int, answer: Answer) -> KeyUnavailable:
    """Errors are `{error, error_description}` (v1 §10.1); the description is the provider's word to the holder."""
    error = str(answer.get("error") or "")
    words = _plain(str(answer.get("error_description") or error))
    if not words:
        return KeyUnavailable("csc_failed", f"Dịch vụ ký từ xa lỗi (HTTP {status})")
    code = REFUSALS.get(error, "csc_failed" if status >= 500 else "csc_refused")
    return KeyUnavailable(code, f"Dịch vụ ký từ xa từ chối: {words}")


def _plain(text: str) -> str:
    """A stranger's text as one short printable line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]
