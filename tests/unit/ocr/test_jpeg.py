"""A JPEG's pixels come the fast way as Pillow would give them, and one that is not all there is never made up."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

import ocr
from ocr.load.images import frames_of, opened, pixels
from tests.unit.ocr.test_pictures import SMALL

TURNED = Image.Exif()
TURNED[0x0112] = 6
KINDS: Mapping[str, tuple[str, dict[str, object]]] = {
    "colour": ("RGB", {}),
    "grey": ("L", {}),
    "progressive": ("RGB", {"progressive": True}),
    "full colour resolution": ("RGB", {"subsampling": 0}),
    "restarts": ("RGB", {"restart_marker_rows": 1}),
    "turned": ("RGB", {"exif": TURNED}),
    "ink": ("CMYK", {}),
}


def read(path: Path) -> np.ndarray:
    with opened(path, ocr.Limits()) as image:
        (frame,) = frames_of(image, path, ocr.Limits())
        return pixels(image, frame)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_as_pillow_reads_it(tmp_path: Path, kind: str) -> None:
    mode, options = KINDS[kind]
    SMALL.convert(mode).save(tmp_path / "a.jpg", quality=80, **options)
    with Image.open(tmp_path / "a.jpg") as image:
        upright = ImageOps.exif_transpose(image)
        wanted = upright if upright.mode in ("L", "RGB") else upright.convert("RGB")
        assert np.array_equal(read(tmp_path / "a.jpg"), np.asarray(wanted))


def test_bytes_after_the_end_do_not_matter(tmp_path: Path) -> None:
    SMALL.save(tmp_path / "a.jpg")
    wanted = read(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes((tmp_path / "a.jpg").read_bytes() + bytes(100))
    assert np.array_equal(read(tmp_path / "b.jpg"), wanted)


@pytest.mark.parametrize("part", [0.5, 0.9, 0.999])
def test_one_cut_short_is_damaged(tmp_path: Path, part: float) -> None:
    SMALL.save(tmp_path / "a.jpg")
    whole = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: int(part * len(whole))])
    with pytest.raises(ocr.Refused) as caught:
        read(tmp_path / "a.jpg")
    assert caught.value.code == "damaged"


def test_one_with_pixels_that_cannot_be_decoded_is_damaged(tmp_path: Path) -> None:
    SMALL.save(tmp_path / "a.jpg")
    whole = (tmp_path / "a.jpg").read_bytes()
    start = whole.index(b"\xff\xda")
    (tmp_path / "a.jpg").write_bytes(whole[:start] + b"\xff\xd9")
    with pytest.raises(ocr.Refused) as caught:
        read(tmp_path / "a.jpg")
    assert caught.value.code == "damaged"
