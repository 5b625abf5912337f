"""Office papers are read head, body, foot; head and foot by columns."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from ocr import Box, Word
from ocr.layout import in_order
from ocr.lines import text_of
from ocr.tesseract import ReadWord

WIDTH, HEIGHT = 595.0, 842.0
Row = tuple[float, str, float, str]  # x, left words, x, right words


def rows(*lines: Row, top: float = 50) -> list[ReadWord]:
    """Rows as Tesseract reads them, 20 points apart, each as one line."""
    words = []
    for row, (left_x, left, right_x, right) in enumerate(lines):
        y = top + 20 * row
        words += [*text(left_x, y, left, (1, 1, int(y))), *text(right_x, y, right, (1, 1, int(y)))]
    return words


def text(x: float, y: float, words: str, place: tuple[int, int, int]) -> Iterator[ReadWord]:
    """Words of one line: 6 points a letter, 12 high, 4 apart."""
    for word in words.split():
        yield ReadWord(text=word, box=box(x, y, 6 * len(word), 12), confidence=90.0, place=place)
        x += 6 * len(word) + 4


def box(left: float, top: float, width: float, height: float) -> Box:
    return Box(left=left, top=top, right=left + width, bottom=top + height)


def as_torn(words: Iterable[ReadWord], at: float) -> list[ReadWord]:
    """As Tesseract reads two columns as two blocks, the right one first."""
    blocks = [replace(word, place=(1 if word.box.left < at else 0, 1, word.place[2])) for word in words]
    return sorted(blocks, key=lambda word: word.place)


def read(words: Iterable[ReadWord]) -> list[str]:
    return text_of(ordered(words)).splitlines()


def ordered(words: Iterable[ReadWord]) -> tuple[Word, ...]:
    return in_order(words, WIDTH, HEIGHT)


HEAD = (
    (80, "ỦY BAN NHÂN DÂN", 250, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (80, "XÃ ĐÔNG HƯNG", 280, "Độc lập - Tự do - Hạnh phúc"),
    (80, "Số: 12/UBND", 270, "Đông Hưng, ngày 5 tháng 6 năm 2025"),
    (80, "V/v góp ý", 0, ""),
)
HEAD_READ = [*(row[1] for row in HEAD), *(row[3] for row in HEAD[:3])]
BODY = ((80, "Kính gửi Sở Nội vụ và các phòng ban có liên quan trong tỉnh ta", 0, ""),)
FOOT = (
    (80, "Nơi nhận:", 350, "CHỦ TỊCH"),
    (80, "- Như trên;", 0, ""),
    (80, "- Lưu: VT.", 340, "Lê Văn Bình"),
)
FOOT_READ = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Lê Văn Bình"]


def test_the_agency_is_read_before_the_nations_name() -> None:
    assert read(rows(*HEAD, *BODY)) == [*HEAD_READ, BODY[0][1]]


def test_columns_read_as_blocks_are_put_in_order() -> None:
    assert read([*as_torn(rows(*HEAD), at=250), *rows(*BODY, top=150)]) == [*HEAD_READ, BODY[0][1]]


@pytest.mark.parametrize(
    ("nation", "motto"),
    [
        ("CỌNG HOÀ XẢ HÔI CHÚ NGHIẢ VIET NAM", "Đóc lâp - Tư do - Hanh phuc"),
        ("CỘNGHÒA XÃHỘI CHỦNGHĨA VIỆTNAM", "Độclập-Tựdo-Hạnhphúc"),
        ("G0NG H0A XA HỘI CHU NGHIA VlET NAM", "——"),
        ("", "Độc lặp - Lự do - Hạnh phuc"),
        ("HÒA XÃ HỘI CHỦ NGHĨA", ""),
    ],
)
def test_the_nations_name_is_known_however_it_is_misread(nation: str, motto: str) -> None:
    misread = ((*HEAD[0][:3], nation), (*HEAD[1][:3], motto), *HEAD[2:])
    assert read(rows(*misread, *BODY))[:4] == HEAD_READ[:4]


def test_an_agency_that_reaches_almost_to_the_nations_name_is_parted_from_it() -> None:
    tight = (80, "TRƯỜNG CAO ĐẲNG NGHỀ TỈNH", 240, HEAD[0][3])
    assert read(rows(tight, *HEAD[1:], *BODY))[0] == tight[1]


def test_a_title_in_the_middle_ends_the_head() -> None:
    title = ((0, "", 265, "QUYẾT ĐỊNH"), (80, "Điều 1.", 0, ""))
    assert read(rows(*HEAD[:3], *title, *BODY))[5:] == [HEAD[2][3], "QUYẾT ĐỊNH", "Điều 1.", BODY[0][1]]


def test_what_stands_above_the_head_is_read_before_it() -> None:
    assert read([*rows(*HEAD, *BODY, top=90), *text(400, 50, "Mẫu số 01", (9, 1, 1))])[0] == "Mẫu số 01"


def test_a_nations_name_in_the_middle_of_the_page_is_no_column() -> None:
    form = ((180, HEAD[0][3], 0, ""), (210, HEAD[1][3], 0, ""), (230, "ĐƠN ĐỀ NGHỊ", 0, ""))
    assert read(rows(*form, *BODY)) == [row[1] for row in (*form, *BODY)]


def test_the_nations_name_in_the_body_changes_nothing() -> None:
    body = ((80, "Nhà nước Cộng hòa xã hội chủ nghĩa Việt Nam ban hành", 0, ""),)
    assert read(rows(*body, *body)) == [body[0][1]] * 2


def test_the_recipients_are_read_before_the_signature() -> None:
    assert read(rows(*BODY, *FOOT))[1:] == FOOT_READ


def test_a_signature_read_first_or_beginning_higher_comes_after_the_recipients() -> None:
    assert read([*rows(*BODY), *as_torn(rows(*FOOT, top=90), at=300)])[1:] == FOOT_READ
    higher = [*rows(*BODY), *text(320, 78, "TM. ỦY BAN", (7, 1, 1)), *rows(*FOOT, top=98)]
    assert read(higher)[1:] == [*FOOT_READ[:3], "TM. ỦY BAN", *FOOT_READ[3:]]


@pytest.mark.parametrize("lost", ["ơi nhận:", "Nơinhận:", "Noi nhan", ""])
def test_a_misread_or_lost_name_does_not_hide_the_recipients(lost: str) -> None:
    misread = ((80, lost, *FOOT[0][2:]), *FOOT[1:])
    assert read(rows(*BODY, *misread))[-4:] == FOOT_READ[1:]


def test_what_runs_across_both_columns_ends_the_foot() -> None:
    across = (80, "Địa chỉ trụ sở: số 1 đường Lê Lợi phường Bến Nghé thành phố này", 0, "")
    assert read(rows(*BODY, *FOOT, across))[1:] == [*FOOT_READ, across[1]]


def test_the_page_number_is_read_last() -> None:
    number = text(290, 800, "2", (9, 1, 1))
    assert read([*rows(*BODY, *FOOT), *number])[-2:] == ["Lê Văn Bình", "2"]


def test_other_lines_stay_as_they_are_read() -> None:
    assert read(rows((80, "Đất ở", 300, "120"), (80, "Đất vườn", 300, "75"))) == ["Đất ở 120", "Đất vườn 75"]


def test_nothing_is_read_before_what_stands_above_it() -> None:
    late = [*rows(*BODY, top=300), *rows((80, "Chương I", 0, ""), top=100)]
    assert read(late) == ["Chương I", BODY[0][1]]


def test_a_line_torn_in_two_is_one_line() -> None:
    torn = [*text(80, 100, "Điều 1.", (1, 1, 1)), *text(140, 101, "Phạm vi áp dụng", (2, 1, 1))]
    assert read(torn) == ["Điều 1. Phạm vi áp dụng"]


def parted(*sides: tuple[str, ...]) -> Iterator[ReadWord]:
    """Two columns as they come from a page parted for reading: one after the other."""
    for side, lines in enumerate(sides):
        for row, line in enumerate(lines):
            for word in text(80 + 220 * side, 100 + 20 * row, line, (side, 1, row)):
                yield replace(word, column=(0, side))


def test_columns_that_were_parted_for_reading_and_are_a_list_are_read_by_rows() -> None:
    assert read(parted(("Đất ở", "Đất vườn"), ("120", "75"))) == ["Đất ở 120", "Đất vườn 75"]


def test_a_line_that_was_cut_for_reading_is_whole_again() -> None:
    cut = [*text(200, 100, "Kính gửi:", (1, 1, 1)), *text(260, 100, "Sở Nội vụ", (2, 1, 1))]
    assert read(replace(word, column=(0, word.place[0] - 1)) for word in cut) == ["Kính gửi: Sở Nội vụ"]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left, right = ("một hai ba bốn năm",) * 4, ("sáu bảy tám chín mười",) * 4
    assert read(parted(left, right)) == [*left, *right]


def test_a_tables_words_stay_together_and_as_they_are() -> None:
    cells = [*text(300, 130, "B1", (5, 1, 1)), *text(80, 130, "A1", (5, 1, 2)), *text(80, 150, "A2", (5, 1, 3))]
    table = [replace(word, table=0) for word in cells]
    assert read([*table, *rows(*BODY, top=90), *rows(*BODY, top=200)]) == [BODY[0][1], "B1", "A1", "A2", BODY[0][1]]


DIRT = [("|", 3, 14), ("_", 2, 2), ("——", 60, 1), ("l", 2, 2), ("`", 2, 2), ("¬", 20, 3)]
PRINT = [("-", 4, 1), ("–", 8, 1), (".", 2, 2), ("...", 8, 2), (":", 2, 6), (";", 2, 8), ("1", 4, 11), ("/", 4, 12)]


@pytest.mark.parametrize(("sign", "width", "height"), DIRT)
def test_what_is_surely_no_print_is_left_out(sign: str, width: float, height: float) -> None:
    line = [*text(80, 100, "Như trên", (1, 1, 1))]
    dirt = ReadWord(text=sign, box=box(160, 104, width, height), confidence=90.0, place=(1, 1, 1))
    assert read([*line, dirt]) == ["Như trên"]


def test_a_word_not_to_be_believed_is_left_out_where_it_is_a_whole_line() -> None:
    line = [*text(80, 100, "Như trên gửi các sở", (1, 1, 1))]
    loop = ReadWord(text="me", box=box(300, 140, 41, 5), confidence=3.0, place=(1, 2, 1))
    by_hand = [replace(word, confidence=3.0) for word in text(80, 180, "đã nhận", (1, 3, 1))]
    assert read([*line, loop, *by_hand]) == ["Như trên gửi các sở", "đã nhận"]


@pytest.mark.parametrize(("sign", "width", "height"), PRINT)
def test_signs_of_lists_and_sentences_stay(sign: str, width: float, height: float) -> None:
    mark = ReadWord(text=sign, box=box(80, 104, width, height), confidence=50.0, place=(1, 1, 1))
    assert read([mark, *text(100, 100, "Như trên", (1, 1, 1))]) == [f"{sign} Như trên"]


def test_a_lists_dash_read_as_a_wave_stays() -> None:
    dash = ReadWord(text="~", box=box(80, 105, 6, 1), confidence=30.0, place=(1, 1, 1))
    assert read([dash, *text(100, 100, "Như trên", (1, 1, 1))]) == ["~ Như trên"]


def test_lines_are_numbered_through() -> None:
    assert [word.line for word in ordered(rows(*HEAD))][:5] == [0, 0, 0, 0, 1]


def test_an_empty_page_is_no_words() -> None:
    assert ordered([]) == ()
