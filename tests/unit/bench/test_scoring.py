"""Scores are what a reader would call them."""

import random

import pytest

from bench.edits import best_place, distance
from bench.scoring import cer, cer_of_lines, order_free


def test_the_same_words_score_nothing_whatever_their_spaces_and_marks() -> None:
    assert cer("Ủy  ban\nnhân dân,\tkhoẻ, hoa\u0300", ["Uỷ ban nhân dân, khỏe, hòa"]) == 0


def test_one_wrong_letter_of_ten_is_ten_percent() -> None:
    assert cer("nhân dàn x", ["nhân dân x"]) == pytest.approx(10)


def test_the_reading_that_fits_best_counts() -> None:
    assert cer("phải trái", ["trái phải", "phải trái"]) == 0


def test_lines_in_another_order_cost_only_where_order_counts() -> None:
    true, said = "một hai\nba bốn\nnăm", "năm\nmột hai\nba bốn"
    assert cer(said, [true]) > 40
    assert cer_of_lines(said, [true]) == 0


def test_a_line_that_stands_twice_must_be_read_twice() -> None:
    true = "Tổng số\nNgười nhận\nTổng số"
    assert cer_of_lines("Người nhận\nTổng số\nTổng số", [true]) == 0
    assert cer_of_lines("Người nhận\nTổng số", [true]) > 20


def test_a_line_is_not_laid_across_others_that_say_the_same() -> None:
    true = "theo Thông tư số 5\ncủa Bộ trưởng ban hành\nvà bãi bỏ Thông tư\nsố 5 của Bộ trưởng\nban hành"
    said = "ban hành\nsố 5 của Bộ trưởng\nvà bãi bỏ Thông tư\ncủa Bộ trưởng ban hành\ntheo Thông tư số 5"
    assert cer_of_lines(said, [true]) == 0


def test_a_torn_line_costs_even_where_lines_may_come_in_any_order() -> None:
    assert cer_of_lines("dân nhân\nỦy ban", ["Ủy ban nhân dân"]) > 0


def test_lines_across_two_columns_cost_nothing_where_order_does_not_count() -> None:
    true = "ỦY BAN NHÂN DÂN\nXÃ ĐÔNG HƯNG\nCỘNG HÒA XÃ HỘI\nĐộc lập"
    said = "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI\nXÃ ĐÔNG HƯNG Độc lập"
    assert cer(said, [true]) > 20
    assert order_free(said, [true]) == 0
    assert order_free(said.replace("Ộ", "Ọ"), [true]) == pytest.approx(200 / len(true))


def test_distance_agrees_with_the_textbook() -> None:
    chance = random.Random(1)
    for _ in range(300):
        one, other = ("".join(chance.choices("abc", k=chance.randint(0, 9))) for _ in range(2))
        assert distance(one, other) == _by_table(one, other), (one, other)


def test_the_best_place_is_as_good_as_any() -> None:
    chance = random.Random(2)
    for _ in range(100):
        part, whole = ("".join(chance.choices("abc", k=chance.randint(1, 7))) for _ in range(2))
        edits, start, end = best_place(part, whole)
        places = [(a, b) for a in range(len(whole) + 1) for b in range(a, len(whole) + 1)]
        assert edits == min(_by_table(part, whole[a:b]) for a, b in places)
        assert edits == _by_table(part, whole[start:end])


def _by_table(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for letter in one:
        above, row = row, [row[0] + 1]
        for place, its in enumerate(other):
            row.append(min(above[place + 1] + 1, row[-1] + 1, above[place] + (letter != its)))
    return row[-1]
