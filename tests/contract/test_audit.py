"""The audit log in a real PostgreSQL: append-only, chained, and checked offline on an export."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from storage import Actor, AuditBroken, AuditLine, Database, NotFound, Role, export_audit, parse_audit, verify_audit
from storage.connection import engine
from tests.contract.made import CLERK, a_document, at_once


def lines_of(database: Database) -> list[AuditLine]:
    with database.begin() as db:
        return list(db.audit.lines())


def test_what_is_written_is_read_back_and_verifies(database: Database) -> None:
    identity = uuid4()
    with database.begin() as db:
        db.audit.add(
            CLERK, "received", dossier="G10-260305-0001", document=identity, details={"tệp": "đơn.pdf", "n": 1}
        )
        db.audit.add(Actor(name="worker", role=None), "digitised")
    line, after = lines_of(database)[-2:]
    assert (line.actor, line.role, line.origin, line.action) == ("canbo", "clerk", "10.0.0.7", "received")
    assert (line.dossier, line.document, line.details) == ("G10-260305-0001", identity, {"tệp": "đơn.pdf", "n": 1})
    assert after.previous == line.hash
    assert line.at.tzinfo is not None
    assert verify_audit(lines_of(database)).hash == after.hash


def test_eight_threads_write_one_chain_without_a_gap(database: Database) -> None:
    before = len(lines_of(database))

    def write(number: int) -> None:
        for _ in range(5):
            with database.begin() as db:
                db.audit.add(Actor(name=f"c{number}", role=Role.CLERK), "viewed")

    assert at_once(8, write) == [None] * 8
    lines = lines_of(database)
    assert len(lines) == before + 40
    assert verify_audit(lines).number == len(lines)


def test_a_line_and_its_change_stand_or_fall_together(database: Database) -> None:
    before = lines_of(database)
    document = a_document(database)
    with pytest.raises(NotFound), database.begin() as db:  # noqa: PT012  # the whole transaction fails
        db.audit.add(CLERK, "noted", document=document.id)
        db.documents.note(uuid4(), "x")
    assert lines_of(database) == before


def test_lines_are_read_from_any_place_on(database: Database) -> None:
    with database.begin() as db:
        for _ in range(3):
            db.audit.add(CLERK, "viewed")
    every = lines_of(database)
    with database.begin() as db:
        assert list(db.audit.lines(after=len(every) - 2)) == every[-2:]
        assert list(db.audit.lines(after=1, limit=1)) == every[1:2]


def test_details_of_any_kind_survive_the_way_through_the_database(database: Database) -> None:
    hostile = {
        "text": "Ho\u0302\u0300 so\u031b \x00\ud800",
        "number": [1, 1.0, 1e300, -0.0, 2**70],
        "nested": {"b": {"a\u0000": None}, "a": [{"x": True}]},
        "id": uuid4(),
        "role": Role.CLERK,
    }
    with database.begin() as db:
        db.audit.add(Actor(name="\x00a\ud800", role=None, origin="::1"), "tested\x00", details=hostile)
    lines = lines_of(database)
    assert lines[-1].details["text"] == "Hồ sơ ?"
    verify_audit(lines)
    verify_audit(parse_audit(export_audit(lines)))


def test_a_number_json_does_not_know_is_refused_at_once(database: Database) -> None:
    with database.begin() as db, pytest.raises(ValueError, match="JSON"):
        db.audit.add(CLERK, "tested", details={"n": float("nan")})


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_table_refuses_every_change(database: Database, postgres_url: str, statement: str) -> None:
    with database.begin() as db:
        db.audit.add(CLERK, "viewed")
    with engine(postgres_url).connect() as connection, pytest.raises(sa.exc.IntegrityError, match="append-only"):
        connection.execute(sa.text(statement))


def test_an_export_of_the_log_is_checked_without_the_database(database: Database) -> None:
    with database.begin() as db:
        for _ in range(6):
            db.audit.add(CLERK, "viewed")
        texts = list(export_audit(db.audit.lines()))
    assert verify_audit(parse_audit(texts)).number == len(texts) - 1
    broken = {
        "changed": [*texts[:2], texts[2].replace("viewed", "downloaded", 1), *texts[3:]],
        "dropped": [*texts[:2], *texts[3:]],
        "swapped": [texts[1], texts[0], *texts[2:]],
        "cut": texts[:-3],
        "cut, end kept": [*texts[:-3], texts[-1]],
        "added": [*texts, texts[0]],
    }
    for how, lines in broken.items():
        if lines == texts:
            pytest.fail(f"{how} changed nothing")
        with pytest.raises(AuditBroken):
            verify_audit(parse_audit(lines))


def test_a_line_rewritten_with_a_fresh_hash_breaks_the_next(database: Database) -> None:
    with database.begin() as db:
        db.audit.add(CLERK, "viewed")
        db.audit.add(CLERK, "viewed")
    lines = lines_of(database)
    forged = json.loads(next(export_audit([replace(lines[-2], actor="somebody")])))
    assert forged["actor"] == "somebody"
    with pytest.raises(AuditBroken, match=str(lines[-2].number)):
        verify_audit([*lines[:-2], replace(lines[-2], actor="somebody"), lines[-1]])
