"""Archived documents are found before their timestamps end, and get one version more."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from storage import Conflict, Database, Document, SignerRole, Status
from storage.connection import engine
from tests.contract.made import NOON, a_blob, a_document, a_signature, digitise, sign

DAY = timedelta(days=1)


def an_archived(database: Database, days: float | None) -> Document:
    """A document whose newest timestamp ends so many days after NOON; None: it has no timestamp."""
    document = digitise(database, a_document(database))
    sign(database, document, expected=1, signature=a_signature())
    with database.begin() as db:
        db.documents.archived(document.id, None if days is None else NOON + days * DAY)
        return db.documents.get(document.id)


def ending(database: Database, limit: int = 100) -> list[UUID]:
    with database.begin() as db:
        return [found.id for found in db.documents.ending(after=NOON, before=NOON + 30 * DAY, limit=limit)]


def test_only_archived_documents_that_end_soon_are_found_the_soonest_first(database: Database) -> None:
    later, soon = an_archived(database, 20), an_archived(database, 5)
    for days in (-1, 31, None):
        an_archived(database, days)
    assert ending(database) == [soon.id, later.id]
    assert ending(database, limit=1) == [soon.id]


def test_a_renewed_document_has_a_version_more_and_another_end(database: Database) -> None:
    document = an_archived(database, 7)
    with database.begin() as db:
        end = NOON + 900 * DAY
        renewed = db.documents.renewed(document.id, expected=2, blob=a_blob("3"), lasts_until=end, created_by="w")
    assert (renewed.status, renewed.lasts_until, len(renewed.versions)) == (Status.ARCHIVED, end, 3)
    assert renewed.versions[-1].signature is None
    assert document.id not in ending(database)
    with pytest.raises(Conflict), database.begin() as db:
        db.documents.renewed(document.id, expected=2, blob=a_blob("4"), lasts_until=end, created_by="w")


def test_what_is_not_archived_is_not_renewed(database: Database) -> None:
    document = digitise(database, a_document(database))
    sign(database, document, expected=1, signature=a_signature())
    with pytest.raises(Conflict), database.begin() as db:
        db.documents.renewed(document.id, expected=2, blob=a_blob("3"), lasts_until=NOON, created_by="w")


MANY = """
INSERT INTO document (id, dossier_id, kind, name, status, key, sha256, size, media_type, signed_on_arrival, created_by,
    lasts_until)
SELECT gen_random_uuid(), dossier_id, kind, name, 'archived', key, md5(n::text), size, media_type, false, created_by,
    now() + n * interval '1 day'
FROM document, generate_series(1, 5000) AS n WHERE id = :id
"""
SOON = "SELECT id FROM document WHERE status = 'archived' AND lasts_until > now() AND lasts_until < now() + '9 days'"


def test_the_search_for_what_ends_soon_does_not_read_the_archive(database: Database, postgres_url: str) -> None:
    document = an_archived(database, 5)
    with engine(postgres_url).connect() as connection:  # never committed
        connection.execute(sa.text(MANY), {"id": document.id})
        connection.execute(sa.text("ANALYZE document"))
        plan = "\n".join(connection.execute(sa.text(f"EXPLAIN {SOON}")).scalars())
    assert "document_lasting" in plan


def test_the_level_asked_for_is_kept_until_the_signature_is_there(database: Database) -> None:
    document = digitise(database, a_document(database))
    with database.begin() as db:
        db.documents.signing(document.id, SignerRole.CLERK, "canbo", "B-LTA")
        assert db.documents.get(document.id).signing_level == "B-LTA"
    signed = sign(database, document, expected=1, signature=a_signature(pending=True, wanted="B-LTA"))
    assert signed.signing_level is None
    signature = signed.versions[-1].signature
    assert signature is not None
    assert signature.level_wanted == "B-LTA"
