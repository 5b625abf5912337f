"""A number of the register belongs to one document, for good, and none is left out."""

import pytest

from storage import Book, Database, Document
from tests.contract.made import a_document, at_once


def book(year: int, document_type: str = "QĐ") -> Book:
    return Book(agency="H29.17.30", year=year, document_type=document_type)


def give(database: Database, document: Document, which: Book) -> str:
    with database.begin() as db:
        db.documents.lock(document.id)
        return db.numbers.give(document.id, which, str)


def test_many_at_once_get_each_its_own_number_without_a_gap(database: Database) -> None:
    documents = [a_document(database) for _ in range(8)]
    given = at_once(8, lambda i: give(database, documents[i], book(2026)))
    assert sorted(map(str, given)) == [str(number) for number in range(1, 9)]


def test_a_document_keeps_its_number_whoever_asks_again(database: Database) -> None:
    document = a_document(database)
    assert at_once(4, lambda _: give(database, document, book(2027))) == ["1"] * 4
    assert give(database, document, book(2028, "TB")) == "1"
    with database.begin() as db:
        assert db.documents.get(document.id).number == "1"
        assert db.documents.of_dossier(document.dossier)[0].number == "1"
    assert give(database, a_document(database), book(2027)) == "2"


def test_years_and_types_count_for_themselves(database: Database) -> None:
    for which in (book(2029), book(2029, "TB"), book(2030)):
        assert give(database, a_document(database), which) == "1"


def test_a_crash_before_the_end_leaves_no_gap(database: Database) -> None:
    document = a_document(database)
    with pytest.raises(ZeroDivisionError), database.begin() as db:
        db.numbers.give(document.id, book(2031), lambda n: str(n // 0))
    with database.begin() as db:
        assert db.documents.get(document.id).number is None
    assert give(database, document, book(2031)) == "1"
