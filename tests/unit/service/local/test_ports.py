"""Ports stay what they were while they are free, and change when somebody took one."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

import pytest

from service.local.errors import PortTaken
from service.local.ports import GRPC_OFFSET, choose_ports, is_free, load_ports, remembered_ports, require_free


@contextmanager
def taken(port: int) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_ports_are_remembered(tmp_path: Path) -> None:
    assert load_ports(tmp_path / "ports.json") == load_ports(tmp_path / "ports.json")


@pytest.mark.parametrize("offset", [0, GRPC_OFFSET])
def test_a_port_taken_meanwhile_makes_new_ones(tmp_path: Path, offset: int) -> None:
    before = load_ports(tmp_path / "ports.json")
    with taken(before.filer + offset):
        after = load_ports(tmp_path / "ports.json")
    assert not set(astuple(before)) & set(astuple(after))
    assert remembered_ports(tmp_path / "ports.json") == after


def test_no_port_is_one_that_linux_lends_to_outgoing_connections() -> None:
    for _ in range(20):
        assert all(port + GRPC_OFFSET < 32_768 and port < 30_000 for port in astuple(choose_ports()))


def test_the_ports_of_one_installation_differ() -> None:
    ports = astuple(choose_ports())
    both = [*ports, *(port + GRPC_OFFSET for port in ports)]
    assert len(set(both)) == len(both)


@pytest.mark.parametrize("text", ["", "[]", '{"s3": "x"}', '{"s3": 1}', "null"])
def test_a_damaged_file_is_only_a_reason_to_choose_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "ports.json").write_text(text)
    ports = load_ports(tmp_path / "ports.json")
    assert json.loads((tmp_path / "ports.json").read_text())["s3"] == ports.s3


def test_a_taken_port_is_told_in_words() -> None:
    port = choose_ports().s3
    require_free(port)
    with taken(port):
        assert not is_free(port)
        with pytest.raises(PortTaken, match=f"Cổng {port} đang bị chương trình khác dùng"):
            require_free(port)
    require_free(port)
