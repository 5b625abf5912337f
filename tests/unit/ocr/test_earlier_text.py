"""What becomes of text that a PDF page has already: kept, dropped and made anew, or read over, as the mode says."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

import ocr
from tests.paper import save_jpeg, save_pdf
from tests.unit.ocr.conftest import Digitise
from tests.unit.ocr.reading import by_pypdf, pdftotext, plain, rendered, words_missing
from tests.unit.ocr.test_input_pdfs import PAPER, PRINTED, UNSEEN, a_pdf


def test_skip_keeps_an_earlier_invisible_layer(tmp_path: Path, digitise: Digitise) -> None:
    source = a_pdf(tmp_path / "layered.pdf", UNSEEN, picture=PAPER)
    done = digitise(source)
    assert done.pdf.read_bytes() == source.read_bytes()
    assert next(done.recognised()).text == "An earlier invisible layer"


def test_redo_drops_the_earlier_layer_and_keeps_what_is_printed(tmp_path: Path, digitise: Digitise) -> None:
    source = a_pdf(tmp_path / "layered.pdf", f"{UNSEEN} 0 Tr {PRINTED}", picture=PAPER)
    done = digitise(source, mode=ocr.Mode.REDO)
    text = pdftotext(done.pdf)
    assert "earlier" not in text
    assert plain(text).count("Printed words stand here") == 1
    assert words_missing(text, PAPER) <= 12  # the printed line lies over some of them


def test_redo_drops_a_layer_that_lies_in_a_form_too(tmp_path: Path, digitise: Digitise) -> None:
    path = a_pdf(tmp_path / "layered.pdf", "/Fm0 Do", picture=PAPER)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(UNSEEN.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
        form.Resources = Dictionary(Font=page.obj.Resources.Font)
        page.add_resource(form, Name.XObject, Name.Fm0)
        pdf.save(path)
    assert "earlier invisible" in pdftotext(path)
    done = digitise(path, mode=ocr.Mode.REDO)
    assert "earlier" not in pdftotext(done.pdf)
    assert words_missing(pdftotext(done.pdf), PAPER) <= 5


def test_redo_drops_a_layer_that_lies_under_the_picture(tmp_path: Path, digitise: Digitise) -> None:
    path = save_pdf([PAPER], tmp_path / "under.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name.F1)
        page.contents_add(f"q {PRINTED} Q".encode(), prepend=True)
        page.contents_add(b"q BT /F1 9 Tf 1 0 0 1 72 20 Tm (Scanned) Tj ET Q")
        pdf.save(path)
    text = plain(pdftotext(digitise(path, mode=ocr.Mode.REDO).pdf))
    assert "Printed" not in text
    assert "Scanned" in text
    assert words_missing(text, PAPER) <= 5


def test_our_own_layer_can_be_redone(tmp_path: Path, digitise: Digitise) -> None:
    once = digitise(save_jpeg(PAPER, tmp_path / "a.jpg"))
    twice = digitise(once.pdf, mode=ocr.Mode.REDO)
    first, second = by_pypdf(once.pdf).split(), by_pypdf(twice.pdf).split()
    assert len(second) == pytest.approx(len(first), rel=0.05), "one layer, not two"
    assert words_missing(" ".join(second), PAPER) <= 5


def test_force_reads_every_page_and_leaves_print_visible(tmp_path: Path, digitise: Digitise) -> None:
    source = a_pdf(tmp_path / "printed.pdf", PRINTED)
    done = digitise(source, mode=ocr.Mode.FORCE)
    assert rendered(done.pdf, tmp_path, dpi=50).read_bytes() == rendered(source, tmp_path, dpi=50).read_bytes()
    assert plain(by_pypdf(done.pdf)).count("stand") == 2
    assert all(word.confidence < 100 for page in done.recognised() for word in page.words)


def test_text_hidden_under_the_picture_is_an_earlier_layer(tmp_path: Path, digitise: Digitise) -> None:
    path = save_pdf([PAPER], tmp_path / "under.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name.F1)
        page.contents_add(f"q {PRINTED} Q".encode(), prepend=True)
        pdf.save(path)
    assert next(digitise(path).recognised()).text == "Printed words stand here"
