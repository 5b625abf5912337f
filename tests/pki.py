"""A demo PKI whose timestamp authority and responders answer, in this process."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import signing


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def demo_services(folder: Path, asked: Counter[str] | None = None) -> Iterator[signing.demo.DemoPki]:
    """A demo PKI with its timestamp authority and responders answering; `asked` counts the requests by path."""
    with make_server("127.0.0.1", 0, lambda environ, start: [], handler_class=_Quiet) as server:
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
