"""Killed in the middle, started again: every document reaches its end exactly once, and nothing is lost."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eyes import verdicts
from tests.paper import a_page, save_jpeg, save_tiff
from tests.product import Product, running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("fragile")
    (folder / "temp").mkdir()
    with running(folder / "var", TEMP_DIR=str(folder / "temp")) as product:
        yield product


def audit(product: Product, identity: str, action: str) -> int:
    """How often this happened to the document, as its versions tell it."""
    return sum(version["kind"] == action for version in product.document(identity)["versions"])


def test_a_worker_killed_in_mid_page_leaves_no_orphan_and_its_job_is_taken_up(fragile: Product, tmp_path: Path) -> None:
    code = fragile.open_dossier()
    pages = [a_page(seed=seed, dpi=200) for seed in range(30, 34)]
    identity = fragile.add(code, save_tiff(pages, tmp_path / "a.tif"))["id"]
    fragile.wait(lambda: fragile.document(identity)["pages"]["done"] >= 1)
    fragile.wait(lambda: fragile.pids("tesseract"))
    fragile.kill("--queue digitise")
    fragile.wait(lambda: not fragile.pids("tesseract"), 5)
    done = fragile.until(identity, "digitised", "failed", seconds=120)
    assert (done["status"], done["pages"]) == ("digitised", {"done": 4, "total": 4})
    fragile.wait(lambda: not list((fragile.data_dir.parent / "temp").iterdir()), 10)
    assert audit(fragile, identity, "digitised") == 1


def test_the_whole_stack_killed_in_mid_signature_signs_once(fragile: Product, tmp_path: Path) -> None:
    code = fragile.open_dossier()
    identities = []
    for seed in range(40, 43):
        path = save_jpeg(a_page(seed=seed, dpi=100), tmp_path / f"{seed}.jpg")
        identities.append(fragile.add(code, path)["id"])
    for identity in identities:
        fragile.until(identity, "digitised")
    for identity in identities:
        fragile.call("POST", f"/documents/{identity}/signatures", body={})
    time.sleep(0.15)
    fragile.kill()
    fragile.start()
    for identity in identities:
        done = fragile.until(identity, "signed", seconds=120)
        assert audit(fragile, identity, "signed") == 1, done
        path = fragile.file(identity, tmp_path / f"{identity}.pdf")
        assert verdicts(path, fragile.data_dir / "pki" / "root.pem") == ["Signature is Valid."]
    closed = fragile.call("POST", f"/dossiers/{code}/archive", account="luutru")
    assert closed.status == 200, closed.body


@pytest.mark.parametrize("victim", ["weed", "postgres"])
def test_a_server_killed_in_mid_request_is_told_and_nothing_is_lost(
    fragile: Product, tmp_path: Path, victim: str
) -> None:
    code = fragile.open_dossier()
    paths = [save_jpeg(a_page(seed=seed, dpi=100), tmp_path / f"{seed}.jpg") for seed in range(50, 56)]
    killer = threading.Timer(0.2, lambda: fragile.kill(victim))
    killer.start()
    for path in paths:
        answer = fragile.call("POST", f"/dossiers/{code}/documents", fields={"file": (path.name, path.read_bytes())})
        assert answer.status in {202, 503}, answer.body
        if answer.status == 503:
            assert answer.json["code"] in {"store_unavailable", "database_unavailable"}
            time.sleep(1)
    killer.join()
    fragile.wait(lambda: fragile.call("GET", "//readyz", account=None).status == 200, 60)
    for path in paths:
        identity = fragile.add(code, path)["id"]
        assert fragile.until(identity, "digitised", "failed", seconds=150)["status"] == "digitised"
    assert len(fragile.call("GET", f"/dossiers/{code}").json["documents"]) == len(paths)


def test_ctrl_c_stops_every_child_and_a_second_start_takes_seconds(fragile: Product) -> None:
    assert fragile.stop() == 0
    assert fragile.pids() == []
    fragile.log.unlink()
    started = time.monotonic()
    fragile.start()
    assert time.monotonic() - started < 60
    assert fragile.call("GET", "//readyz", account=None).status == 200
