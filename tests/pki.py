"""A demo PKI whose timestamp authority and responders answer, in this process."""

import threading
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import signing


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def demo_services(folder: Path, asked: Counter[str] | None = None) -> Iterator[signing.demo.DemoPki]:
    """A demo PKI with its timestamp authority and responders answering; `asked` counts the requests by path."""
    with make_server("127.0.0.1", 0, lambda environ, start: [], handler_class=Quiet) as server:
        pki = signing.demo.make_demo_pki(folder, f"http://127.0.0.1:{server.server_port}")
        serve = signing.demo.application(folder)

        def counting(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if asked is not None:
                asked[environ["PATH_INFO"]] += 1
            return serve(environ, start)

        server.set_app(counting)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield pki
        server.shutdown()


def crl_options(pki: signing.demo.DemoPki, folder: Path) -> list[str]:
    """What DSS is told about revocation: the lists of both authorities, fetched into `folder`."""
    options = []
    for name in ("ca", "root"):
        with urllib.request.urlopen(f"{pki.base_url}/{name}.crl", timeout=10) as answer:  # noqa: S310
            (folder / f"{name}.crl").write_bytes(answer.read())
        options += ["--crl", str(folder / f"{name}.crl")]
    return options
