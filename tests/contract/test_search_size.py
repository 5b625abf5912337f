"""Search in a crowd: what a query reads does not grow with the archive."""

import random

import pytest
import sqlalchemy as sa

from storage import Database
from storage.connection import engine
from storage.tables import page
from tests.contract.made import a_paper

PAGES = 20_000
DOSSIERS = 100_000  # as many as it took PostgreSQL to prefer walking through all of them
MULTIPLY_PAGES = """
INSERT INTO page SELECT document_id, number + 1000 * n, dossier_id, agency, received_on - n, version, width, height,
    rotation, text, words, terms FROM page, generate_series(1, %(times)s) AS n WHERE document_id = %(document)s
"""
MULTIPLY_DOSSIERS = """
INSERT INTO dossier SELECT gen_random_uuid(),
    'K30-25' || to_char(n %% 12 + 1, 'FM00') || '01-' || to_char(n, 'FM000000'),
    agency, procedure, title, applicant, state, received_at - n * interval '1 hour', due_at, archived_at, created_by
    FROM (SELECT * FROM dossier LIMIT 1) AS one, generate_series(1, %(times)s) AS n
"""
READ = """
SELECT sum(seq_tup_read)::int, sum(idx_tup_fetch)::int FROM pg_stat_xact_user_tables
    WHERE relname IN ('page', 'dossier')
"""


@pytest.fixture(scope="module")
def crowded(database: Database, postgres_url: str) -> Database:
    """20,000 pages and 100,000 dossiers: words as frequent as in a language, and one page that is like no other."""
    dice = random.Random(7)
    vocabulary = [f"{a}{b}" for a in "bcdghklmnpqrstvx" for b in ("a", "ơ", "ong", "iếu", "ạch", "uyên", "ần", "ụ")]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    texts = [" ".join(dice.choices(vocabulary, weights, k=30)) for _ in range(200)]
    paper = a_paper(database, *texts)
    with database.begin() as db:
        db.driver_connection.execute("DROP INDEX page_terms")  # built once below, which is much quicker than row by row
        db.driver_connection.execute(MULTIPLY_PAGES, {"document": paper.id, "times": PAGES // len(texts) - 1})
        db.driver_connection.execute(MULTIPLY_DOSSIERS, {"times": DOSSIERS})
    with engine(postgres_url).begin() as connection:
        next(index for index in page.indexes if index.name == "page_terms").create(connection)
    a_paper(database, "quyết định thu hồi giấy phép khai thác")
    with engine(postgres_url).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))
    return database


def rows_read(database: Database, query: str) -> tuple[int, int, int]:
    """Hits, rows read one after the other without an index, and rows fetched through one."""
    with database.begin() as db:
        before = db.driver_connection.execute(READ).fetchone() or (0, 0)
        found = len(db.pages.search(query, limit=20).items)
        after = db.driver_connection.execute(READ).fetchone() or (0, 0)
    return found, after[0] - before[0], after[1] - before[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("thu hồi giấy phép", 1),
        ('"thu hồi giấy phép"', 1),
        ("thu hoi giay phep", 1),
        ("khong co chu nay dau", 0),
        ("ba", 20),  # on nearly every page
        ("bơ", 20),
        ("ba bơ bong", 20),
        ('"ba bơ"', 20),
        ("K30-250201-000001", 1),
        ("777", 1),
        ("K30", 20),
        ("2502", 20),
    ],
)
def test_a_query_reads_few_rows_however_many_there_are(crowded: Database, query: str, expected: int) -> None:
    found, scanned, fetched = rows_read(crowded, query)
    assert found >= expected
    assert scanned == 0
    assert fetched <= 5 * 500 + 500  # the newest 500 for each tier and for codes, and what the indexes find
