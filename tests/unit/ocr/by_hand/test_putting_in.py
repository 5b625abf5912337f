"""A number takes the place of what was made of it, and no printed word is lost."""

from ocr import Box, Word
from ocr.by_hand.putting_in import Filling, put_in
from ocr.fields.run import Run


def box(left: float, right: float, top: float = 10.0, bottom: float = 20.0) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom)


def word(text: str, left: float, right: float, *, line: int = 3) -> Word:
    return Word(text=text, box=box(left, right), confidence=80.0, line=line)


def filled(*words: Word, gap: tuple[int, int], at: Box, digits: str = "22") -> tuple[Word, ...]:
    return put_in(words, Run(words=words), [Filling(gap=gap, digits=digits, box=at, confidence=70.0)])


LABEL, SYMBOL = word("Số:", 0, 15), word("/CT-UBND", 50, 100)
AT = box(20, 45, 5, 21)
NUMBER = Word(text="22", box=AT, confidence=70.0, line=3, by_hand=True)


def test_what_stood_in_the_gap_goes_and_is_told_as_raw() -> None:
    words = filled(LABEL, word("đ", 20, 30), word("#", 32, 45), SYMBOL, gap=(3, 8), at=AT)
    assert [one.text for one in words] == ["Số:", "22", "/CT-UBND"]
    assert words[1].raw == "đ #"
    assert words[1].by_hand


def test_an_empty_gap_is_filled() -> None:
    assert filled(LABEL, SYMBOL, gap=(3, 4), at=AT) == (LABEL, NUMBER, SYMBOL)


def test_a_word_that_reaches_into_the_gap_is_cut() -> None:
    words = filled(word("Số:83", 0, 40), SYMBOL, gap=(3, 6), at=AT)
    assert [(one.text, one.box.left, one.box.right) for one in words] == [
        ("Số:", 0, 20),
        ("22", 20, 45),
        ("/CT-UBND", 50, 100),
    ]
    words = filled(LABEL, word("83/CT-UBND", 18, 100), gap=(3, 6), at=AT)
    assert [(one.text, one.box.left, one.box.right) for one in words] == [
        ("Số:", 0, 15),
        ("22", 20, 45),
        ("/CT-UBND", 45, 100),
    ]


def test_a_word_that_has_the_gap_inside_becomes_two() -> None:
    words = filled(word("Số:83/CT-UBND", 0, 100), gap=(3, 5), at=AT)
    assert [(one.text, one.box.left, one.box.right) for one in words] == [
        ("Số:", 0, 20),
        ("22", 20, 45),
        ("/CT-UBND", 45, 100),
    ]


def test_a_neighbour_whose_box_took_the_number_in_gives_it_up() -> None:
    words = filled(LABEL, word("/CT-UBND", 18, 100), gap=(3, 4), at=AT)
    assert [(one.text, one.box.left) for one in words] == [("Số:", 0), ("22", 20), ("/CT-UBND", 45)]


def test_junk_read_at_its_place_goes_and_all_other_words_stay_in_order() -> None:
    run = Run(words=(LABEL, SYMBOL))
    before, junk, after = word("SỞ", 0, 30, line=2), word("|", 30, 33, line=9), word("Huế", 200, 220, line=4)
    filling = Filling(gap=(3, 4), digits="22", box=AT, confidence=70.0)
    assert put_in((before, LABEL, SYMBOL, junk, after), run, [filling]) == (before, LABEL, NUMBER, SYMBOL, after)


def test_several_gaps_of_one_line_are_filled() -> None:
    words = (word("ngày", 0, 20), word("tháng", 40, 60), word("năm", 80, 95), word("2025", 100, 120))
    fillings = [
        Filling(gap=(4, 5), digits="05", box=box(22, 38), confidence=70.0),
        Filling(gap=(10, 11), digits="12", box=box(62, 78), confidence=70.0),
    ]
    assert [one.text for one in put_in(words, Run(words=words), fillings)] == [
        *("ngày", "05", "tháng", "12", "năm", "2025"),
    ]


def test_no_filling_changes_nothing() -> None:
    dirty, tidied = word("Số:_", 0, 15), word("Số:", 0, 15)
    assert put_in((dirty, SYMBOL), Run(words=(tidied, SYMBOL)), []) == (dirty, SYMBOL)
