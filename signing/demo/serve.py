"""The demo services on one machine's loopback, for trying out and for tests."""

from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from signing.demo.app import application

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def address_string(self) -> str:
        """Without asking the name service."""
        return str(self.client_address[0])


def server(folder: Path, port: int) -> WSGIServer:
    """A server bound to the port (0: any free one), not yet serving. Raises Misuse or OSError."""
    return make_server(HOST, port, application(folder), server_class=_Server, handler_class=_Quiet)


def serve(folder: Path, port: int) -> None:
    """Serve until interrupted."""
    with server(folder, port) as running:
        print(f"http://{HOST}:{running.server_port}", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            return
