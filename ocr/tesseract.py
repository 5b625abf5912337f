"""The door to Tesseract, through pytesseract: a grey page in, words with boxes and confidence out."""

import shutil
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytesseract
from pytesseract import pytesseract as engine

from ocr.errors import Interrupted, PageFailed
from ocr.prepare import Page
from ocr.types import Box, Options

# A script that has Tesseract killed with the process that started it: no orphan may outlive a killed worker.
BOUND = Path(__file__).with_name("bound-tesseract")
ORIENTATION_SURE = 2.0  # Tesseract's own confidence in a page's orientation below which it is mostly wrong
READ = "--psm 3 --dpi {dpi}"
WORD_LEVEL = "5"
COLUMNS = ("level", "page", "block", "paragraph", "line", "word", "left", "top", "width", "height", "conf", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWord:
    """One word as Tesseract read it: NFC text, box in points, and its place in Tesseract's own layout."""

    text: str
    box: Box
    confidence: float
    place: tuple[int, int, int]  # block, paragraph, line


class Recogniser:
    """Reads pages with one language; usable from several threads at once, each page in its own process."""

    def __init__(self, options: Options, work: Path) -> None:
        """Raises Interrupted(engine_unavailable) where Tesseract or the language's data is missing."""
        self._options = options
        self._seconds = options.page_seconds
        self._work = work
        if shutil.which("tesseract") is None:
            raise Interrupted("engine_unavailable")
        engine.tesseract_cmd = str(BOUND)
        # pytesseract hands its own `environ` to Tesseract. One thread a process: OpenMP's default took 18.0 CPU
        # seconds a page where one thread takes 4.8.
        engine.environ["OMP_THREAD_LIMIT"] = "1"
        if options.language not in pytesseract.get_languages():
            package = f"tesseract-ocr-{options.language}"
            raise Interrupted("engine_unavailable", f"Thiếu dữ liệu nhận dạng '{options.language}': cần cài {package}.")

    def read(self, page: Page) -> tuple[ReadWord, ...]:
        """The words of a grey page in Tesseract's order; raises PageFailed."""
        config = READ.format(dpi=round(page.dpi))

        def ask(path: str) -> str:
            return str(pytesseract.image_to_data(path, self._options.language, config, timeout=self._seconds))

        return tuple(_words(self._run(page, ask), page.dpi))

    def turn(self, page: Page) -> int:
        """Degrees clockwise that make the page upright, by Tesseract; 0 where it does not know."""

        def ask(path: str) -> str:
            return str(pytesseract.image_to_osd(path, timeout=self._seconds))

        try:
            told = dict(line.split(": ", 1) for line in self._run(page, ask).splitlines() if ": " in line)
        except PageFailed:  # mostly "Too few characters": nothing to be turned by
            return 0
        sure = float(told.get("Orientation confidence", 0)) >= ORIENTATION_SURE
        return int(told.get("Rotate", 0)) if sure else 0

    def _run(self, page: Page, ask: Callable[[str], str]) -> str:
        # A path to an uncompressed file: given a picture, pytesseract spends half the page's time on encoding PNG.
        path = self._work / f"{uuid.uuid4().hex}.pnm"
        try:
            _write(path, page)
            return ask(str(path))
        except pytesseract.TesseractError as error:
            raise PageFailed(f"Tesseract báo lỗi: {error.message[:200]}") from error
        except RuntimeError as error:  # pytesseract's word for a timeout
            raise PageFailed(f"Trang cần hơn {self._seconds} giây để nhận dạng.") from error
        finally:
            path.unlink(missing_ok=True)


def _write(path: Path, page: Page) -> None:
    height, width = page.pixels.shape[:2]
    kind = b"P5" if page.pixels.ndim == 2 else b"P6"
    with path.open("wb") as file:
        file.write(b"%s\n%d %d\n255\n" % (kind, width, height))
        page.pixels.tofile(file)


def _words(table: str, dpi: float) -> Iterator[ReadWord]:
    """Rows of the TSV that are words; blank ones are spots that Tesseract took for print."""
    scale = 72 / dpi
    for line in table.splitlines():
        row = dict(zip(COLUMNS, line.split("\t"), strict=False))
        text = unicodedata.normalize("NFC", row.get("text", "")).strip()
        if row["level"] != WORD_LEVEL or not text:
            continue
        left, top, width, height = (int(row[edge]) * scale for edge in ("left", "top", "width", "height"))
        yield ReadWord(
            text=text,
            box=Box(left=left, top=top, right=left + width, bottom=top + height),
            confidence=max(float(row["conf"]), 0.0),
            place=(int(row["block"]), int(row["paragraph"]), int(row["line"])),
        )
