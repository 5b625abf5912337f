"""PDFs that come in: what stands on their pages stays, and pictures of pages get their text."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

import ocr
from tests.paper import Paper, a_page, save_jpeg, save_pdf
from tests.unit.ocr.conftest import Digitise
from tests.unit.ocr.reading import by_pypdf, images, pdf_words, pdftotext, plain, rendered, size, sound, words_missing

SENTENCES = (
    "Hồ sơ gồm đơn đề nghị, bản vẽ hiện trạng thửa đất và giấy tờ chứng minh nguồn gốc sử dụng ổn định.",
    "Bộ phận một cửa có trách nhiệm hướng dẫn người dân hoàn thiện giấy tờ còn thiếu trong thời hạn.",
)
PAPER = a_page(seed=3, dpi=150, sentences=SENTENCES)
PRINTED = "BT /F1 14 Tf 1 0 0 1 72 700 Tm (Printed words stand here) Tj ET"
UNSEEN = "BT /F1 14 Tf 3 Tr 1 0 0 1 72 600 Tm (An earlier invisible layer) Tj ET"


def a_pdf(path: Path, content: str, *, picture: Paper | None = None, **page: object) -> Path:
    """One page of Helvetica `/F1`, and the paper's picture over all of it, below the content."""
    with pikepdf.new() if picture is None else pikepdf.open(save_pdf([picture], path.with_suffix(".scan"))) as pdf:
        if picture is None:
            pdf.add_blank_page(page_size=(595, 842))
        first = pdf.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        first.add_resource(font, Name.Font, Name.F1)
        first.contents_add(f"q {content} Q".encode())
        for key, value in page.items():
            first.obj[f"/{key}"] = value
        pdf.save(path)
    return path


def test_a_page_with_printed_text_is_left_untouched(tmp_path: Path, digitise: Digitise) -> None:
    source = a_pdf(tmp_path / "printed.pdf", PRINTED)
    done = digitise(source)
    assert done.pdf.read_bytes() == source.read_bytes()
    (page,) = done.recognised()
    assert page.text == "Printed words stand here"
    assert {word.confidence for word in page.words} == {100.0}
    found = dict(pdf_words(source))
    for word in page.words:
        assert word.box.left == pytest.approx(found[word.text].left, abs=2)
        assert word.box.bottom == pytest.approx(found[word.text].bottom, abs=4)


def test_a_picture_of_a_page_gets_its_text_and_stays_as_it_is(tmp_path: Path, digitise: Digitise) -> None:
    source = save_pdf([PAPER], tmp_path / "scan.pdf")
    done = digitise(source)
    assert words_missing(pdftotext(done.pdf), PAPER) <= 5
    assert sound(done.pdf)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    before, after = images(source, tmp_path / "a"), images(done.pdf, tmp_path / "b")
    assert [path.read_bytes() for path in before] == [path.read_bytes() for path in after]


def test_pages_of_both_kinds_are_told_apart(tmp_path: Path, digitise: Digitise) -> None:
    with (
        pikepdf.open(a_pdf(tmp_path / "a.pdf", PRINTED)) as pdf,
        pikepdf.open(save_pdf([PAPER], tmp_path / "b.pdf")) as b,
    ):
        pdf.pages.extend(b.pages)
        pdf.save(tmp_path / "both.pdf")
    done = digitise(tmp_path / "both.pdf")
    assert plain(pdftotext(done.pdf, 1)) == "Printed words stand here"
    assert words_missing(pdftotext(done.pdf, 2), PAPER) <= 5


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotate_and_cropbox_are_kept_and_words_lie_on_the_print(
    tmp_path: Path, digitise: Digitise, rotate: int
) -> None:
    """The picture is stored turned the other way, so that /Rotate shows it upright."""
    turned = a_page(seed=3, dpi=150, sentences=SENTENCES, turn=(360 - rotate) % 360)
    across, down = (side * 72 // 150 for side in turned.image.size)
    crop = Array([20, 30, across - 15, down - 10])
    source = a_pdf(tmp_path / "turned.pdf", "", picture=turned, Rotate=rotate, CropBox=crop)
    done = digitise(source)
    with pikepdf.open(done.pdf) as pdf:
        assert pdf.pages[0].obj.Rotate == rotate
        assert pdf.pages[0].obj.CropBox == crop
    assert size(done.pdf) == size(source)
    (page,) = done.recognised()
    assert (page.width, page.height) == pytest.approx(size(source), abs=0.6)
    assert page.rotation == rotate
    _lies_on_the_print(done, page, tmp_path)


def test_a_page_scanned_sideways_is_turned_for_showing(tmp_path: Path, digitise: Digitise) -> None:
    done = digitise(save_pdf([a_page(seed=4, dpi=150, sentences=SENTENCES, turn=90)], tmp_path / "sideways.pdf"))
    width, height = size(done.pdf)
    assert width < height
    (page,) = done.recognised()
    assert page.rotation == 270
    _lies_on_the_print(done, page, tmp_path)


def test_a_skewed_scan_is_levelled_within_its_page(tmp_path: Path, digitise: Digitise) -> None:
    source = save_pdf([a_page(seed=4, dpi=150, sentences=SENTENCES, skew=-2)], tmp_path / "skewed.pdf")
    done = digitise(source)
    assert size(done.pdf) == size(source)
    (page,) = done.recognised()
    _lies_on_the_print(done, page, tmp_path)
    assert [plain(line) for line in by_pypdf(done.pdf).splitlines() if line.strip()] == page.text.splitlines()


def test_a_skewed_scan_with_notes_on_it_is_not_moved_under_them(tmp_path: Path, digitise: Digitise) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[50, 50, 70, 70], Contents="ghi chú")
    skewed = a_page(seed=4, dpi=150, sentences=SENTENCES, skew=-2)
    source = a_pdf(tmp_path / "noted.pdf", "", picture=skewed, Annots=Array([note]))
    done = digitise(source)
    before, after = rendered(source, tmp_path, dpi=40).read_bytes(), rendered(done.pdf, tmp_path, dpi=40).read_bytes()
    assert before == after
    assert words_missing(pdftotext(done.pdf), skewed) <= 5
    (page,) = done.recognised()
    _lies_on_the_print(done, page, tmp_path)


