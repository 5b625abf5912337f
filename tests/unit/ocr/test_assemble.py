"""Pages and their text are put together in little memory, however many they are."""

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from ocr import Box, Word
from ocr.assemble import assemble
from ocr.load.picture import Picture, Ranges
from ocr.load.scan_writer import ScanWriter
from ocr.sheets import Part, Placing
from ocr.types import RecognisedPage
from tests.unit.ocr.reading import pdftotext, plain

ROOT = Path(__file__).parents[3]
# As a process of its own: what this one has used already does not count.
MEASURED = """
import resource, sys
from pathlib import Path
from tests.unit.ocr.test_assemble import put_together
put_together(Path(sys.argv[1]), int(sys.argv[2]), "a" * 30_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def put_together(folder: Path, pages: int, text: str) -> Path:
    """Two scans of so many pages each, 150 kB a picture, as one PDF; the same text on every page."""
    picture = folder / "picture"
    picture.write_bytes(bytes(range(250)) * 600)
    parts = [Part(path=_scan(folder / f"scans-{number}.pdf", picture, pages), scans=True) for number in range(2)]
    placings = [_placing(part, index) for part in range(2) for index in range(pages)]
    return assemble(parts, placings, (_read(text) for _ in placings), folder / "out.pdf")


def _scan(path: Path, picture: Path, pages: int) -> Path:
    data = Ranges(path=picture, pieces=((0, picture.stat().st_size),))
    grey = Picture(width=600, height=250, bits=8, data=data, filter=b"/DCTDecode", components=1, orientation=1)
    with ScanWriter(path) as writer:
        for _ in range(pages):
            writer.add(grey, 600, 250)
    return path


def _placing(part: int, index: int) -> Placing:
    return Placing(part=part, index=index, box=(0, 0, 600, 250), rotate=0)


def _read(text: str) -> RecognisedPage:
    word = Word(text=text, box=Box(left=20, top=20, right=580, bottom=30), confidence=90, line=0)
    return RecognisedPage(number=1, width=600, height=250, rotation=0, words=(word,), text=text)


@pytest.mark.slow
def test_hundreds_of_pages_take_no_more_memory_than_ten(tmp_path: Path) -> None:
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", MEASURED, tmp_path, str(pages)], cwd=ROOT))
        for pages in (5, 200)
    )
    assert many - few < 15, "60 MB of pictures and 48 MB of text lie in the file"


def test_parts_follow_each_other_and_leave_nothing_behind(tmp_path: Path) -> None:
    pdf = put_together(tmp_path, 2, "chữ")
    with pikepdf.open(pdf) as whole:
        assert len(whole.pages) == 4
    assert plain(pdftotext(pdf)) == "chữ chữ chữ chữ"
    assert {path.name for path in tmp_path.iterdir()} == {"out.pdf", "picture", "scans-0.pdf", "scans-1.pdf"}
