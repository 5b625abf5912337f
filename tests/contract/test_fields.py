"""Facts are kept in their order, with their evidence, and those of one document apart from those of another."""

from uuid import uuid4

from storage import Database, Field
from tests.contract.made import a_document

NUMBER = Field(name="number_symbol", value="15/QĐ-UBND", confidence=91.5, page=1, boxes=((1.0, 2.0, 3.0, 4.5),))
CODES = tuple(Field(name="code", value=f"mã {n}", confidence=100, page=n, boxes=()) for n in (3, 1, 2))


def test_facts_come_back_as_they_were_told(database: Database) -> None:
    paper = a_document(database)
    with database.begin() as db:
        db.fields.replace(paper.id, (NUMBER, *CODES))
    with database.begin() as db:
        assert db.fields.of([paper.id]) == {paper.id: (NUMBER, *CODES)}


def test_told_again_they_take_the_place_of_the_old_ones(database: Database) -> None:
    paper, other = a_document(database), a_document(database)
    with database.begin() as db:
        db.fields.replace(paper.id, CODES)
        db.fields.replace(other.id, CODES[:1])
        db.fields.replace(paper.id, [NUMBER])
        assert db.fields.of([paper.id, other.id]) == {paper.id: (NUMBER,), other.id: CODES[:1]}
        db.fields.replace(paper.id, [])
        assert db.fields.of([paper.id]) == {paper.id: ()}


def test_a_document_without_facts_has_none(database: Database) -> None:
    unknown = uuid4()
    with database.begin() as db:
        assert db.fields.of([unknown]) == {unknown: ()}
        assert db.fields.of([]) == {}


def test_coordinates_are_kept_to_a_hundredth_and_values_without_control_characters(database: Database) -> None:
    paper = a_document(database)
    odd = Field(name="code", value="a\x00b", confidence=100, page=1, boxes=((1.23456, 2, 3, 4),))
    with database.begin() as db:
        db.fields.replace(paper.id, [odd])
        (kept,) = db.fields.of([paper.id])[paper.id]
    assert (kept.value, kept.boxes) == ("ab", ((1.23, 2, 3, 4),))
