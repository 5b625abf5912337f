"""Pictures of every kind become pages, shown as they came, their compressed data passed through where PDF takes it."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms, ImageOps

import ocr
from tests.paper import a_page, save_jpeg
from tests.unit.ocr.conftest import Digitise
from tests.unit.ocr.reading import error_rate, pdftotext, rendered, size, sound

PAGE = a_page(seed=3, dpi=100, sentences=["Một dòng ngắn để thử."])


def coloured() -> Image.Image:
    """A small picture with dark and light, grey and colour in it."""
    down, across = np.mgrid[0:424, 0:300]
    bands = np.stack([across * 255 // 300, down * 255 // 424, (across // 50 + down // 53) % 2 * 255], axis=-1)
    return Image.fromarray(bands.astype(np.uint8))


SMALL = coloured()


def shows(pdf: Path, wanted: Image.Image, folder: Path, dpi: int, apart: float = 6) -> bool:
    """Whether the PDF's page, drawn, looks like the picture, to so many grey levels on average."""
    drawn = Image.open(rendered(pdf, folder, dpi=dpi)).convert("L")
    other = wanted.convert("L").resize(drawn.size)
    return float(np.abs(np.asarray(drawn, np.int16) - np.asarray(other, np.int16)).mean()) < apart


def stream(pdf: Path) -> tuple[bytes, pikepdf.Dictionary]:
    with pikepdf.open(pdf) as opened:
        (picture,) = opened.pages[0].get_images().values()
        return picture.read_raw_bytes(), dict(picture.items())  # type: ignore[return-value]


