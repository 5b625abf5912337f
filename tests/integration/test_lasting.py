"""Signatures at the level that was asked for, and the keeper that renews them in the archive."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import signing
import storage
from service.jobs.queue import PostgresQueue
from service.jobs.upkeep import Upkeep
from service.jobs.worker import attempt
from service.workflow import archive, failures, renew, sign
from service.workflow.deps import Renew, Timestamp
from service.workflow.errors import NotAvailable
from storage import Document, Kind, Status
from tests.office import ACTORS, Office
from tests.paper import a_page, save_jpeg
from tests.unit.signing.test_renewal import ending_stamps

NOWHERE = "http://127.0.0.1:9/tsa"


@pytest.fixture
def document(office: Office, tmp_path: Path) -> Document:
    """A digitised paper of a dossier of its own."""
    office.open()
    return office.digitise(office.add(save_jpeg(a_page(seed=21, dpi=100), tmp_path / "a.jpg")))


def report(office: Office, document: Document, folder: Path) -> signing.Report:
    """What the newest version says for itself, without the network."""
    path = folder / "newest.pdf"
    path.write_bytes(office.bytes_of(document.versions[-1].blob))
    return signing.verify(path, office.deps.trust, profile="own", offline=True)


def assert_only_appended(office: Office, document: Document) -> None:
    contents = [office.bytes_of(version.blob) for version in document.versions]
    for old, new in pairwise(contents):
        assert new[: len(old)] == old


@pytest.mark.parametrize(("level", "usual"), [("B-LT", signing.Level.B_T), (None, signing.Level.B_LTA)])
def test_a_signature_is_made_at_the_lasting_level_asked_for_or_usual(
    level: str | None, usual: signing.Level, office: Office, document: Document, tmp_path: Path
) -> None:
    signed = office.but(level=usual).sign(document, level=level)
    level = level or usual.value
    signature = signed.versions[-1].signature
    assert signature is not None
    assert (signature.level, signature.timestamp_pending) == (level, False)
    told = report(office, signed, tmp_path)
    assert (told.verdict, told.signatures[0].level) == ("valid", level)


def test_a_level_needs_its_service(office: Office, document: Document) -> None:
    with pytest.raises(NotAvailable):
        sign.request(office.but(tsa=None).deps, ACTORS["canbo"], document.id, level="B-LTA")
    with pytest.raises(NotAvailable):
        sign.request(office.deps, ACTORS["canbo"], document.id, level="B-X")


def test_a_failing_service_leaves_b_b_and_an_upgrade_to_the_level_asked_for(
    office: Office, document: Document, tmp_path: Path
) -> None:
    signed = office.but(tsa=NOWHERE).sign(document, level="B-LTA")
    signature = signed.versions[-1].signature
    assert signature is not None
    assert (signature.level, signature.timestamp_pending, signature.level_wanted) == ("B-B", True, "B-LTA")
    assert signed.note is not None
    assert "B-LTA" in signed.note
    with office.deps.database.begin() as db:
        job = Timestamp(document=document.id, expected=2, level="B-LTA")
        assert job in failures.waiting(db, office.deps.clock() + timedelta(minutes=1)), "also where its job is lost"
        assert document.id in PostgresQueue().documents_with_jobs(db)
    with pytest.raises(signing.ServiceFailed):
        office.but(tsa=NOWHERE).run(job)
    for _ in range(2):
        office.run(job)
    lifted = office.see(document)
    assert lifted.note is None
    assert len(lifted.versions) == 3
    told = report(office, lifted, tmp_path)
    assert (told.verdict, told.signatures[0].level) == ("valid", "B-LTA")
    assert_only_appended(office, lifted)


def test_what_an_earlier_signature_is_owed_is_not_lost_under_a_later_one(office: Office, tmp_path: Path) -> None:
    office.open()
    paper = save_jpeg(a_page(seed=22, dpi=100), tmp_path / "a.jpg")
    document = office.digitise(office.add(paper, Kind.RESULT))
    office.but(tsa=NOWHERE).sign(document, "lanhdao", level="B-LTA")
    sealed = office.sign(document, "vanthu", level="B-T")
    signature = sealed.versions[-1].signature
    assert signature is not None
    assert (signature.level, signature.level_wanted) == ("B-T", "B-LTA")
    office.run(Timestamp(document=document.id, expected=3, level="B-LTA"))
    told = report(office, office.see(document), tmp_path)
    assert told.verdict == "valid"
    assert [each.level for each in told.signatures if each.kind == "signature"] == ["B-LTA", "B-LTA"]


def test_a_failed_request_is_tried_again_at_its_level(office: Office, document: Document) -> None:
    sign.request(office.deps, ACTORS["canbo"], document.id, level="B-LT")
    job = office.job(document, "canbo", storage.SignerRole.CLERK, "B-LT")
    failures.give_up(office.deps, job, signing.KeyUnavailable("no_key", "Không có khóa"))
    assert failures.retry(office.deps, ACTORS["canbo"], document.id).signing_level == "B-LT"


def test_a_lift_that_fails_the_same_way_for_ever_is_one_line_of_the_audit(office: Office, document: Document) -> None:
    office.but(tsa=NOWHERE).sign(document, "lanhdao", level="B-LT")
    job = Timestamp(document=document.id, expected=2, level="B-LT")
    for _ in range(3):
        failures.give_up(office.deps, job, signing.KeyUnavailable("revoked", "Bị thu hồi"))
    assert str(office.see(document).note).endswith("Bị thu hồi")
    with office.deps.database.begin() as db:
        failed = [line for line in db.audit.lines() if (line.document, line.action) == (document.id, "failed")]
    assert len(failed) == 1


@pytest.fixture
def ending(office: Office, document: Document) -> Iterator[Document]:
    """An archived paper whose timestamps end in ten minutes."""
    pki = signing.demo.load_demo_pki(office.settings.data_dir / "pki")
    with ending_stamps(pki) as tsa:
        office.but(tsa=tsa).sign(document, "lanhdao", level="B-LTA")
        archive.close(office.deps, ACTORS["luutru"], office.code)
        yield office.see(document)


def test_the_keeper_renews_what_ends_soon_by_a_held_version_that_only_appends(
    office: Office, ending: Document, tmp_path: Path
) -> None:
    assert ending.lasts_until is not None
    assert ending.lasts_until - office.deps.clock() < timedelta(minutes=10)
    job = Renew(document=ending.id, expected=2)
    with office.deps.database.begin() as db:
        assert job in renew.due(office.deps, db, frozenset())
        assert job not in renew.due(office.deps, db, frozenset({ending.id}))
    Upkeep(office.deps, 20.0).keep()
    with office.deps.database.begin() as db:
        assert ending.id in PostgresQueue().documents_with_jobs(db)
    for _ in range(2):
        office.run(job)
    renewed = office.see(ending)
    assert (renewed.status, len(renewed.versions)) == (Status.ARCHIVED, 3)
    assert renewed.lasts_until is not None
    assert renewed.lasts_until - office.deps.clock() > timedelta(days=900)
    assert_only_appended(office, renewed)
    assert office.deps.blobs.stat(renewed.versions[-1].blob).on_hold
    path = tmp_path / "renewed.pdf"
    path.write_bytes(office.bytes_of(renewed.versions[-1].blob))
    later = office.deps.clock() + timedelta(minutes=30)
    assert signing.verify(path, office.deps.trust, profile="own", offline=True, at=later).verdict == "valid"
    with office.deps.database.begin() as db:
        assert job not in renew.due(office.deps, db, frozenset())


def test_a_service_that_still_uses_the_ending_certificate_adds_no_version(office: Office, ending: Document) -> None:
    pki = signing.demo.load_demo_pki(office.settings.data_dir / "pki")
    with ending_stamps(pki) as tsa:
        office.but(tsa=tsa).run(Renew(document=ending.id, expected=2))
    assert len(office.see(ending).versions) == 2


def test_a_renewal_that_fails_for_good_is_told_on_the_document(office: Office, ending: Document) -> None:
    tries = failures.PATIENCE[Renew].attempts
    with pytest.raises(signing.ServiceFailed):
        attempt(office.but(tsa=NOWHERE).deps, Renew(document=ending.id, expected=2), tries, lambda: False)
    told = office.see(ending)
    assert told.note is not None
    assert told.note.startswith(renew.NOT_YET)
    assert len(told.versions) == 2
