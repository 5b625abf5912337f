"""What the API sends, made from the product's values."""

from service.web.api import views
from tests.unit.service.builders import a_document


def test_the_pages_that_a_person_must_check_are_named() -> None:
    assert views.document(a_document(doubtful_pages=(2,)))["doubtful_pages"] == [2]
