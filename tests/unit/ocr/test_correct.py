"""What was surely misread is put right and remembered; names, numbers, capitals and good words stay as read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocr
from ocr import Box, Word
from ocr.correct import corrected
from ocr.correct.syllable import is_syllable
from tests.paper import a_page
from tests.paper.vocabulary import SENTENCES
from tests.unit.ocr.reading import pdftotext

TEXTS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "text"
NOWHERE = Box(left=0, top=0, right=1, bottom=1)


def words(*lines: str) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, box=NOWHERE, confidence=90, line=number)
        for number, line in enumerate(lines)
        for text in line.split()
    )


def after(*lines: str) -> str:
    return " ".join(word.text for word in corrected(words(*lines)))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("các cơ quan, tố chức có liên quan", "các cơ quan, tổ chức có liên quan"),
        ("được sửa đối, bố sung theo quy định", "được sửa đổi, bổ sung theo quy định"),
        ("Luật Tổ chức chính quyên địa phương", "Luật Tổ chức chính quyền địa phương"),
        ("nộp lại giấy tờ, đữ liệu sai", "nộp lại giấy tờ, dữ liệu sai"),
        ("Thành phô Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("giao cho các sở đế nghiên cứu", "giao cho các sở để nghiên cứu"),
        ("cơ quan hoá đơn, thuê suất", "cơ quan hoá đơn, thuế suất"),
        ("chuyên øia góp ý", "chuyên gia góp ý"),
        ("ø) Từng năm", "g) Từng năm"),
        ("15/QÐ-UBND và 16/QĐÐ-UBND", "15/QĐ-UBND và 16/QĐ-UBND"),
        ("Điều 1 — Phạm vi", "Điều 1 – Phạm vi"),
    ],
)
def test_a_misread_mark_is_put_right(read: str, meant: str) -> None:
    assert after(read) == meant


def test_a_word_broken_by_the_line_is_put_right() -> None:
    assert after("Theo Luật Tổ chức chính", "quyên địa phương") == "Theo Luật Tổ chức chính quyền địa phương"


def test_a_tilde_that_begins_a_line_is_a_dash() -> None:
    assert after("~ Như trên;", "khoảng ~ 5 km") == "- Như trên; khoảng ~ 5 km"


@pytest.mark.parametrize(
    "right",
    [
        "hồ sơ yêu cầu cấp lại",  # not "chủ yếu cầu"
        "tại cơ sở và có ý kiến",  # not "tái cơ cấu", not "cố ý"
        "chỉ tiêu và chi tiêu, thuộc tính và thuộc tỉnh",  # both are words
        "người có công nhân dịp Tết",  # "công nhận" and "công nhân"
        "mua tố, chức vụ",  # a comma parts them
        "ông Tố chức vụ cao",  # a name
        "TỐ CHỨC BỐ SUNG",
        "SỐ 12a3, đối tượng A1 bố-sung",
        "không ~",
    ],
)
def test_what_may_be_right_stays(right: str) -> None:
    assert after(right) == right


def test_good_sentences_stay() -> None:
    for sentence in SENTENCES:
        assert after(sentence) == sentence


def test_the_law_stays_as_it_is_written() -> None:
    """Real text, every word of it right: what is changed in it is spoilt."""
    if not TEXTS.is_dir():
        pytest.skip("no corpus beside the project")
    texts = [path.read_text("utf-8", "ignore").splitlines() for path in sorted(TEXTS.glob("doc_*.txt"))[:6]]
    read = [words(*lines) for lines in texts]
    spoilt = [word for text in read for word in corrected(text) if word.raw is not None and word.raw.isalpha()]
    assert len(spoilt) < sum(map(len, read)) / 10_000


marks = st.sampled_from(["", ",", ";", ")", "."])
READ = "tố chức bố sung sửa đối chính quyên đế nghiên cứu phô thành ø) ~ — QÐ đữ liệu"
syllables = st.sampled_from(READ.split())
numbers = st.from_regex(r"[a-zđĐA-Z./-]{0,3}[0-9]{1,3}[a-zđĐA-Z./-]{0,3}", fullmatch=True)
names = syllables.map(str.capitalize) | syllables.map(str.upper)
tokens = st.tuples(syllables | numbers | names, marks).map("".join)
pages = st.lists(st.lists(tokens, min_size=1, max_size=8).map(" ".join), max_size=4).map(lambda lines: words(*lines))


@settings(max_examples=50)
@given(pages)
def test_names_numbers_and_capitals_are_never_touched(page: tuple[Word, ...]) -> None:
    for read, word in zip(page, corrected(page), strict=True):
        if read.text != read.text.lower() or any(character.isdigit() for character in read.text):
            assert word.text == read.text.replace("Ð", "Đ").replace("ð", "đ"), "but for the look-alike of Đ"


@settings(max_examples=50)
@given(pages)
def test_the_page_as_it_was_read_can_be_had_back(page: tuple[Word, ...]) -> None:
    done = corrected(page)
    assert [word.text if word.raw is None else word.raw for word in done] == [word.text for word in page]
    assert all(word.raw != word.text for word in done)
    assert [(w.box, w.confidence, w.line) for w in done] == [(w.box, w.confidence, w.line) for w in page]


def test_the_searchable_pdf_carries_the_right_word(digitise: Callable[..., ocr.Digitised], tmp_path: Path) -> None:
    """Printed as Tesseract would misread it, so that the misreading is certain."""
    paper = a_page(dpi=150, sentences=["Các cơ quan, tố chức có thẩm quyền."])
    strip = paper.image.crop((0, 250, paper.image.width, 480))
    scan = tmp_path / "scan.png"
    strip.save(scan, dpi=(150, 150))
    mended, as_read = digitise(scan), digitise(scan, without=frozenset({ocr.Step.CORRECT}))
    assert mended.pdf is not None
    assert as_read.pdf is not None
    assert "tổ chức" in pdftotext(mended.pdf)
    assert "tố chức" in pdftotext(as_read.pdf)
    assert '"text":"tổ"' in (told := "".join(ocr.words_json(mended.recognised())))
    assert '"raw":"tố"' in told


SYLLABLES = "a ghế giếng gìn hoá khoẻ khuỷu nghiêng ngoằn quốc quýt rượu thuở xoong ý yêu"
NO_SYLLABLES = "b cac kg ngê phốph quyêt tiêt xuât ghà kan hồố video"


def test_what_can_be_said_in_vietnamese_is_told_from_what_cannot() -> None:
    assert [text for text in SYLLABLES.split() if not is_syllable(text)] == []
    assert [text for text in NO_SYLLABLES.split() if is_syllable(text)] == []