def _lies_on_the_print(done: ocr.Digitised, page: ocr.RecognisedPage, folder: Path) -> None:
    """What poppler finds is where we said, and there is ink under it."""
    drawn = Image.open(rendered(done.pdf, folder, dpi=72)).convert("L")
    found = pdf_words(done.pdf)
    assert len(found) == len(page.words) > 30
    for word in page.words:
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        assert any(
            text == word.text and box.left - 1 <= x <= box.right + 1 and box.top - 1 <= y <= box.bottom + 1
            for text, box in found
        ), word
    inked = [
        drawn.crop((int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1)).getextrema()[0] < 170
        for _, box in found
    ]
    assert sum(inked) / len(inked) > 0.95


def test_a_scanners_mark_does_not_pass_for_the_pages_text(tmp_path: Path, digitise: Digitise) -> None:
    mark = "BT /F1 8 Tf 1 0 0 1 72 20 Tm (Scanned with SomeScanner) Tj ET"
    done = digitise(a_pdf(tmp_path / "marked.pdf", mark, picture=PAPER))
    assert words_missing(pdftotext(done.pdf), PAPER) <= 5
    assert plain(pdftotext(done.pdf)).count("SomeScanner") == 1


def test_a_drawn_page_stays_drawn(tmp_path: Path, digitise: Digitise) -> None:
    source = a_pdf(tmp_path / "drawn.pdf", "2 w 100 100 m 400 500 l S 0 0 1 rg 200 200 50 50 re f")
    done = digitise(source)
    with pikepdf.open(done.pdf) as pdf:
        assert not pdf.pages[0].get_images()
    assert rendered(done.pdf, tmp_path, dpi=50).read_bytes() == rendered(source, tmp_path, dpi=50).read_bytes()


def test_active_content_does_not_go_into_the_copy(tmp_path: Path, digitise: Digitise) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[50, 50, 70, 70])
    path = a_pdf(tmp_path / "active.pdf", "", picture=PAPER, Annots=Array([note]))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
        pdf.save(path)
    assert b"JavaScript" in path.read_bytes()
    with pikepdf.open(digitise(path).pdf) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


def test_fonts_inherited_from_the_page_tree_stay_with_their_pages(tmp_path: Path, digitise: Digitise) -> None:
    path = a_pdf(tmp_path / "inherited.pdf", "BT /F1 9 Tf 1 0 0 1 72 20 Tm (Mark) Tj ET", picture=PAPER)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page.Parent.Resources = page.Resources
        del page["/Resources"]
        pdf.save(path)
    done = digitise(path)
    assert rendered(done.pdf, tmp_path, dpi=50).read_bytes() == rendered(path, tmp_path, dpi=50).read_bytes()
    assert "Mark" in pdftotext(done.pdf)


def test_pictures_and_pdfs_can_be_mixed(tmp_path: Path, digitise: Digitise) -> None:
    first, last = (a_pdf(tmp_path / name, PRINTED) for name in ("a.pdf", "c.pdf"))
    done = digitise(first, save_jpeg(PAPER, tmp_path / "b.jpg"), last)
    assert done.pages == 3
    assert "Printed words" in pdftotext(done.pdf, 1)
    assert words_missing(pdftotext(done.pdf, 2), PAPER) <= 5
    assert "Printed words" in pdftotext(done.pdf, 3)
    assert sound(done.pdf)
