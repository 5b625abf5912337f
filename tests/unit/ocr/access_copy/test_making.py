"""A light copy is its master but for its pictures; the master is only read."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms

import ocr
from tests.judges import Judge
from tests.paper import a_page, save_jpeg, save_pdf, vocabulary
from tests.unit.ocr.access_copy.masters import a_master, lighten, pictures
from tests.unit.ocr.access_copy.test_content import PRINT, SEALED, both
from tests.unit.ocr.conftest import Bundle
from tests.unit.ocr.reading import characters_wrong, pdf_words, rendered, size, sound

ROOT = Path(__file__).parents[4]
PEAK = """
import resource, sys
from pathlib import Path
from ocr import Limits
from ocr.access_copy.making import make
done = make(Path(sys.argv[1]), Path(sys.argv[2]), Limits(), lambda _: None)
assert done.lighter == done.pages
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


@pytest.fixture(scope="module")
def seen() -> list[ocr.Progress]:
    """What was told while the copy was made."""
    return []


@pytest.fixture(scope="module")
def copy(bundle: Bundle, seen: list[ocr.Progress], tmp_path_factory: pytest.TempPathFactory) -> ocr.AccessCopy:
    """Of seven pages of all kinds, by the way everybody goes."""
    before = hashlib.sha256(bundle.pdf.read_bytes()).digest()
    made = ocr.make_access_copy(bundle.pdf, tmp_path_factory.mktemp("copy"), ocr.Limits(), seen.append)
    assert hashlib.sha256(bundle.pdf.read_bytes()).digest() == before, "the master must never be touched"
    return made


def test_text_boxes_and_sizes_are_the_masters(bundle: Bundle, copy: ocr.AccessCopy) -> None:
    assert sound(copy.pdf)
    assert copy.pages == len(bundle.papers)
    for page in range(1, copy.pages + 1):
        assert pdf_words(copy.pdf, page) == pdf_words(bundle.pdf, page)
        assert size(copy.pdf, page) == size(bundle.pdf, page)


def test_it_is_much_lighter_and_its_print_is_fine_enough(bundle: Bundle, copy: ocr.AccessCopy) -> None:
    assert copy.lighter >= 5
    assert copy.pdf.stat().st_size < 0.25 * bundle.pdf.stat().st_size
    assert all(picture.dpi >= 200 for picture in pictures(copy.pdf) if picture.coding == "ccitt")


def test_all_pages_look_as_they_did(bundle: Bundle, copy: ocr.AccessCopy, tmp_path: Path) -> None:
    for page in range(1, copy.pages + 1):
        was = np.asarray(Image.open(rendered(bundle.pdf, tmp_path, dpi=50, page=page)).convert("L"), np.int16)
        is_ = np.asarray(Image.open(rendered(copy.pdf, tmp_path, dpi=50, page=page)).convert("L"), np.int16)
        assert np.abs(was - is_).mean() < 4


@pytest.mark.judge
def test_it_is_pdfa_where_its_master_is(bundle: Bundle, copy: ocr.AccessCopy, judge: Judge) -> None:
    assert [verdict for verdict in judge.pdfa(bundle.pdf, copy.pdf) if not verdict["compliant"]] == []


def test_progress_is_told_page_by_page(copy: ocr.AccessCopy, seen: list[ocr.Progress]) -> None:
    assert [(progress.done, progress.total) for progress in seen] == [(page, copy.pages) for page in range(1, 8)]


def test_of_a_signed_file_there_is_none(shared: Path, tmp_path: Path) -> None:
    signed = shared / "corpus" / "hostile" / "pyhanko__minimal-signed-twice-second-created.pdf"
    with pytest.raises(ocr.Refused) as refused:
        ocr.make_access_copy(signed, tmp_path, ocr.Limits(), lambda _: None)
    assert refused.value.code == "signed"
    assert not (tmp_path / "access.pdf").exists()


def test_a_broken_file_is_refused_and_a_form_without_pages_copied(shared: Path, tmp_path: Path) -> None:
    hostile = shared / "corpus" / "hostile"
    with pytest.raises(ocr.Refused):
        ocr.make_access_copy(hostile / "made__empty.pdf", tmp_path, ocr.Limits(), lambda _: None)
    form = hostile / "corkami__formevent_js.pdf"
    made = ocr.make_access_copy(form, tmp_path, ocr.Limits(), lambda _: None)
    assert (made.pages, made.lighter) == (0, 0)
    assert made.pdf.read_bytes() == form.read_bytes()


