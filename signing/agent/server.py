"""The agent's web server: on the loopback address only, for pages of the allowed origins only."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from signing.agent.ceremony import read_ceremony
from signing.agent.sitting import Occupied, Sitting
from signing.errors import KeyUnavailable
from signing.parsing import Malformed

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 1024 * 1024
HELLO, CEREMONIES = "/v1/agent", "/v1/ceremonies"


class Refused(Exception):
    """The request is not served."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may ask. A page of another site can reach this port too, and a name of its own can lead here."""

    origins: frozenset[str]
    """As browsers send them: scheme, host and port, no path."""
    port: int

    def origin(self, headers: Message) -> str:
        """The allowed origin of a request. Raises Refused.

        The Host check stops DNS rebinding, where a stranger's name is made to lead to this machine.
        """
        if headers.get("Host", "") not in (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"):
            raise Refused(421, "wrong_host")
        origin = headers.get("Origin", "")
        if origin not in self.origins:
            raise Refused(403, "origin_not_allowed")
        return origin


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1; call `serve_forever` in a thread."""

    daemon_threads = True

    def __init__(self, sitting: Sitting, origins: frozenset[str], port: int) -> None:
        """`port` 0: any free one. Raises OSError: it is taken."""
        super().__init__((LOOPBACK, port), Handler)
        self.sitting = sitting
        self.guard = Guard(origins, self.server_port)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "hoso-agent", ""
    timeout = 30

    def do_OPTIONS(self) -> None:
        """A browser asks whether the page may call."""
        self._answered(lambda origin: (204, None))

    def do_GET(self) -> None:
        """Whether the agent is here, or how far a ceremony is."""
        self._answered(self._get)

    def do_POST(self) -> None:
        """Lay a ceremony before the signer."""
        self._answered(self._post)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing among the papers shown."""

    def _get(self, origin: str) -> tuple[int, dict[str, Any]]:
        if self.path == HELLO:
            seen = self.server.sitting.keys.certificates()
            return 200, {"agent": "hoso", "certificates": [b64encode(der).decode() for der in seen]}
        folder, _, name = self.path.rpartition("/")
        entry = self.server.sitting.look(name, origin) if folder == CEREMONIES else None
        if entry is None:
            raise Refused(404, "not_found")
        return 200, entry.to_json()

    def _post(self, origin: str) -> tuple[int, dict[str, Any]]:
        if self.path != CEREMONIES:
            raise Refused(404, "not_found")
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "not_json")
        return 202, self.server.sitting.offer(read_ceremony(self._body()), origin).to_json()

    def _body(self) -> bytes:
        size = self.headers.get("Content-Length", "")
        if not (size.isascii() and size.isdigit()) or int(size) > LARGEST_BODY:
            self.close_connection = True
            raise Refused(413, "too_large")
        return self.rfile.read(int(size))

    def _answered(self, action: Callable[[str], tuple[int, dict[str, Any] | None]]) -> None:
        origin = None
        try:
            origin = self.server.guard.origin(self.headers)
            status, told = action(origin)
        except Refused as refusal:
            status, told = refusal.status, {"code": refusal.code}
        except Malformed as fault:
            status, told = 422, {"code": "malformed", "message": str(fault)[:200]}
        except Occupied:
            status, told = 409, {"code": "occupied"}
        except KeyUnavailable as fault:
            status, told = 409, {"code": fault.code, "message": str(fault)}
        self._send(status, told, origin)

    def _send(self, status: int, told: dict[str, Any] | None, origin: str | None) -> None:
        if status >= 400:  # a body may still lie unread on the line
            self.close_connection = True
        body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        headers = {"Content-Length": str(len(body)), "Cache-Control": "no-store", "Vary": "Origin"}
        headers["X-Content-Type-Options"] = "nosniff"
        if told is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        if origin is not None:
            headers |= self._permission(origin)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _permission(self, origin: str) -> dict[str, str]:
        """CORS for an allowed origin; Chromium asks apart before a public page reaches a private address."""
        granted = {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type",
        }
        if self.headers.get("Access-Control-Request-Private-Network") == "true":
            granted["Access-Control-Allow-Private-Network"] = "true"
        return granted
