"""Ports of the embedded servers: chosen free, remembered, chosen anew only when somebody else took one."""

import json
import random
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from service.local.errors import PortTaken
from service.local.private import write_private

LOOPBACK = "127.0.0.1"
GRPC_OFFSET = 10_000  # SeaweedFS opens a second port at this distance from each of its ports
# With the offset everything stays below 32768, where Linux starts lending ports to outgoing connections.
RANGE = range(12_000, 22_700)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """TCP ports on the loopback address; SeaweedFS' five have a second one each, GRPC_OFFSET above."""

    postgres: int
    master: int
    volume: int
    filer: int
    s3: int
    admin: int


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether nobody listens on `port`; connections that are only closing down do not count."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(port: int, host: str = LOOPBACK) -> None:
    """Raise PortTaken unless `port` can be listened on."""
    if not is_free(port, host):
        raise PortTaken(
            f"Cổng {port} đang bị chương trình khác dùng. Chọn cổng khác, ví dụ HTTP_PORT={port + 1}. / Port taken."
        )


def choose_ports() -> Ports:
    """Take random free ports. Random, so that two installations started together do not pick the same."""
    free = _free_pairs()
    try:
        return Ports(**{item.name: next(free) for item in fields(Ports)})
    except StopIteration:
        raise PortTaken(f"Không còn cổng trống trong {RANGE.start}-{RANGE.stop}. / No free port left.") from None


def load_ports(path: Path) -> Ports:
    """The remembered ports while they are free, else new ones, remembered from now on."""
    kept = remembered_ports(path)
    if kept is not None and all(is_free(port) for port in _all_of(kept)):
        return kept
    ports = choose_ports()
    write_private(path, json.dumps(asdict(ports), indent=2) + "\n")
    return ports


def remembered_ports(path: Path) -> Ports | None:
    """The ports written down in `path`; None when there are none or the file makes no sense."""
    try:
        return Ports(**{name: int(port) for name, port in json.loads(path.read_text("utf-8")).items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None  # ports are cheap: unlike keys they are simply chosen again


def _all_of(ports: Ports) -> list[int]:
    seaweed = [ports.master, ports.volume, ports.filer, ports.s3, ports.admin]
    return [ports.postgres, *seaweed, *(port + GRPC_OFFSET for port in seaweed)]


def _free_pairs() -> Iterator[int]:
    for port in random.SystemRandom().sample(RANGE, len(RANGE)):
        if is_free(port) and is_free(port + GRPC_OFFSET):
            yield port
