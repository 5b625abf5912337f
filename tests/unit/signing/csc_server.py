"""A remote signing provider (CSC API v1.0.4 and v2), strict: whatever the API does not allow is refused."""

import json
import secrets
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from wsgiref.simple_server import make_server

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signing.demo.issue import Key
from tests.pki import Quiet

SHA256_OID = "2.16.840.1.101.3.4.2.1"
ALGORITHMS = {rsa.RSAPrivateKey: ["1.2.840.113549.1.1.11"], ec.EllipticCurvePrivateKey: ["1.2.840.10045.4.3.2"]}
# Every name a request may and must hold.
AUTHORIZE = {
    1: {"credentialID", "numSignatures", "hash"},
    2: {"credentialID", "numSignatures", "hashes", "hashAlgorithmOID"},
}
SIGN = {
    1: {"credentialID", "SAD", "hash", "hashAlgo", "signAlgo"},
    2: {"credentialID", "SAD", "hashes", "hashAlgorithmOID", "signAlgo"},
}


class Refused(Exception):
    """An error answer: HTTP status, error, error_description."""


@dataclass(slots=True)
class CscServer:
    """One key at one provider. What it keeps may be read and changed by a test."""

    key: Key
    certificates: list[x509.Certificate]
    version: int = 1
    mode: str = "explicit"
    pin: str | None = "2468"
    asks_otp: bool = False
    otps: list[str] = field(default_factory=list)
    """Codes good for one use each."""
    multisign: int = 5
    lifetime: float = 60.0
    """Seconds that a SAD is good for."""
    plain_ecdsa: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    url: str = ""
    elsewhere: str = ""
    """Where a redirect leads."""
    calls: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    wrong_pins: int = 0
    interfere: Callable[[str, dict[str, Any]], Any] = lambda method, answer: answer
    """Given the method and its good answer: what is answered in its place; bytes go out as they are."""
    _sads: dict[str, tuple[list[str], float]] = field(default_factory=dict)

    def answer(self, environ: dict[str, Any]) -> tuple[str, bytes]:
        """HTTP status and body."""
        try:
            self._require(environ["REQUEST_METHOD"] == "POST", "invalid_request", "only POST", 405)
            self._require(environ.get("CONTENT_TYPE") == "application/json", "invalid_request", "not JSON", 415)
            asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            # The same methods answer where the address tells no version.
            method = environ["PATH_INFO"].removeprefix(f"/csc/v{self.version}/").removeprefix("/ky-so/")
            self._require(method in METHODS, "invalid_request", "no such method", 404)
            if method != "info":
                given = environ.get("HTTP_AUTHORIZATION")
                self._require(given == f"Bearer {self.token}", "invalid_token", "Mã truy cập hết hạn", 401)
                self._require(asked.get("credentialID") == "khoa-1", "invalid_request", "Invalid credentialID")
            self.calls.append(method)
            answer = self.interfere(method, METHODS[method](self, asked))
        except Refused as refused:
            status, error, words = refused.args
            return f"{status} Refused", json.dumps({"error": error, "error_description": words}).encode()
        return "200 OK", answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def application(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        """The answer over HTTP."""
        status, body = self.answer(environ)
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start(status, [*headers, ("Location", self.elsewhere)] if self.elsewhere else headers)
        return [body]

    def info(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"specs": f"{self.version}.0.4.0", "name": "TEST", "methods": list(METHODS)}

    def credential(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._only(asked, {"credentialID"}, {"certificates", "certInfo", "authInfo"})
        self._require(asked.get("certificates") in ("none", "single", "chain"), "invalid_request", "certificates")
        chain = [b64encode(each.public_bytes(Encoding.DER)).decode() for each in self.certificates]
        told: dict[str, Any] = {
            "key": {"status": "enabled", "algo": self._algorithms(), "len": self.key.key_size},
            "cert": {"status": "valid", "certificates": chain},
            "multisign": self.multisign,
            "SCAL": "2",
        }
        wanted = {"PIN": self.pin is not None, "OTP": self.asks_otp}
        if self.version == 1:
            told |= {name: {"presence": str(needed).lower(), "type": "online"} for name, needed in wanted.items()}
            return told | {"authMode": self.mode}
        kinds = {"PIN": "Password", "OTP": "OTP"}
        objects = [{"type": kinds[name], "id": f"{name}-7"} for name, needed in wanted.items() if needed]
        return told | {"auth": {"mode": self.mode, "expression": "PIN AND OTP", "objects": objects}}

    def send_otp(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._only(asked, {"credentialID"}, set())
        self.otps.append(secrets.token_hex(3))
        return {}

    def authorize(self, asked: dict[str, Any]) -> dict[str, Any]:
        factors = {"PIN", "OTP"} if self.version == 1 else {"authData"}
        self._only(asked, AUTHORIZE[self.version], factors)
        hashes = self._hashes(asked)
        number = asked["numSignatures"]
        self._require(type(number) is int and number == len(hashes), "invalid_request", "Invalid numSignatures")
        self._require(number <= self.multisign, "invalid_request", "numSignatures is above the limit")
        self._check_factors(asked)
        self.batches.append(number)
        sad = secrets.token_urlsafe(24)
        self._sads[sad] = hashes, time.monotonic() + self.lifetime
        return {"SAD": sad, "expiresIn": int(self.lifetime)}

    def sign(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._only(asked, SIGN[self.version], set())
        bound, until = self._sads.pop(asked["SAD"], ([], 0.0))
        self._require(bool(bound), "invalid_request", "Invalid SAD")
        self._require(time.monotonic() < until, "invalid_request", "SAD đã hết hạn")
        hashes = self._hashes(asked)
        self._require(hashes == bound, "invalid_request", "Hash is not authorized by the SAD")
        self._require(asked["signAlgo"] in self._algorithms(), "invalid_request", "Invalid signAlgo")
        algorithm = asked["hashAlgo" if self.version == 1 else "hashAlgorithmOID"]
        self._require(algorithm == SHA256_OID, "invalid_request", "Invalid hash algorithm")
        return {"signatures": [b64encode(self._value(b64decode(each))).decode() for each in hashes]}

    def _value(self, digest: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(digest, padding.PKCS1v15(), utils.Prehashed(SHA256()))
        value = self.key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256())))
        r, s = utils.decode_dss_signature(value)
        return r.to_bytes(32) + s.to_bytes(32) if self.plain_ecdsa else value

    def _algorithms(self) -> list[str]:
        return next(oids for kind, oids in ALGORITHMS.items() if isinstance(self.key, kind))

    def _check_factors(self, asked: dict[str, Any]) -> None:
        if self.version == 1:
            given = {name: asked[name] for name in ("PIN", "OTP") if name in asked}
        else:
            given = {each["id"].removesuffix("-7"): each["value"] for each in asked.get("authData", [])}
        self._require(("PIN" in given) == (self.pin is not None), "invalid_request", "PIN is not as announced")
        if given.get("PIN") != self.pin:
            self.wrong_pins += 1
            raise Refused(400, "invalid_pin", "Mã PIN không đúng")
        self._require(("OTP" in given) == self.asks_otp, "invalid_request", "OTP is not as announced")
        if self.asks_otp:
            self._require(given["OTP"] in self.otps, "invalid_otp", "Mã OTP không đúng")
            self.otps.remove(given["OTP"])

    def _hashes(self, asked: dict[str, Any]) -> list[str]:
        hashes = asked["hash" if self.version == 1 else "hashes"]
        self._require(isinstance(hashes, list) and bool(hashes), "invalid_request", "Empty hash array")
        for each in hashes:
            self._require(len(b64decode(each, validate=True)) == 32, "invalid_request", "Invalid hash")
        return list(hashes)

    def _only(self, asked: dict[str, Any], must: set[str], may: set[str]) -> None:
        self._require(must <= asked.keys() <= must | may, "invalid_request", f"Names: {sorted(asked)}")

    def _require(self, fine: bool, error: str, words: str, status: int = 400) -> None:
        if not fine:
            raise Refused(status, error, words)


METHODS: dict[str, Callable[[CscServer, dict[str, Any]], dict[str, Any]]] = {
    "info": CscServer.info,
    "credentials/info": CscServer.credential,
    "credentials/sendOTP": CscServer.send_otp,
    "credentials/authorize": CscServer.authorize,
    "signatures/signHash": CscServer.sign,
}


@contextmanager
def serving(server: CscServer) -> Iterator[CscServer]:
    """The server, answering at its `url`."""
    with make_server("127.0.0.1", 0, server.application, handler_class=Quiet) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        server.url = f"http://127.0.0.1:{http.server_port}/csc/v{server.version}"
        yield server
        http.shutdown()
