"""How stamps look and where they stand, as two renderers draw them."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from signing import Level, Misuse, Placement, Stamp, StampKind, Unsignable, demo, sign
from tests import eyes
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_paper, leaving_nothing

MM = 72 / 25.4
DPI = 144
WHERE = Placement(page=1, x=20, y=15, width=60, height=20)
ALPHABET = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"


def drawn_by_poppler(path: Path, folder: Path) -> Image.Image:
    """The first page as shown, without what the blank paper holds."""
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", "1", "-l", "1", "-png", "-singlefile", "-cropbox", path, folder / "poppler"],
        check=True,
    )
    return Image.open(folder / "poppler.png").convert("RGB")


def drawn_by_mupdf(path: Path, folder: Path) -> Image.Image:
    """The same by MuPDF."""
    subprocess.run(["mutool", "draw", "-q", "-r", str(DPI), "-o", folder / "mupdf.png", path, "1"], check=True)
    return Image.open(folder / "mupdf.png").convert("RGB")


def red_box(image: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in mm of everything purely red."""
    mask = Image.new("L", image.size)
    mask.putdata([255 if r > 200 and g < 60 and b < 60 else 0 for r, g, b in image.get_flattened_data()])
    box = mask.getbbox()
    assert box is not None, "nothing red was drawn"
    return tuple(edge / DPI * 25.4 for edge in box)  # type: ignore[return-value]


@pytest.fixture
def red_picture(tmp_path: Path) -> Path:
    """A red picture of exactly the proportions of the box."""
    Image.new("RGB", (600, 200), (255, 0, 0)).save(tmp_path / "red.png")
    return tmp_path / "red.png"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "crop", [None, (30.0, 50.0, 560.0, 800.0), (-100.0, 20.0, 500.0, 9000.0)], ids=["media", "crop", "oversize"]
)
def test_a_stamp_stands_where_it_was_asked_to_in_two_renderers(
    rotate: int, crop: tuple[float, ...] | None, signer: SignerOf, red_picture: Path, tmp_path: Path
) -> None:
    source = a_paper(tmp_path / "a.pdf", rotate=rotate, crop=crop)
    stamp = Stamp(kind=StampKind.SEAL, image=red_picture, placement=WHERE)
    sign(source, source, signer("vanthu"), level=Level.B_B, stamp=stamp)
    wanted = (WHERE.x, WHERE.y, WHERE.x + WHERE.width, WHERE.y + WHERE.height)
    renderers = [drawn_by_mupdf] if crop and crop[0] < 0 else [drawn_by_poppler, drawn_by_mupdf]
    for render in renderers:  # poppler drops a crop box larger than the page
        assert red_box(render(source, tmp_path)) == pytest.approx(wanted, abs=0.3)


def test_inherited_boxes_and_rotation_count(signer: SignerOf, red_picture: Path, tmp_path: Path) -> None:
    source = tmp_path / "inherited.pdf"
    source.write_bytes(_minimal_with_inheritance())
    sign(
        source,
        source,
        signer("vanthu"),
        level=Level.B_B,
        stamp=Stamp(kind=StampKind.SEAL, image=red_picture, placement=WHERE),
    )
    wanted = (WHERE.x, WHERE.y, WHERE.x + WHERE.width, WHERE.y + WHERE.height)
    for render in (drawn_by_poppler, drawn_by_mupdf):
        assert red_box(render(source, tmp_path)) == pytest.approx(wanted, abs=0.3)


