"""The network reads what a pen wrote; where it cannot run, that is told."""

import random
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.by_hand import reader as door
from ocr.by_hand.reader import Reader
from ocr.errors import Interrupted, PageFailed
from ocr.prepare.page import Pixels
from tests.paper.handwriting import Hand
from tests.paper.pen import FACES, FONTS

FONT = ImageFont.truetype(str(FONTS / FACES["serif"].format("Regular")), 36)


def a_line(digits: str, seed: int = 1) -> Pixels:
    """`Số: 575 /QĐ-UBND`, the number by hand, as of a scan of 200 dpi."""
    chance = random.Random(seed)
    hand, image = Hand.by_lot(chance, 200), Image.new("RGB", (600, 80), "white")
    draw = ImageDraw.Draw(image)
    draw.text((10, 15), "Số:", "black", FONT)
    hand.write(draw, (75, 48), digits, chance)
    after = 90 + hand.length(digits)
    draw.text((after, 15), "/QĐ-UBND", "black", FONT)
    return np.asarray(image.convert("L").crop((0, 0, round(after) + 180, 80)))


def text(reading: door.Reading) -> str:
    return "".join(glyph.text for glyph in reading).replace(" ", "")


def test_every_digit_is_known_and_stands_where_it_was_written() -> None:
    readings = Reader(60).read([a_line("10234"), a_line("56789")])
    for digits, several in zip(("10234", "56789"), readings, strict=True):
        assert len(several) == 3
        for one in several:
            assert f":{digits}/Q" in text(one)
            places = [glyph.at for glyph in one if glyph.text.isdigit()]
            assert places == sorted(places)
            assert 0.1 < places[0] < places[-1] < 0.6


def test_what_is_no_ascii_is_told_as_unknown() -> None:
    (several,) = Reader(60).read([a_line("22")])
    assert all(text(one).startswith("S\ufffd:") or text(one)[0] in "Ss" for one in several)
    assert all(glyph.text.isascii() or glyph.text == "\ufffd" for one in several for glyph in one)
    assert all(0 <= glyph.confidence <= 100 for one in several for glyph in one)


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> object:
        raise PackageNotFoundError

    monkeypatch.setattr(door, "distribution", gone)
    with pytest.raises(Interrupted, match=r"requirements\.txt") as told:
        Reader(60)
    assert told.value.code == "engine_unavailable"


def test_without_its_weights_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WEIGHTS", ("rapidocr", "rapidocr/models/none.onnx"))
    with pytest.raises(Interrupted, match=r"requirements\.txt"):
        Reader(60)


def test_where_it_breaks_down_the_page_fails_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WEIGHTS", ("rapidocr", "rapidocr/__init__.py"))
    with pytest.raises(PageFailed, match=r"Bộ đọc số viết tay báo lỗi: .*\w"):
        Reader(60).read([a_line("22")])


def test_where_it_takes_too_long_the_page_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(30)\n", "utf-8")
    monkeypatch.setattr(door, "NETWORK", slow)
    with pytest.raises(PageFailed, match=r"hơn 0\.5 giây"):
        Reader(0.5).read([a_line("22")])
