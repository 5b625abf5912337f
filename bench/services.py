"""The demo PKI's services in a process of their own: what they cost is not ours, and they count what they are asked."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import signing
from signing.demo.app import application
from signing.demo.serve import server

ASKED = "/asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A demo PKI whose services answer."""

    pki: signing.demo.DemoPki

    def asked(self, service: str) -> int:
        """How often this one, such as `/ocsp`, has been asked so far."""
        with urllib.request.urlopen(self.pki.base_url + ASKED, timeout=10) as answer:  # noqa: S310
            counted: dict[str, int] = json.load(answer)
        return sum(count for path, count in counted.items() if path.startswith(service))


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A demo PKI in `folder`, made where there is none, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pki = signing.demo.make_demo_pki(folder, f"http://127.0.0.1:{port}")
    with subprocess.Popen(
        [sys.executable, "-m", "bench.services", folder, str(port)], stdout=subprocess.PIPE
    ) as serving:
        if serving.stdout is not None:
            serving.stdout.readline()  # it answers now
        try:
            yield Served(pki=pki)
        finally:
            serving.kill()


def main(folder: Path, port: int) -> None:
    """Serve until killed."""
    asked: Counter[str] = Counter()
    serve = application(folder)

    def counting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ASKED:
            asked[environ["PATH_INFO"]] += 1
            return serve(environ, start)
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(asked).encode()]

    with server(folder, port) as running:
        running.set_app(counting)
        print("ready", flush=True)
        running.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
