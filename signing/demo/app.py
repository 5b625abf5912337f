"""The demo PKI's services as one WSGI application, to mount or to serve alone."""

import base64
import binascii
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIEnvironment

from cryptography.hazmat.primitives.serialization import Encoding

from signing.demo import status, tsa
from signing.demo.folder import load_demo_pki, read_key, revocations

LARGEST_REQUEST = 64 * 1024

Answer = tuple[str, bytes]


def application(folder: Path) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """POST /tsa, POST /ocsp, GET /ocsp/BASE64, GET /root.crl, /ca.crl, /root.cer, /ca.cer.

    Keys are read once, revocations at every request. Raises Misuse when `folder` holds no demo PKI.
    """
    services = _Services(folder)

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = services.answer(environ)
        media_type, body = found or ("text/plain; charset=utf-8", "Không có ở đây\n".encode())
        start(
            "200 OK" if found else "404 Not Found",
            [("Content-Type", media_type), ("Content-Length", str(len(body)))],
        )
        return [body]

    return serve


class _Services:
    def __init__(self, folder: Path) -> None:
        self._pki = load_demo_pki(folder)
        self._keys = {name: read_key(self._pki, name) for name in ("root", "ca", "tsa", "ocsp")}
        self._ca = self._keys["ca"][1]

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """None: no such address."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        routes: dict[tuple[str, str], Callable[[], Answer]] = {
            ("POST", "/tsa"): lambda: ("application/timestamp-reply", self._timestamp(_body(environ))),
            ("POST", "/ocsp"): lambda: ("application/ocsp-response", self._ocsp(_body(environ))),
            ("GET", "/root.crl"): lambda: ("application/pkix-crl", status.crl(*self._issuer("root"), {})),
            ("GET", "/ca.crl"): lambda: (
                "application/pkix-crl",
                status.crl(*self._issuer("ca"), revocations(self._pki)),
            ),
            ("GET", "/root.cer"): lambda: ("application/pkix-cert", self._certificate("root")),
            ("GET", "/ca.cer"): lambda: ("application/pkix-cert", self._certificate("ca")),
        }
        if method == "GET" and path.startswith("/ocsp/"):
            return "application/ocsp-response", self._ocsp(_from_path(path.removeprefix("/ocsp/")))
        route = routes.get((method, path))
        return route() if route else None

    def _timestamp(self, request: bytes) -> bytes:
        key, certificate = self._keys["tsa"]
        return tsa.answer(request, key, certificate, (self._certificate("ca"),))

    def _ocsp(self, request: bytes) -> bytes:
        return status.ocsp_answer(request, self._ca, self._keys["ocsp"], revocations(self._pki))

    def _issuer(self, name: str) -> tuple[Any, Any]:
        key, certificate = self._keys[name]
        return certificate, key

    def _certificate(self, name: str) -> bytes:
        return self._keys[name][1].public_bytes(Encoding.DER)


def _body(environ: WSGIEnvironment) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    body: bytes = environ["wsgi.input"].read(min(length, LARGEST_REQUEST)) if length > 0 else b""
    return body


def _from_path(text: str) -> bytes:
    try:
        return base64.b64decode(unquote_to_bytes(text))
    except (ValueError, binascii.Error):
        return b""
