"""Office papers are read head, body, foot; head and foot by columns."""

from ocr import Box, Word
from ocr.layout import in_order, text_of
from ocr.tesseract import ReadWord

WIDTH, HEIGHT = 595.0, 842.0


def page(*lines: tuple[float, str, float, str]) -> tuple[Word, ...]:
    """Lines as Tesseract reads them: `(x, left words, x, right words)`, 20 points apart."""
    words = []
    for row, (left_x, left, right_x, right) in enumerate(lines):
        for x, text in ((left_x, left), (right_x, right)):
            for word in text.split():
                box = Box(left=x, top=50 + 20 * row, right=x + 6 * len(word), bottom=62 + 20 * row)
                words.append(ReadWord(text=word, box=box, confidence=90.0, place=(1, 1, row)))
                x += 6 * len(word) + 4
    return in_order(words, WIDTH, HEIGHT)


HEAD = (
    (80, "ỦY BAN NHÂN DÂN", 250, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (80, "XÃ ĐÔNG HƯNG", 280, "Độc lập - Tự do - Hạnh phúc"),
    (80, "Số: 12/UBND", 270, "Đông Hưng, ngày 5 tháng 6 năm 2025"),
    (80, "V/v góp ý", 0, ""),
)
BODY = ((80, "Kính gửi Sở Nội vụ và các phòng ban có liên quan trong tỉnh ta", 0, ""),)
FOOT = (
    (80, "Nơi nhận:", 350, "CHỦ TỊCH"),
    (80, "- Như trên;", 0, ""),
    (80, "- Lưu: VT.", 340, "Lê Văn Bình"),
)


def test_the_agency_is_read_before_the_nations_name() -> None:
    assert text_of(page(*HEAD, *BODY)).splitlines() == [
        "ỦY BAN NHÂN DÂN",
        "XÃ ĐÔNG HƯNG",
        "Số: 12/UBND",
        "V/v góp ý",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đông Hưng, ngày 5 tháng 6 năm 2025",
        "Kính gửi Sở Nội vụ và các phòng ban có liên quan trong tỉnh ta",
    ]


def test_the_recipients_are_read_before_the_signature() -> None:
    assert text_of(page(*BODY, *FOOT)).splitlines()[1:] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Lê Văn Bình",
    ]


def test_a_lost_first_letter_does_not_hide_the_recipients() -> None:
    lost = ((80, "ơi nhận:", 350, "CHỦ TỊCH"), *FOOT[1:])
    assert text_of(page(*BODY, *lost)).splitlines()[-2:] == ["CHỦ TỊCH", "Lê Văn Bình"]


def test_other_lines_stay_as_they_are_read() -> None:
    table = ((80, "Đất ở", 300, "120"), (80, "Đất vườn", 300, "75"))
    assert text_of(page(*table)).splitlines() == ["Đất ở 120", "Đất vườn 75"]


def test_a_foot_without_room_between_its_sides_is_left_alone() -> None:
    crossing = (80, "Địa chỉ trụ sở: số 1 đường Lê Lợi phường Bến Nghé thành phố này", 0, "")
    assert text_of(page(*BODY, *FOOT, crossing)).splitlines()[1] == "Nơi nhận: CHỦ TỊCH"


def test_the_nations_name_in_the_body_changes_nothing() -> None:
    body = ((80, "Nhà nước Cộng hòa xã hội chủ nghĩa Việt Nam ban hành", 0, ""),)
    assert text_of(page(*body, *body)).splitlines() == [body[0][1]] * 2


def test_lines_are_numbered_through() -> None:
    assert [word.line for word in page(*HEAD)][:5] == [0, 0, 0, 0, 1]


def test_an_empty_page_is_no_words() -> None:
    assert page() == ()
