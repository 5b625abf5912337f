"""Documents in a real PostgreSQL: every step happens once, however often and by whomever it is tried."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from storage import (
    Conflict,
    Database,
    Document,
    Duplicate,
    Failure,
    NotFound,
    SignerRole,
    Status,
    VersionKind,
    migrate,
    schema_is_current,
)
from storage.connection import engine
from tests.contract.made import a_blob, a_document, a_dossier, a_signature, at_once, digitise, sign

BROKEN = Failure(code="damaged", message="Tệp hỏng.", retryable=False)


def test_a_document_comes_in_and_is_found_again(database: Database) -> None:
    document = a_document(database, content="đơn")
    assert (document.status, document.versions, document.pages_done) == (Status.RECEIVED, (), 0)
    with database.begin() as db:
        assert db.documents.get(document.id) == document
        assert db.documents.of_dossier(document.dossier) == (document,)
        assert db.documents.by_hash(document.dossier, a_blob("đơn").sha256) == document
        assert db.documents.by_hash(document.dossier, "0" * 64) is None


def test_the_same_bytes_in_one_dossier_are_a_duplicate_that_names_the_first(database: Database) -> None:
    dossier = a_dossier(database)
    first = a_document(database, dossier, "same")
    with pytest.raises(Duplicate) as found:
        a_document(database, dossier, "same")
    assert found.value.document == first
    assert a_document(database, None, "same").id != first.id  # another dossier may hold them too


def test_of_eight_drops_of_one_file_exactly_one_comes_in(database: Database) -> None:
    dossier = a_dossier(database)
    results = at_once(8, lambda _: a_document(database, dossier, "dropped"))
    taken = [r for r in results if isinstance(r, Document)]
    assert len(taken) == 1
    assert all(r.document == taken[0] for r in results if isinstance(r, Duplicate))
    assert sum(isinstance(r, Duplicate) for r in results) == 7


def test_a_document_needs_its_dossier(database: Database) -> None:
    dossier = a_dossier(database)
    with database.begin() as db:
        with pytest.raises(NotFound):
            db.documents.get(uuid4())
        with pytest.raises(NotFound):
            db.pages.replace(uuid4(), dossier.code, 1, [])


def test_digitising_makes_the_first_version(database: Database) -> None:
    document = a_document(database)
    with database.begin() as db:
        db.documents.digitising(document.id)
        db.documents.progress(document.id, 1, 3)
        assert (db.documents.get(document.id).pages_done, db.documents.get(document.id).pages_total) == (1, 3)
    done = digitise(database, document)
    assert (done.status, done.pages_done, done.failed_pages) == (Status.DIGITISED, 2, (2,))
    assert done.doubtful_pages == (1,)
    assert [(v.number, v.kind, v.blob, v.signature) for v in done.versions] == [
        (1, VersionKind.DIGITISED, a_blob("copy"), None)
    ]


def test_progress_that_comes_too_late_changes_nothing(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        db.documents.progress(document.id, 1, 9)
        assert db.documents.get(document.id).pages_total == 2


def test_a_paper_signed_on_arrival_keeps_its_bytes_as_its_first_version(database: Database) -> None:
    document = a_document(database, signed=True)
    with database.begin() as db:
        done = db.documents.digitised(
            document.id, expected=0, blob=None, pages_total=2, failed_pages=(), doubtful_pages=(), created_by="worker"
        )
    assert done.status is Status.SIGNED
    assert [(v.kind, v.blob) for v in done.versions] == [(VersionKind.SIGNED, document.original)]


def test_of_two_workers_with_one_job_exactly_one_files_its_copy(database: Database) -> None:
    document = a_document(database)
    results = at_once(2, lambda number: digitise(database, document, content=f"copy {number}"))
    assert sorted(type(r).__name__ for r in results) == ["Conflict", "Document"]


def test_a_signing_job_run_twice_signs_once(database: Database) -> None:
    document = digitise(database, a_document(database))
    results = at_once(4, lambda _: sign(database, document, expected=1, signature=a_signature()))
    assert sum(isinstance(r, Document) for r in results) == 1
    with database.begin() as db:
        found = db.documents.get(document.id)
    assert (found.status, len(found.versions)) == (Status.SIGNED, 2)
    assert found.versions[1].signature == a_signature()


def test_a_signature_ends_the_one_under_way_and_an_old_failure(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        db.documents.signing(document.id, SignerRole.CLERK, "canbo")
        under_way = db.documents.get(document.id)
        assert (under_way.signing, under_way.signing_account) == (SignerRole.CLERK, "canbo")
        db.documents.signing_failed(document.id, BROKEN)
        failed = db.documents.get(document.id)
        assert (failed.signing, failed.failure, failed.status) == (None, BROKEN, Status.DIGITISED)
        db.documents.signing(document.id, SignerRole.CLERK, "canbo")
        assert db.documents.get(document.id).failure is None
    signed = sign(database, document, expected=1, signature=a_signature())
    assert (signed.signing, signed.signing_account, signed.failure) == (None, None, None)


def test_an_appended_timestamp_leaves_a_signature_under_way_alone(database: Database) -> None:
    document = digitise(database, a_document(database))
    sign(database, document, expected=1, signature=a_signature(pending=True))
    with database.begin() as db:
        db.documents.signing(document.id, SignerRole.LEADER, "lanhdao")
    stamped = sign(database, document, expected=2)
    assert stamped.signing is SignerRole.LEADER
    assert stamped.versions[2].signature is None
    assert stamped.versions[2].kind is VersionKind.SIGNED


def test_a_failure_is_kept_until_the_next_try(database: Database) -> None:
    document = a_document(database)
    with database.begin() as db:
        db.documents.failed(document.id, BROKEN)
        assert (db.documents.get(document.id).status, db.documents.get(document.id).failure) == (Status.FAILED, BROKEN)
        db.documents.digitising(document.id)
        assert db.documents.get(document.id).failure is None
        db.documents.digitising(document.id)  # a job that runs twice


def test_a_digitised_document_neither_fails_nor_begins_again(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        with pytest.raises(Conflict):
            db.documents.failed(document.id, BROKEN)
        with pytest.raises(Conflict):
            db.documents.digitising(document.id)


def test_only_a_signed_document_is_archived_and_then_nothing_is_added(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db, pytest.raises(Conflict):
        db.documents.archived(document.id, None)
    sign(database, document, expected=1, signature=a_signature())
    with database.begin() as db:
        db.documents.archived(document.id, None)
        db.documents.archived(document.id, None)
    with pytest.raises(Conflict):
        sign(database, document, expected=2, signature=a_signature())


def test_a_note_is_set_and_taken_away(database: Database) -> None:
    document = a_document(database)
    with database.begin() as db:
        db.documents.note(document.id, "Còn thiếu dấu thời gian.")
        assert db.documents.get(document.id).note == "Còn thiếu dấu thời gian."
        db.documents.note(document.id, None)
        assert db.documents.get(document.id).note is None


def test_waiting_lists_what_is_owed_and_nothing_else(database: Database) -> None:
    received, done = a_document(database), digitise(database, a_document(database))
    pending = digitise(database, a_document(database))
    sign(database, pending, expected=1, signature=a_signature(pending=True))
    stamped = digitise(database, a_document(database))
    sign(database, stamped, expected=1, signature=a_signature(pending=True))
    sign(database, stamped, expected=2)
    asked = digitise(database, a_document(database))
    failed = a_document(database)
    with database.begin() as db:
        db.documents.signing(asked.id, SignerRole.CLERK, "canbo")
        db.documents.failed(failed.id, BROKEN)
    with database.begin() as db:
        later = {d.id for d in db.documents.waiting(before=datetime.now(UTC) + timedelta(seconds=5), limit=200)}
        assert db.documents.waiting(before=datetime.now(UTC) - timedelta(hours=1), limit=200) == ()
        assert len(db.documents.waiting(before=datetime.now(UTC) + timedelta(seconds=5), limit=2)) == 2
        assert db.documents.get(failed.id).status is Status.FAILED
    assert {received.id, pending.id, asked.id} <= later
    assert not {done.id, stamped.id, failed.id} & later


def test_text_is_kept_in_nfc_without_what_postgresql_cannot_hold(database: Database) -> None:
    dossier = a_dossier(database, title="Ho\u0302\u0300 so\u031b\x00 \ud800")
    with database.begin() as db:
        assert db.dossiers.get(dossier.code).title == "Hồ sơ ?"


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    dossier = a_dossier(database)
    document = a_document(database, dossier)
    with pytest.raises(NotFound), database.begin() as db:  # noqa: PT012  # the whole transaction fails
        db.documents.note(document.id, "x")
        db.documents.note(uuid4(), "x")
    with database.begin() as db:
        assert db.documents.get(document.id).note is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET sha256 = ''",
        "DELETE FROM version",
        "TRUNCATE version",
        "UPDATE dossier SET code = 'X' || code",
        "UPDATE document SET sha256 = ''",
        "UPDATE document SET status = 'lost'",
        "UPDATE document SET kind = 'thing'",
        "UPDATE dossier SET state = 11",
    ],
)
def test_the_database_itself_refuses_what_the_laws_forbid(
    database: Database, postgres_url: str, statement: str
) -> None:
    digitise(database, a_document(database))
    with engine(postgres_url).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text(statement))


def test_migrating_again_and_at_once_changes_nothing(database: Database, postgres_url: str) -> None:
    document = a_document(database)
    assert at_once(3, lambda _: migrate(postgres_url)) == [None, None, None]
    assert schema_is_current(postgres_url)
    with database.begin() as db:
        assert db.documents.get(document.id) == document
