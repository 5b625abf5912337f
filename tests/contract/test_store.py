"""The store itself: its bucket, its promises, its failures; on SeaweedFS and on a real MinIO."""

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from minio import Minio

from storage import Blob, Blobs, StoreRefused, StoreUnavailable
from tests.contract.objects import MEGABYTE, address, put, versions
from tests.servers import S3


def test_ping_leaves_nothing_behind(blobs: Blobs, admin: Minio, server: S3) -> None:
    blobs.ping()
    blobs.ping()
    assert versions(admin, server, "selfcheck/ping") == []


def test_the_store_keeps_its_promises_and_the_trial_leaves_one_object(blobs: Blobs, admin: Minio, server: S3) -> None:
    for _ in range(2):
        found = blobs.self_check()
        assert (found.refuses_locked_delete, found.refuses_wrong_checksum, found.problems) == (True, True, ())
    assert len(versions(admin, server, "selfcheck/")) == 1


def test_the_bucket_is_made_with_its_lock_or_seen_to_have_it(server: S3, blobs: Blobs, admin: Minio) -> None:
    blobs.ensure_bucket()
    name = f"made-{secrets.token_hex(4)}"
    keys = {"access_key": server.admin_access_key, "secret_key": server.admin_secret_key}
    fresh = Blobs(address(server, bucket=name, **keys))
    fresh.ensure_bucket()
    fresh.ensure_bucket()
    assert admin.get_object_lock_config(name) is not None
    assert admin.get_bucket_versioning(name).status == "Enabled"


def test_a_bucket_without_a_lock_is_refused(server: S3, admin: Minio) -> None:
    name = f"open-{secrets.token_hex(4)}"
    admin.make_bucket(name)
    keys = {"access_key": server.admin_access_key, "secret_key": server.admin_secret_key}
    with pytest.raises(StoreRefused, match="object lock"):
        Blobs(address(server, bucket=name, **keys)).ensure_bucket()


def test_a_trial_shows_a_store_that_locks_nothing(server: S3, admin: Minio) -> None:
    name = f"free-{secrets.token_hex(4)}"
    admin.make_bucket(name)
    keys = {"access_key": server.admin_access_key, "secret_key": server.admin_secret_key}
    found = Blobs(address(server, bucket=name, **keys)).self_check()
    assert not found.refuses_locked_delete
    assert found.problems


def test_a_key_that_may_not_is_told_that_it_is_refused(server: S3, tmp_path: Path, key: str) -> None:
    stranger = Blobs(address(server, secret_key="wrong-secret-key"))
    with pytest.raises(StoreRefused):
        put(stranger, tmp_path, key)
    with pytest.raises(StoreUnavailable):
        stranger.ping()


def test_a_store_that_is_not_there_is_told_quickly(server: S3, tmp_path: Path, key: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = Blobs(address(server, endpoint=f"127.0.0.1:{unused.getsockname()[1]}"))
        start = time.monotonic()
        with pytest.raises(StoreUnavailable):
            nobody.ping()
        with pytest.raises(StoreUnavailable):
            put(nobody, tmp_path, key)
        assert time.monotonic() - start < 5


@pytest.fixture
def breaking() -> Iterator[str]:
    """The address of a server that promises a megabyte and goes away after some bytes of it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + b"x" * 1000

    def serve() -> None:
        for _ in range(4):
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            connection.recv(65536)
            connection.sendall(answer)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_connection_that_breaks_leaves_no_half_file(server: S3, breaking: str, tmp_path: Path) -> None:
    blob = Blob(key="blobs/x", sha256="0" * 64, size=MEGABYTE, media_type="", version_id=None)
    with pytest.raises(StoreUnavailable):
        Blobs(address(server, endpoint=breaking)).fetch(blob, tmp_path / "back")
    assert list(tmp_path.iterdir()) == []
