"""The ten laws of docs/architecture.md; each test here fails when its law is broken."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

import ocr
import signing
import storage
from service import wiring
from service.jobs import worker
from service.workflow import failures
from service.workflow.deps import Digitise, Job, Timestamp
from storage import Kind, SignerRole, Status
from tests.office import ACTORS, Office
from tests.paper import a_page, save_jpeg, save_tiff


class BrokenQueue:
    """Fails where the transaction would have put its job: everything before is undone."""

    def put(self, transaction: storage.Transaction, job: Job) -> None:
        raise storage.DatabaseUnavailable("mất kết nối")


def keys(office: Office) -> set[str]:
    return set(office.deps.blobs.list_keys(f"{office.code}/"))


def test_law_1_the_original_is_kept_byte_identical_under_its_hash_and_locked(office: Office, tmp_path: Path) -> None:
    office.open()
    path = save_jpeg(a_page(seed=1, dpi=100), tmp_path / "a.jpg")
    document = office.digitise(office.add(path))
    assert office.bytes_of(document.original) == path.read_bytes()
    assert document.original.sha256 in document.original.key
    assert office.deps.blobs.locked(document.original)


def test_law_2_after_the_first_signature_only_append(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.digitise(office.add(save_jpeg(a_page(seed=2, dpi=100), tmp_path / "a.jpg"), Kind.RESULT))
    for account in ("lanhdao", "vanthu"):
        document = office.sign(document, account)
    contents = [office.bytes_of(version.blob) for version in document.versions]
    assert len(contents) == 3
    for old, new in pairwise(contents):
        assert len(new) > len(old)
        assert new[: len(old)] == old


def test_law_2_a_signed_paper_is_never_altered_by_recognition(office: Office, tmp_path: Path) -> None:
    office.open()
    first = office.sign(office.digitise(office.add(save_jpeg(a_page(seed=3, dpi=100), tmp_path / "a.jpg"))))
    arrived = tmp_path / "signed.pdf"
    arrived.write_bytes(office.bytes_of(first.versions[-1].blob))
    office.open()
    document = office.digitise(office.add(arrived))
    assert document.signed_on_arrival
    assert [version.blob for version in document.versions] == [document.original]


def test_law_3_bytes_first_then_one_transaction(office: Office, tmp_path: Path) -> None:
    office.open()
    path = save_jpeg(a_page(seed=104, dpi=100), tmp_path / "a.jpg")
    before = keys(office)  # of other offices' dossiers of this number
    with pytest.raises(storage.DatabaseUnavailable):
        office.but(queue=BrokenQueue()).add(path)
    assert len(keys(office) - before) == 1  # an unused object, nothing else
    with office.deps.database.begin() as db:
        assert db.documents.of_dossier(office.code) == ()
    document = office.add(path)
    assert len(keys(office) - before) == 1  # the same bytes are not stored twice
    assert office.see(document).status is Status.RECEIVED


def test_law_4_every_job_may_run_twice(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.add(save_jpeg(a_page(seed=5, dpi=100), tmp_path / "a.jpg"))
    job = Digitise(document=document.id, expected=0)
    office.run(job)
    once, facts = office.see(document), office.facts(document)
    office.run(job)
    assert office.see(document) == once
    assert office.facts(document) == facts != ()
    signed = office.sign(document)
    again = office.job(once, "canbo", SignerRole.CLERK)
    office.run(again)
    office.run(job)
    assert office.see(document) == signed
    assert len(signed.versions) == 2


def test_law_5_a_dossier_code_never_changes(office: Office, postgres_url: str) -> None:
    code = office.open()
    with psycopg.connect(postgres_url) as connection, pytest.raises(psycopg.Error, match="append-only"):
        connection.execute("UPDATE dossier SET code = 'H29-260101-9999' WHERE code = %s", (code,))


def test_law_6_outside_the_demo_the_server_holds_no_key(office: Office) -> None:
    plain = office.settings.model_copy(update={"demo": False})
    with pytest.raises(signing.KeyUnavailable):
        wiring.build(plain).keyring.signer("lanhdao", SignerRole.LEADER)


def test_law_6_a_demo_signature_says_test_on_the_page(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.sign(office.digitise(office.add(save_jpeg(a_page(seed=6, dpi=100), tmp_path / "a.jpg"))))
    path = tmp_path / "signed.pdf"
    path.write_bytes(office.bytes_of(document.versions[-1].blob))
    picture = tmp_path / "page"
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", path, picture], check=True)
    seen = subprocess.run(["tesseract", f"{picture}.png", "-", "-l", "vie"], capture_output=True, check=True)
    assert "TEST" in seen.stdout.decode()


def test_law_7_a_failed_timestamp_leaves_b_b_a_note_and_a_queued_upgrade(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.digitise(office.add(save_jpeg(a_page(seed=7, dpi=100), tmp_path / "a.jpg")))
    without = office.but(tsa="http://127.0.0.1:9/tsa")
    document = without.sign(document)
    signature = document.versions[-1].signature
    assert signature is not None
    assert (signature.level, signature.timestamp_pending) == ("B-B", True)
    assert document.note
    with pytest.raises(signing.ServiceFailed):
        without.run(Timestamp(document=document.id, expected=2))
    office.run(Timestamp(document=document.id, expected=2))
    document = office.see(document)
    assert document.note is None
    path = tmp_path / "stamped.pdf"
    path.write_bytes(office.bytes_of(document.versions[-1].blob))
    report = signing.verify(path, office.deps.trust, profile="own")
    assert report.verdict == "valid"
    assert [entry.kind for entry in report.signatures] == ["signature", "timestamp"]


def test_law_8_a_failure_is_told_and_tried_again(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.add(save_jpeg(a_page(seed=8, dpi=100), tmp_path / "a.jpg"))
    broken = office.but(ocr_options=ocr.Options(language="khong_co"))
    job = Digitise(document=document.id, expected=0)
    with pytest.raises(ocr.Interrupted):
        worker.attempt(broken.deps, job, failures.PATIENCE[Digitise].attempts, lambda: False)
    failed = office.see(document)
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert failed.failure.retryable
    failures.retry(office.deps, ACTORS["canbo"], document.id)
    assert office.digitise(document).status is Status.DIGITISED


def test_law_8_a_document_whose_job_was_lost_gets_a_new_one(office: Office, tmp_path: Path) -> None:
    office.open()
    document = office.add(save_jpeg(a_page(seed=9, dpi=100), tmp_path / "a.jpg"))
    with office.deps.database.begin() as db:
        waiting = failures.waiting(db, office.deps.clock())
    assert Digitise(document=document.id, expected=0) in waiting


def test_law_9_the_audit_log_only_grows_and_is_checked_offline(office: Office, postgres_url: str) -> None:
    office.open()
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
        with psycopg.connect(postgres_url) as connection, pytest.raises(psycopg.Error):
            connection.execute(statement)
    with office.deps.database.begin() as db:
        lines = list(storage.export_audit(db.audit.lines()))
    assert storage.verify_audit(storage.parse_audit(lines)).number == len(lines) - 1
    for spoilt in (lines[:-2] + lines[-1:], [line.replace("dossier_opened", "dossier_closed", 1) for line in lines]):
        with pytest.raises(storage.AuditBroken):
            storage.verify_audit(storage.parse_audit(spoilt))


PEAK = "import resource,sys; from ocr.__main__ import main; main(sys.argv[1:]); " + (
    "print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
)


@pytest.mark.slow
def test_law_10_memory_does_not_grow_with_the_document(tmp_path: Path) -> None:
    page = a_page(seed=10, dpi=100, sentences=["Một dòng."])

    def peak(count: int) -> int:
        source = save_tiff([page] * count, tmp_path / f"{count}.tif")
        # A child's peak starts at its parent's: a shell in between keeps this test run's own out of the figure.
        shell = ["sh", "-c", '"$@"; exit $?', "sh"]
        command = [*shell, sys.executable, "-c", PEAK, str(source), "-o", str(tmp_path / "out.pdf")]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        return int(done.stdout.split()[-1])

    # From 32 pages on, as many are read at once as ever will be.
    assert peak(80) < 1.15 * peak(32)