def _minimal_with_inheritance() -> bytes:
    """/MediaBox, /CropBox and /Rotate stand on the /Pages node only."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 700 900]/CropBox[50 60 650 850]/Rotate 90>>",
        b"<</Type/Page/Parent 2 0 R/Resources<<>>>>",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + trailer


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_text_is_upright_and_ten_points_on_a_turned_page(rotate: int, signer: SignerOf, tmp_path: Path) -> None:
    source = a_paper(tmp_path / "a.pdf", rotate=rotate)
    sign(source, source, signer("canbo"), level=Level.B_B, stamp=Stamp(kind=StampKind.SCAN, placement=WHERE))
    printed = subprocess.run(["pdftotext", "-bbox", source, "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">TEST', printed)
    left, top, right, bottom = (float(number) for number in words[0])
    assert right - left > bottom - top, "TEST is wider than high when it stands upright"
    assert bottom - top == pytest.approx(11.5, abs=2), "10 pt"
    assert WHERE.x * MM - 1 < left < (WHERE.x + WHERE.width) * MM
    assert WHERE.y * MM - 1 < top < (WHERE.y + WHERE.height) * MM
    name = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Nguyễn', printed)
    assert name is not None
    assert float(name[2]) < top, "the name stands above the last line: nothing is upside down"
    assert float(name[1]) == pytest.approx(WHERE.x * MM, abs=1)


def test_letters_are_spaced_as_the_font_spaces_them(signer: SignerOf, tmp_path: Path) -> None:
    source, line = a_paper(tmp_path / "a.pdf"), "H" * 20
    sign(source, source, signer("canbo"), level=Level.B_B, stamp=Stamp(kind=StampKind.SCAN, lines=(line,)))
    for render in (drawn_by_poppler, drawn_by_mupdf):
        ink = render(source, tmp_path).point(lambda value: 255 if value < 100 else 0).convert("L")
        left, _, right, _ = ink.crop((0, 0, ink.width // 2, ink.height // 10)).getbbox() or (0, 0, 0, 0)
        # Times' H is 0.722 em wide: 20 of them at 10 pt are 144 pt; pyHanko's own spacing doubles it.
        assert (right - left) / DPI * 72 == pytest.approx(144, abs=2)


def test_every_vietnamese_letter_comes_back_from_the_stamp_composed_or_not(signer: SignerOf, tmp_path: Path) -> None:
    source = a_paper(tmp_path / "a.pdf")
    letters = ALPHABET + ALPHABET.lower()
    assert len(set(letters)) >= 134
    lines = [letters[start : start + 30] for start in range(0, len(letters), 30)]
    lines = [unicodedata.normalize("NFD", line) if number % 2 else line for number, line in enumerate(lines)]
    place = Placement(page=1, x=10, y=10, width=150, height=60)
    sign(
        source,
        source,
        signer("canbo"),
        level=Level.B_B,
        stamp=Stamp(kind=StampKind.COPY, lines=tuple(lines), placement=place),
    )
    read = re.sub(r"\s", "", unicodedata.normalize("NFC", eyes.pdf_text(source)))
    assert letters in read


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_the_time_is_vietnamese_whatever_the_servers_zone(
    zone: str, signer: SignerOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    source = a_paper(tmp_path / "a.pdf")
    signed = sign(source, source, signer("canbo"), level=Level.B_B, stamp=Stamp(kind=StampKind.SCAN))
    (shown,) = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", eyes.pdf_text(source))
    assert (signed.signed_at.hour + 7) % 24 == int(shown[11:13])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (StampKind.SCAN, ["Nguyễn Thị Cán Bộ TEST", "+07:00"]),
        (StampKind.COPY, ["SAO Y", "UBND xã Mẫu TEST", "+07:00"]),
        (StampKind.APPENDIX, ["+07:00", "TEST"]),
        (StampKind.LEADER, ["Nguyễn Thị Cán Bộ TEST", "TEST"]),
        (StampKind.SEAL, ["UBND xã Mẫu TEST", "TEST"]),
    ],
)
def test_each_kind_says_what_the_regulation_asks(
    kind: StampKind, words: list[str], signer: SignerOf, tmp_path: Path
) -> None:
    source = a_paper(tmp_path / "a.pdf")
    sign(source, source, signer("canbo"), level=Level.B_B, stamp=Stamp(kind=kind))
    text = eyes.pdf_text(source)
    assert all(word in text for word in words)
    assert "TEST" in [line.strip() for line in text.splitlines()]


def test_an_image_keeps_its_proportions_and_test_stands_in_its_text(
    pki: demo.DemoPki, signer: SignerOf, tmp_path: Path
) -> None:
    Image.new("RGB", (100, 100), (255, 0, 0)).save(tmp_path / "square.png")
    source = a_paper(tmp_path / "a.pdf")
    stamp = Stamp(kind=StampKind.LEADER, image=tmp_path / "square.png", placement=WHERE)
    sign(source, source, signer("lanhdao"), level=Level.B_B, stamp=stamp)
    left, top, right, bottom = red_box(drawn_by_mupdf(source, tmp_path))
    assert (right - left, bottom - top) == pytest.approx((20, 20), abs=0.3)
    assert left == pytest.approx(WHERE.x + 20, abs=0.3), "centred"
    assert eyes.pdf_text(source).strip() == "TEST"


def test_a_picture_is_drawn_as_it_is_now_and_lets_through_what_is_clear(
    signer: SignerOf, red_picture: Path, tmp_path: Path
) -> None:
    stamp = Stamp(kind=StampKind.SEAL, image=red_picture, placement=WHERE)
    before = a_paper(tmp_path / "a.pdf")
    sign(before, before, signer("vanthu"), level=Level.B_B, stamp=stamp)
    half = Image.new("RGBA", (600, 200), (255, 0, 0, 0))
    half.paste((255, 0, 0, 255), (300, 0, 600, 200))
    half.save(red_picture)
    after = a_paper(tmp_path / "b.pdf")
    sign(after, after, signer("vanthu"), level=Level.B_B, stamp=stamp)
    for render in (drawn_by_poppler, drawn_by_mupdf):
        assert red_box(render(before, tmp_path))[0] == pytest.approx(WHERE.x, abs=0.3)
        assert red_box(render(after, tmp_path))[0] == pytest.approx(WHERE.x + WHERE.width / 2, abs=0.3)


@pytest.mark.parametrize(
    ("stamp", "code"),
    [
        (Stamp(kind=StampKind.SCAN, lines=("chữ Hán 漢",)), "missing_glyph"),
        (Stamp(kind=StampKind.SCAN, lines=("hai\ndòng",)), "missing_glyph"),
        (Stamp(kind=StampKind.SCAN, lines=("rất dài " * 40,)), "text_too_small"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=1, x=10, y=10, width=20, height=3)), "text_too_small"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=2, x=10, y=10, width=60, height=20)), "no_such_page"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=0, x=10, y=10, width=60, height=20)), "no_such_page"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=1, x=190, y=10, width=60, height=20)), "off_page"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=1, x=-5, y=10, width=60, height=20)), "off_page"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=1, x=5, y=float("nan"), width=60, height=20)), "off_page"),
        (Stamp(kind=StampKind.SCAN, placement=Placement(page=1, x=5, y=5, width=0, height=20)), "off_page"),
    ],
)
def test_a_stamp_that_cannot_be_drawn_well_is_refused_before_signing(
    stamp: Stamp, code: str, signer: SignerOf, paper: Path, tmp_path: Path
) -> None:
    with leaving_nothing(tmp_path), pytest.raises(Unsignable) as refused:
        sign(paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B, stamp=stamp)
    assert refused.value.code == code


def test_a_picture_that_is_none_is_told(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    with leaving_nothing(tmp_path), pytest.raises(Misuse):
        sign(
            paper, tmp_path / "out.pdf", signer("canbo"), level=Level.B_B, stamp=Stamp(kind=StampKind.SEAL, image=paper)
        )
