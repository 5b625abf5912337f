"""The agent's command line: which key, which pages may ask."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from signing.agent.keys import KeyFile, Keys, TokenKeys
from signing.agent.server import LOOPBACK, Server
from signing.agent.sitting import Sitting
from signing.agent.terminal import Terminal
from signing.errors import KeyUnavailable

PORT = 9277
OK, USAGE, KEY, OCCUPIED = 0, 2, 3, 7
HELP = """Trợ lý ký số: chạy trên máy của người ký, hiện văn bản cần ký, hỏi mã PIN tại đây và ký.
Signs on the signer's own computer; the PIN never leaves it. See signing/agent/README.md."""


def main(argv: Sequence[str]) -> int:
    """Serve until Ctrl-C. Exit 0; 2 usage; 3 no key; 7 the port is taken."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if (arguments.pkcs11 is None) != (arguments.token is None):
        parser.error("--pkcs11 và --token phải đi cùng nhau")
    keys = _keys(arguments)
    try:
        keys.certificates()
        server = Server(Sitting(keys), frozenset(arguments.origin), arguments.port)
    except KeyUnavailable as fault:
        return _failed(KEY, str(fault))
    except OSError as fault:
        return _failed(OCCUPIED, f"Không mở được cổng {arguments.port}: {fault.strerror}")
    terminal = Terminal()
    terminal.told(f"Trợ lý ký số sẵn sàng tại http://{LOOPBACK}:{server.server_port} (dừng: Ctrl-C)")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        while True:
            server.sitting.serve_one(terminal)
    except KeyboardInterrupt:
        return OK
    finally:
        server.shutdown()


def _failed(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


def _keys(arguments: argparse.Namespace) -> Keys:
    if arguments.p12 is not None:
        return KeyFile(arguments.p12)
    return TokenKeys(arguments.pkcs11, arguments.token)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}".lower()


_origin.__name__ = "URL"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m signing.agent", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--origin", type=_origin, action="append", required=True, metavar="URL", help="trang được phép nhờ ký, lặp lại")
    add("--port", type=int, default=PORT, help=f"cổng trên máy này, mặc định {PORT}")
    add("--token", metavar="NHÃN", help="nhãn của thiết bị ký, cùng với --pkcs11")
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument("--pkcs11", type=Path, metavar="TỆP", help="thư viện PKCS#11 của thiết bị ký (.so, .dll)")
    key.add_argument("--p12", type=Path, metavar="TỆP", help="tệp khóa PKCS#12, chỉ để thử nghiệm")
    return parser