def unlike_itself() -> Image.Image:
    """A small picture that looks different in each of its eight orientations."""
    picture = Image.new("RGB", (240, 160), "white")
    picture.paste((0, 0, 0), (0, 0, 120, 40))
    picture.paste((200, 30, 30), (0, 40, 40, 160))
    return picture


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_exif_orientation_is_honoured_without_touching_the_pixels(
    tmp_path: Path, digitise: Digitise, orientation: int, form: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"picture.{form.lower()}"
    unlike_itself().save(path, form, exif=exif, dpi=(100, 100))
    pdf = digitise(path).pdf
    with Image.open(path) as stored:
        upright = ImageOps.exif_transpose(stored)
        assert size(pdf) == pytest.approx((upright.width * 0.72, upright.height * 0.72), abs=0.1)
        assert shows(pdf, upright, tmp_path, 100)


def grey16() -> Image.Image:
    return Image.fromarray(np.asarray(SMALL.convert("L")).astype(np.uint16) * 257)


def alpha() -> Image.Image:
    layered = SMALL.convert("RGBA")
    layered.putalpha(SMALL.convert("L").point(lambda level: 255 - level))
    return layered


KINDS: dict[str, tuple[str, Callable[[], Image.Image], dict[str, object]]] = {
    "grey": ("PNG", lambda: SMALL.convert("L"), {}),
    "16-bit-grey": ("PNG", grey16, {}),
    "16-bit-tiff": ("TIFF", grey16, {}),
    "palette": ("PNG", lambda: SMALL.convert("P", palette=Image.Palette.ADAPTIVE), {}),
    "palette-of-4": ("PNG", lambda: SMALL.quantize(4), {"bits": 2}),
    "black-and-white-png": ("PNG", lambda: SMALL.convert("1", dither=Image.Dither.NONE), {}),
    "alpha": ("PNG", alpha, {}),
    "grey-alpha": ("PNG", lambda: alpha().convert("LA"), {}),
    "palette-tiff": ("TIFF", lambda: SMALL.quantize(200), {}),
    "cmyk-tiff": ("TIFF", lambda: SMALL.convert("CMYK"), {"compression": "tiff_lzw"}),
    "cmyk-jpeg": ("JPEG", lambda: SMALL.convert("CMYK"), {}),
    "jpeg-in-tiff": ("TIFF", lambda: SMALL, {"compression": "jpeg"}),
    "packbits": ("TIFF", lambda: SMALL.convert("1", dither=Image.Dither.NONE), {"compression": "packbits"}),
    "g3": ("TIFF", lambda: SMALL.convert("1", dither=Image.Dither.NONE), {"compression": "group3"}),
    "g4-one-strip": (
        "TIFF",
        lambda: SMALL.convert("1", dither=Image.Dither.NONE),
        {"compression": "group4", "tiffinfo": {278: 424}},
    ),
    "g4-white-is-zero": (
        "TIFF",
        lambda: ImageOps.invert(SMALL.convert("L")).convert("1", dither=Image.Dither.NONE),
        {"compression": "group4", "tiffinfo": {262: 0, 278: 424}},
    ),
    "g4-strips": (
        "TIFF",
        lambda: SMALL.convert("1", dither=Image.Dither.NONE),
        {"compression": "group4", "tiffinfo": {278: 100}},
    ),
    "progressive": ("JPEG", lambda: SMALL, {"progressive": True}),
    "float": ("TIFF", lambda: SMALL.convert("F"), {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_shown_as_it_came(tmp_path: Path, digitise: Digitise, kind: str) -> None:
    form, make, how = KINDS[kind]
    path = tmp_path / kind
    make().save(path, form, dpi=(100, 100), **how)
    pdf = digitise(path).pdf
    assert sound(pdf)
    with Image.open(path) as stored:
        wanted = stored
        if kind.endswith("alpha"):
            wanted = Image.alpha_composite(Image.new("RGBA", SMALL.size, "white"), stored.convert("RGBA"))
        elif kind.startswith("16-bit"):
            wanted = SMALL.convert("L")
        # Poppler's CMYK without a profile looks duller than Pillow's.
        assert shows(pdf, wanted, tmp_path, 100, apart=20 if kind == "cmyk-jpeg" else 6)
    assert b"/SMask" not in pdf.read_bytes()


@pytest.mark.parametrize("kind", ["grey", "palette", "palette-of-4", "16-bit-grey", "black-and-white-png"])
def test_a_pngs_compressed_data_passes_through(tmp_path: Path, digitise: Digitise, kind: str) -> None:
    form, make, how = KINDS[kind]
    path = tmp_path / kind
    make().save(path, form, dpi=(100, 100), **how)
    data, _ = stream(digitise(path).pdf)
    assert data in path.read_bytes()


@pytest.mark.parametrize("kind", ["g4-one-strip", "g4-white-is-zero"])
def test_a_fax_strip_passes_through(tmp_path: Path, digitise: Digitise, kind: str) -> None:
    form, make, how = KINDS[kind]
    path = tmp_path / kind
    make().save(path, form, dpi=(100, 100), **how)
    data, told = stream(digitise(path).pdf)
    assert told["/Filter"] == "/CCITTFaxDecode"
    assert data in path.read_bytes()


def test_a_jpeg_keeps_its_own_colour_profile(tmp_path: Path, digitise: Digitise) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "profiled.jpg"
    SMALL.save(path, "JPEG", icc_profile=profile, dpi=(100, 100))
    data, told = stream(digitise(path).pdf)
    assert data == path.read_bytes()
    assert told["/ColorSpace"][0] == "/ICCBased"


@pytest.mark.parametrize(
    ("pixels", "dpi", "points"),
    [
        ((2480, 3508), (300, 300), (595.2, 841.9)),  # told by the file
        ((2480, 3508), None, (595.2, 841.9)),  # not told: A4
        ((3000, 4000), (72, 72), (595.3, 793.7)),  # a camera's 72 would be a poster
        ((1728, 1100), (204, 98), (609.9, 808.2)),  # a fax has other dots across than down
        ((1, 1), (0, 0), (1.0, 1.0)),
    ],
)
def test_page_sizes_come_from_the_file_or_from_a4(
    tmp_path: Path,
    digitise: Digitise,
    pixels: tuple[int, int],
    dpi: tuple[int, int] | None,
    points: tuple[float, float],
) -> None:
    path = tmp_path / "blank.tif"
    Image.new("1", pixels, 1).save(path, compression="group4", **({"dpi": dpi} if dpi else {}))
    assert size(digitise(path).pdf) == pytest.approx(points, abs=0.5)


def test_a_fax_of_unequal_dots_is_read(tmp_path: Path, digitise: Digitise) -> None:
    paper = a_page(seed=3, dpi=204)
    fax = paper.image.resize((paper.image.width, paper.image.height // 2)).convert("1", dither=Image.Dither.NONE)
    fax.save(tmp_path / "fax.tif", compression="group4", dpi=(204, 102))
    done = digitise(tmp_path / "fax.tif")
    assert size(done.pdf) == pytest.approx((595.3, 841.9), abs=2)
    assert error_rate(next(done.recognised()).text, paper) < 12


def test_several_files_become_one_in_their_order(tmp_path: Path, digitise: Digitise) -> None:
    words = ["Chuối", "Xoài", "Dừa"]
    papers = [a_page(seed=seed, dpi=150, sentences=[f"{word} " * 8]) for seed, word in enumerate(words)]
    sources = [save_jpeg(paper, tmp_path / f"{9 - n}.jpg") for n, paper in enumerate(papers)]
    done = digitise(*sources, jobs=2)
    for number, word in enumerate(words, start=1):
        assert word in pdftotext(done.pdf, number)


def test_the_same_scan_gives_the_same_bytes(tmp_path: Path, digitise: Digitise) -> None:
    path = save_jpeg(PAGE, tmp_path / "a.jpg")
    assert digitise(path).pdf.read_bytes() == digitise(path).pdf.read_bytes()


def test_a_picture_that_breaks_off_is_refused_while_digitising_too(tmp_path: Path, digitise: Digitise) -> None:
    buffer = io.BytesIO()
    PAGE.image.save(buffer, "JPEG")
    (tmp_path / "half.jpg").write_bytes(buffer.getvalue()[:-2000])
    with pytest.raises(ocr.Refused) as caught:
        digitise(tmp_path / "half.jpg")
    assert caught.value.code == "damaged"
