"""Hand-made pages of words in the layout of Decree 30/2020: no picture, no Tesseract."""

from collections.abc import Iterable, Mapping, Sequence

from ocr import Box, FieldName, RecognisedPage, Word, fields_of

WIDTH, HEIGHT = 595.0, 842.0
TALL, LETTER, SPACE, STEP = 11.0, 5.5, 3.5, 16.0  # points
LEFT, RIGHT, MIDDLE = 170.0, 410.0, 300.0  # middles of the head's columns and of the text
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
Line = tuple[float, float, str]  # x of its middle, y of its top, text


def head(
    *,
    office: Sequence[str] = ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"),
    number: str = "Số: 15/QĐ-UBND",
    date: str = "Quảng Ngãi, ngày 05 tháng 02 năm 2025",
    under: Sequence[str] = (),
) -> list[Line]:
    """Both columns of a head; `under` stands below the number."""
    left = [(LEFT, 50 + STEP * row, text) for row, text in enumerate(office)]
    below = 50 + STEP * (len(office) + 0.6)
    notes = [(LEFT, below + STEP * (1 + row), text) for row, text in enumerate(under)]
    right = [(RIGHT, 50 + STEP * row, text) for row, text in enumerate(NATION)]
    return [*left, (LEFT, below, number), *notes, *right, (RIGHT, below, date)]


def block(*lines: str, top: float, middle: float = MIDDLE) -> list[Line]:
    """Lines under each other."""
    return [(middle, top + STEP * row, text) for row, text in enumerate(lines)]


def foot(*title: str, name: str, top: float = 600.0) -> list[Line]:
    """Nơi nhận at the left, a signature at the right."""
    recipients = [(110.0, top, "Nơi nhận:"), (110.0, top + STEP, "- Như trên;"), (110.0, top + 2 * STEP, "- Lưu: VT.")]
    return [*recipients, *block(*title, top=top, middle=RIGHT), (RIGHT, top + 110, name)]


def page(lines: Iterable[Line], *, number: int = 1, confidence: float = 96.0) -> RecognisedPage:
    """The lines as words, every line of its own."""
    words = [word for position, line in enumerate(lines) for word in _words(line, position, confidence)]
    text = " ".join(word.text for word in words)
    return RecognisedPage(number=number, width=WIDTH, height=HEIGHT, rotation=0, words=tuple(words), text=text)


def found(*pages: RecognisedPage) -> Mapping[FieldName, str]:
    """The values by their names."""
    return {field.name: field.value for field in fields_of(pages)}


def _words(line: Line, position: int, confidence: float) -> Iterable[Word]:
    middle, top, text = line
    x = middle - sum(LETTER * len(word) + SPACE for word in text.split()) / 2
    for word in text.split():
        box = Box(left=x, top=top, right=x + LETTER * len(word), bottom=top + TALL)
        yield Word(text=word, box=box, confidence=confidence, line=position)
        x = box.right + SPACE
