"""The whole product as an office runs it: started by its own command, spoken to over HTTP, stopped or killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from service.local.ports import RANGE, is_free

ROOT = Path(__file__).parents[1]
START_SECONDS = 150.0
_WEB_PORTS = range(RANGE.stop, RANGE.stop + 900)  # no server of an installation picks these


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Product:
    """One installation: `start`, then `call` it; `kill` ends every process of it with SIGKILL."""

    def __init__(self, data_dir: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = next(port for port in random.sample(_WEB_PORTS, 50) if is_free(port))
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = dict(settings or {})
        self._http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=120), retries=False)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.data_dir.with_suffix(".log")

    @property
    def accounts(self) -> Mapping[str, Mapping[str, str]]:
        """The demo accounts: name -> password, token, role."""
        told: Mapping[str, Mapping[str, str]] = json.loads((self.data_dir / "demo.json").read_text())["accounts"]
        return told

    def start(self) -> None:
        """Start `python -m service up` and wait until it says that it runs."""
        environment = {**os.environ, "HTTP_PORT": str(self.port), "DATA_DIR": str(self.data_dir), "DEMO": "1"}
        environment |= {"WORKERS": "1", "STALLED_SECONDS": "5", **self._settings}
        for name in ("DATABASE_URL", "S3_ENDPOINT"):
            environment.pop(name, None)
        with self.log.open("ab") as log:
            # The kernel ends the product with the test run, however that ends.
            command = ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, "-m", "service", "up"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.wait(lambda: b"Ctrl-C" in self.log.read_bytes() or self._process.poll() is not None, START_SECONDS)  # type: ignore[union-attr]
        assert self._process.poll() is None, self.log.read_text()

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def pids(self, part: str = "") -> list[int]:
        """The living processes of this installation whose command line holds `part`."""
        found = []
        mark = str(self.data_dir.resolve()).encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                zombie = (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if mark in told and part in command and not zombie and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        return found

    def kill(self, part: str = "") -> None:
        """SIGKILL to every process whose command line holds `part`; to all of the installation without it."""
        for pid in self.pids(part):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if not part and self._process is not None:
            self._process.wait(30)
            self.wait(lambda: not self.pids(), 30)
            self.log.unlink()

    def wait(self, done: Any, seconds: float = 60.0) -> Any:
        """Ask until the answer is true."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := done():
                return found
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s in vain; log:\n{self.log.read_text()[-4000:]}")

    def call(
        self,
        method: str,
        path: str,
        *,
        account: str | None = "canbo",
        body: Any = None,
        fields: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request; `path` without a leading /api/v1 part is taken under it unless it starts with `//`."""
        address = self.url + (path[1:] if path.startswith("//") else "/api/v1" + path)
        sent = dict(headers or {})
        if account:
            sent["Authorization"] = f"Bearer {self.accounts[account]['token']}"
        if body is not None:
            answer = self._http.request(method, address, json=body, headers=sent)
        else:
            answer = self._http.request(method, address, fields=fields, headers=sent)
        return Answer(status=answer.status, headers=dict(answer.headers), body=answer.data)

    def open_dossier(self, **known: str) -> str:
        """A new dossier's code."""
        answer = self.call("POST", "/dossiers", body=known)
        assert answer.status == 201, answer.body
        code: str = answer.json["code"]
        return code

    def add(self, code: str, path: Path, *, kind: str = "component", account: str = "canbo") -> Any:
        """Drop a file on a dossier; the document."""
        fields = {"file": (path.name, path.read_bytes()), "kind": kind}
        answer = self.call("POST", f"/dossiers/{code}/documents", fields=fields, account=account)
        assert answer.status in {200, 202}, answer.body
        return answer.json

    def document(self, identity: str) -> Any:
        return self.call("GET", f"/documents/{identity}").json

    def until(self, identity: str, *states: str, seconds: float = 120.0) -> Any:
        """Wait until the document is in one of these states and nothing is being signed."""

        def reached() -> Any:
            now = self.document(identity)
            return now if now["status"] in states and now["signing"] is None else None

        return self.wait(reached, seconds)

    def sign(self, identity: str, account: str, **wanted: str) -> Any:
        """Ask for a signature and wait for the version it makes."""
        before = len(self.document(identity)["versions"])
        answer = self.call("POST", f"/documents/{identity}/signatures", account=account, body=wanted)
        assert answer.status == 202, answer.body

        def made() -> Any:
            now = self.document(identity)
            return now if len(now["versions"]) > before or now["failure"] else None

        return self.wait(made, 120)

    def file(self, identity: str, path: Path, version: int | None = None) -> Path:
        """The document's PDF, written to `path`."""
        query = f"?version={version}" if version else ""
        answer = self.call("GET", f"/documents/{identity}/file{query}")
        assert answer.status == 200, answer.body
        path.write_bytes(answer.body)
        return path


@contextmanager
def running(data_dir: Path, **settings: str) -> Iterator[Product]:
    """A product for one test; everything of it is gone afterwards."""
    product = Product(data_dir, settings=settings)
    product.start()
    try:
        yield product
    finally:
        product.stop()
        product.kill()