def masked(pdf: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    mask = pdf.make_stream(b"\x80", Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8)
    mask.ColorSpace = pikepdf.Name.DeviceGray
    picture.SMask = mask


def negative(_: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    picture.Decode = pikepdf.Array([1, 0, 1, 0, 1, 0])


def cut_off(_: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    picture.write(picture.read_raw_bytes()[:100_000], filter=pikepdf.Name.DCTDecode)


def nonsense(_: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    picture.Width = pikepdf.Name.Wide


def twice(pdf: pikepdf.Pdf, _: pikepdf.Object) -> None:
    pdf.pages[0].contents_add(b"q 90 0 0 120 0 0 cm /Im0 Do Q")


def small(pdf: pikepdf.Pdf, _: pikepdf.Object) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 200 0 0 300 0 0 cm /Im0 Do Q")


def within_a_form(pdf: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    form = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q", Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/Im0 Do")
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Im0=form)


@pytest.mark.parametrize("change", [masked, negative, cut_off, nonsense, twice, small, within_a_form])
def test_a_picture_that_is_more_than_its_pixels_or_cannot_be_read_stays(
    tmp_path: Path, change: Callable[[pikepdf.Pdf, pikepdf.Object], None]
) -> None:
    master = a_master(save_jpeg(PRINT, tmp_path / "scan"))
    with pikepdf.open(master, allow_overwriting_input=True) as pdf:
        change(pdf, pdf.pages[0].obj.Resources.XObject.Im0)
        pdf.save(master)
    assert lighten(master).pdf.read_bytes() == master.read_bytes()


def palette(path: Path) -> Path:
    SEALED.image.quantize(64).save(path, "PNG", dpi=(200, 200))
    return path


def other_colours(path: Path) -> Path:
    """A profile in which red is blue: whoever ignores it shows another picture."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    SEALED.image.save(path, "JPEG", quality=90, dpi=(200, 200), icc_profile=bytes(profile))
    return path


@pytest.mark.parametrize("save", [palette, other_colours])
def test_colours_mean_what_they_meant(tmp_path: Path, save: Callable[[Path], Path]) -> None:
    was, is_ = both(a_master(save(tmp_path / "scan")), dpi=50)
    assert np.abs(was - is_).mean() < 4


def test_a_picture_of_several_pages_is_drawn_anew_once(tmp_path: Path) -> None:
    master = a_master(save_jpeg(PRINT, tmp_path / "scan"))
    with pikepdf.open(master, allow_overwriting_input=True) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(master)
    copy = lighten(master)
    assert copy.lighter == 2
    with pikepdf.open(copy.pdf) as pdf:
        forms = {page.obj.Resources.XObject.Im0.objgen for page in pdf.pages}
    assert len(forms) == 1


def read_by_tesseract(pdf: Path, folder: Path) -> str:
    folder.mkdir(exist_ok=True)
    settings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    words = ["tesseract", rendered(pdf, folder, dpi=300), "-", "-l", "vie", "--psm", "6"]
    return subprocess.run(words, capture_output=True, check=True, text=True, env=settings).stdout


def a_made_page(folder: Path, _: Path) -> tuple[Path, str]:
    paper = a_page(seed=4, dpi=200, sentences=vocabulary.SENTENCES[:4])
    return save_jpeg(paper, folder / "scan"), paper.text.partition("Nơi nhận")[0]


def a_real_body(folder: Path, shared: Path) -> tuple[Path, str]:
    """The paragraphs of an office scan at 300 dpi, which nobody reads in another order."""
    real = shared / "corpus" / "real"
    whole = (real / "2025-ttr-22-du-toan.p1.gt.txt").read_text("utf-8")
    picture = Image.open(real / "2025-ttr-22-du-toan.p1.raw.jpg").crop((0, 1100, 2464, 2010))
    picture.save(folder / "scan", "JPEG", quality=92, dpi=(300, 300))
    return folder / "scan", whole[whole.index("Căn cứ") : whole.index("1. Chi")]


@pytest.mark.slow
@pytest.mark.parametrize("make", [a_made_page, a_real_body])
def test_its_pictures_read_as_well_as_the_masters(
    shared: Path, tmp_path: Path, make: Callable[[Path, Path], tuple[Path, str]]
) -> None:
    """The text layer needs no second reading, but whoever reads the copy again must not read worse."""
    scan, truth = make(tmp_path, shared)
    master = a_master(scan)
    was = characters_wrong(read_by_tesseract(master, tmp_path / "was"), truth)
    assert characters_wrong(read_by_tesseract(lighten(master).pdf, tmp_path / "is"), truth) <= was + 0.2


@pytest.mark.slow
def test_memory_is_that_of_a_few_pages_whatever_the_length(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        master = save_pdf([SEALED] * count, tmp_path / f"{count}.pdf")
        (tmp_path / str(count)).mkdir()
        # A shell in between: a process begins with the peak of the one that started it, and ours is large.
        words = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", PEAK, master, tmp_path / str(count)]
        return int(subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout)

    short, long = peak(2), peak(12)
    assert long < 250, "MiB"
    assert long < 1.25 * short  # two runs of the same length differ by a tenth; ten pages kept would be 240 MiB
