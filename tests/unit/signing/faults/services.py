"""Services that a signature needs, as real HTTP servers: taken down and put up again, silent, or answering wrongly."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.pki import Quiet

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]
Reply = Callable[[bytes], tuple[str, bytes]]
"""HTTP status and body for the body of a request."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@dataclass(slots=True)
class Service:
    """An application at an address that stays its own while it is down."""

    application: Application
    port: int = 0
    instead: Application | None = None
    """Answers in the application's place."""
    _server: WSGIServer | None = None

    @property
    def url(self) -> str:
        """Without a path."""
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Answer from now on."""
        self._server = make_server("127.0.0.1", self.port, self._serve, _Server, Quiet)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        """Refuse connections from now on; a second time changes nothing."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Down for the length of the block."""
        self.down()
        try:
            yield
        finally:
            self.up()

    @contextmanager
    def doing(self, instead: Application) -> Iterator[None]:
        """Answering otherwise for the length of the block."""
        self.instead = instead
        try:
            yield
        finally:
            self.instead = None

    def _serve(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return (self.instead or self.application)(environ, start)


@contextmanager
def served(application: Application) -> Iterator[Service]:
    """The application at a free port."""
    service = Service(application)
    service.up()
    try:
        yield service
    finally:
        service.down()


@contextmanager
def answering(reply: Reply) -> Iterator[str]:
    """The address of a service that answers as told."""
    with served(replying(reply)) as service:
        yield service.url


def replying(reply: Reply) -> Application:
    """An application that answers every request as told."""

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        status, body = reply(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        start(status, [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(body)))])
        return [body]

    return serve


def after(event: Callable[[], None], application: Application) -> Application:
    """The application, before whose first answer something happens."""
    waiting = [event]

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if waiting:
            waiting.pop()()
        return application(environ, start)

    return serve


@dataclass(slots=True)
class Held:
    """An application that keeps one request waiting, and says when it has come."""

    application: Application
    number: int = 1
    """Which request, from 1."""
    asked: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.number -= 1
        if self.number == 0:
            self.asked.set()
        if self.number <= 0:
            self.released.wait(60)
        return self.application(environ, start)
