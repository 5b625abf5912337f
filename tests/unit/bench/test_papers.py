"""Generated papers say truly what stands on them, and where."""

import numpy as np
import pytest

from tests.paper import Paper, a_scan, flawless_words
from tests.paper.picture import moved
from tests.paper.truth import TruthLine, TruthWord, Zone, readings


@pytest.fixture(scope="module", params=["skew", "turned", "photo", "office200"])
def damaged(request: pytest.FixtureRequest) -> Paper:
    return a_scan(request.param, seed=1)


def test_the_same_seed_gives_the_same_page() -> None:
    first, second, other = (a_scan("dpi150", seed=seed) for seed in (1, 1, 2))
    assert first.text == second.text != other.text
    assert first.image == second.image


def test_words_are_found_again_on_the_damaged_picture(damaged: Paper) -> None:
    grey = np.asarray(damaged.image.convert("L"))
    assert damaged.to_pixels is not None
    for word in damaged.words:
        left, top, right, bottom = (round(edge) for edge in moved(word.box, damaged.to_pixels))
        inside = grey[top : bottom + 1, left : right + 1]
        assert inside.size
        assert int(inside.max()) - int(inside.min()) > 70, word


def test_a_letter_tells_its_fields() -> None:
    for seed in range(3):
        paper = a_scan("dpi150", seed=seed)
        said = " ".join(paper.text.split())
        for name in ("number_symbol", "place", "agency", "signer_name", "signer_title", "summary"):
            assert paper.fields[name] in said, name


def test_two_columns_may_be_read_by_block_or_by_row() -> None:
    lines = [
        _line("trái một", Zone.HEAD_LEFT, 0, 0),
        _line("trái hai", Zone.HEAD_LEFT, 0, 20),
        _line("phải một", Zone.HEAD_RIGHT, 200, 1),
        _line("phải hai", Zone.HEAD_RIGHT, 200, 21),
        _line("thân", Zone.BODY, 0, 60),
    ]
    assert set(readings(lines)) == {
        "trái một\ntrái hai\nphải một\nphải hai\nthân",
        "trái một\nphải một\ntrái hai\nphải hai\nthân",
    }


def test_a_table_may_be_read_by_line_or_by_cell() -> None:
    rows = [[("1", 0), ("Sửa", 1)], [("chữa", 1)], [("2", 2), ("Sơn", 3)]]
    lines = [
        TruthLine(
            words=tuple(TruthWord(text=text, box=(0, y, 9, y + 9), cell=cell) for text, cell in row), zone=Zone.TABLE
        )
        for y, row in zip((0, 10, 20), rows, strict=True)
    ]
    lines = [_line("trên", Zone.BODY, 0, -20), *lines, _line("dưới", Zone.BODY, 0, 50)]
    assert set(readings(lines)) == {"trên\n1 Sửa\nchữa\n2 Sơn\ndưới", "trên\n1\nSửa chữa\n2\nSơn\ndưới"}


def test_a_flawless_reader_says_all_words_on_their_lines() -> None:
    paper = a_scan("table", seed=1)
    words = flawless_words(paper)
    assert [word.text for word in words] == [word.text for word in paper.words]
    assert words[-1].line == len(paper.lines) - 1


def _line(text: str, zone: Zone, x: float, y: float) -> TruthLine:
    return TruthLine(words=tuple(TruthWord(text=word, box=(x, y, x + 50, y + 10)) for word in text.split()), zone=zone)
