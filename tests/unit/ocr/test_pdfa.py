"""PDF/A-2b is claimed where veraPDF agrees, and only there."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import ocr
from tests.judges import Judge
from tests.paper import a_page, save_g4, save_jpeg, save_pdf, save_png, save_tiff
from tests.unit.ocr.conftest import Digitise
from tests.unit.ocr.reading import images
from tests.unit.ocr.test_input_pdfs import PRINTED, UNSEEN, a_pdf
from tests.unit.ocr.test_pictures import KINDS

PAPER = a_page(seed=3, dpi=100, sentences=["Một dòng."])


def claims(pdf: Path) -> bool:
    return b"pdfaid:part" in pdf.read_bytes()


@pytest.mark.judge
def test_what_is_made_of_any_kind_of_picture_passes(tmp_path: Path, digitise: Digitise, judge: Judge) -> None:
    made = []
    for kind, (form, make, how) in KINDS.items():
        if kind != "cmyk-jpeg":
            path = tmp_path / kind
            make().save(path, form, dpi=(100, 100), **how)
            made.append(digitise(path).pdf)
    assert all(map(claims, made))
    assert [verdict for verdict in judge.pdfa(*made) if not verdict["compliant"]] == []


@pytest.mark.judge
def test_a_scanners_pdf_becomes_pdfa_with_its_pictures_untouched(
    tmp_path: Path, digitise: Digitise, judge: Judge
) -> None:
    papers = [PAPER, a_page(seed=4, dpi=100, turn=90), a_page(seed=5, dpi=100, skew=2)]
    fax = digitise(save_g4(PAPER, tmp_path / "a.tif")).pdf.with_name("scans-0.pdf")
    sources = [save_pdf(papers, tmp_path / "scan.pdf"), fax]
    made = [digitise(source).pdf for source in sources] + [digitise(*sources).pdf]
    assert all(map(claims, made))
    assert [verdict for verdict in judge.pdfa(*made) if not verdict["compliant"]] == []
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    before, after = images(sources[0], tmp_path / "in"), images(made[0], tmp_path / "out")
    assert [path.read_bytes() for path in before] == [path.read_bytes() for path in after]


@pytest.mark.judge
def test_a_scan_whose_old_layer_is_dropped_becomes_pdfa(tmp_path: Path, digitise: Digitise, judge: Judge) -> None:
    once = digitise(save_jpeg(PAPER, tmp_path / "a.jpg")).pdf
    theirs = a_pdf(tmp_path / "theirs.pdf", UNSEEN, picture=PAPER)
    made = [digitise(source, mode=ocr.Mode.REDO).pdf for source in (once, theirs)]
    assert all(map(claims, made))
    assert [verdict for verdict in judge.pdfa(*made) if not verdict["compliant"]] == []


def cmyk(path: Path) -> Path:
    PAPER.image.convert("CMYK").save(path, "JPEG", dpi=(100, 100))
    return path


def tiny(path: Path) -> Path:
    Image.new("L", (2, 2), 255).save(path, "PNG", dpi=(100, 100))
    return path


def commented(path: Path) -> Path:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 20, 20])
    return a_pdf(path, "", picture=PAPER, Annots=pikepdf.Array([note]))


def masked(path: Path) -> Path:
    """A picture that shines through."""
    with pikepdf.open(save_pdf([PAPER], path), allow_overwriting_input=True) as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        mask = pdf.make_stream(b"\x80", Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8)
        mask.ColorSpace = pikepdf.Name.DeviceGray
        picture.SMask = mask
        pdf.save(path)
    return path


@pytest.mark.parametrize(
    "make",
    [
        cmyk,
        tiny,
        commented,
        masked,
        lambda path: a_pdf(path, PRINTED, picture=PAPER),
        lambda path: a_pdf(path, UNSEEN, picture=PAPER),
        lambda path: a_pdf(path, "1 0 0 rg 9 9 99 99 re f", picture=PAPER),
    ],
)
def test_nothing_is_claimed_where_it_cannot_be_known(
    tmp_path: Path, digitise: Digitise, make: Callable[[Path], Path]
) -> None:
    assert not claims(digitise(make(tmp_path / "source")).pdf)


def test_a_claim_that_came_in_goes_when_the_file_is_changed(tmp_path: Path, digitise: Digitise) -> None:
    path = commented(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["dc:title"] = "2", "B", "Đơn"
        pdf.save(path)
    assert claims(path)
    made = digitise(path).pdf
    assert not claims(made)
    with pikepdf.open(made) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Đơn"


def test_what_a_scanner_hid_in_its_pdf_does_not_go_into_the_copy(tmp_path: Path, digitise: Digitise) -> None:
    path = save_pdf([PAPER], tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["secret.txt"] = b"secret"
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))
        pdf.docinfo["/Title"] = "A"
        pdf.save(path)
    with pikepdf.open(digitise(path).pdf) as pdf:
        assert not pdf.attachments
        assert {"/OpenAction", "/Names"} & set(pdf.Root.keys()) == set()
        assert "/AA" not in pdf.pages[0].obj
        assert not pdf.docinfo


def test_black_and_white_grey_and_colour_pages_share_fonts_and_intent(tmp_path: Path, digitise: Digitise) -> None:
    done = digitise(
        save_g4(PAPER, tmp_path / "a.tif"),
        save_png(PAPER, tmp_path / "b.png", mode="L"),
        save_jpeg(PAPER, tmp_path / "c.jpg"),
        save_tiff([PAPER] * 2, tmp_path / "d.tif"),
    )
    with pikepdf.open(done.pdf) as pdf:
        fonts = [(name, font) for page in pdf.pages for name, font in page.obj.Resources.Font.items()]
        assert len({(name, font.objgen) for name, font in fonts}) == len({name for name, _ in fonts})
        assert len({font.ToUnicode.objgen for _, font in fonts}) == 1
        assert len(pdf.Root.OutputIntents) == 1
        assert pdf.trailer.ID


@pytest.mark.parametrize(
    "broken", [b"<x>http://www.aiim.org/pdfa/ns/id/", b"\xff\xfehttp://www.aiim.org/pdfa/ns/id/ &&&"]
)
def test_unreadable_metadata_does_not_stop_a_file(tmp_path: Path, digitise: Digitise, broken: bytes) -> None:
    path = commented(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Metadata = pdf.make_stream(broken, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.save(path)
    assert not claims(digitise(path).pdf)
