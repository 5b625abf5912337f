"""The door to Tesseract, through pytesseract: grey pictures in, words with boxes and confidence out."""

import shutil
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pytesseract
from pytesseract import pytesseract as engine

from ocr.errors import Interrupted, PageFailed
from ocr.prepare import Page
from ocr.prepare.files import save
from ocr.prepare.trimming import Trimmed, trimmed
from ocr.types import Box, Options

# A script that has Tesseract killed with the process that started it: no orphan may outlive a killed worker.
BOUND = Path(__file__).with_name("bound-tesseract")
ORIENTATION_SURE = 2.0  # Tesseract's own confidence in a page's orientation below which it is mostly wrong
# Letters as wide as they are: looking for a typewriter's pitch takes 2.3 % of all instructions, changes no word of 48
# pages and spread the words of a letterhead over their neighbours.
PROPORTIONAL = "-c textord_all_prop=1"
WORD_LEVEL = "5"
COLUMNS = ("level", "page", "block", "paragraph", "line", "word", "left", "top", "width", "height", "conf", "text")


class Layout(IntEnum):
    """How Tesseract is to look for lines: its page segmentation modes."""

    PAGE = 3  # columns and blocks of any kind
    COLUMN = 4  # one column of text in any sizes
    # One block of text: a tenth less time, yet seals and signatures beside it spoil real pages (0.9 -> 1.4 % CER).
    BLOCK = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWord:
    """One word as Tesseract read it: NFC text, box in points, and its place in Tesseract's own layout.

    `table` counts the page's ruled tables that were read cell by cell: their words come in order already. `column` is
    the corridor, counted from 0, and the side of it (0 left, 1 right) where the page was parted for reading. Both are
    None elsewhere.
    """

    text: str
    box: Box
    confidence: float
    place: tuple[int, int, int]  # block, paragraph, line
    table: int | None = None
    column: tuple[int, int] | None = None


Outcome = tuple[ReadWord, ...] | PageFailed


class Recogniser:
    """Reads pictures with one language; usable from several threads at once, each call in its own process."""

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

    def read(self, pictures: Sequence[Page], layout: Layout) -> list[Outcome]:
        """The words of each grey picture in Tesseract's order, or why it could not be read.

        One process reads them all, in the time that one page may take: starting it and loading the language costs a
        tenth of a page. Where that fails, each is read by itself, so that a bad picture fails alone.
        """
        try:
            return list(self._read(pictures, layout))
        except PageFailed as error:
            if len(pictures) == 1:
                return [error]
            return [outcome for picture in pictures for outcome in self.read([picture], layout)]

    def turn(self, page: Page) -> int:
        """Degrees clockwise that make the page upright, by Tesseract; 0 where it does not know."""

        def ask(path: str) -> str:
            return str(pytesseract.image_to_osd(path, timeout=self._seconds))

        try:
            told = dict(line.split(": ", 1) for line in self._run([page], ask).splitlines() if ": " in line)
        except PageFailed:  # mostly "Too few characters": nothing to be turned by
            return 0
        sure = float(told.get("Orientation confidence", 0)) >= ORIENTATION_SURE
        return int(told.get("Rotate", 0)) if sure else 0

    def _read(self, pictures: Sequence[Page], layout: Layout) -> Iterator[Outcome]:
        def ask(path: str) -> str:
            how = f"--psm {layout} {PROPORTIONAL}"
            return str(pytesseract.image_to_data(path, self._options.language, how, timeout=self._seconds))

        cut = [trimmed(picture) for picture in pictures]
        rows = [row for line in self._run([one.page for one in cut], ask).splitlines()[1:] if (row := _row(line))]
        for number, one in enumerate(cut, start=1):
            yield tuple(_words((row for row in rows if row["page"] == str(number)), one))

    def _run(self, pictures: Sequence[Page], ask: Callable[[str], str]) -> str:
        # Paths to uncompressed files: given a picture, pytesseract spends half the page's time on encoding PNG.
        with ExitStack() as made:
            paths = [self._place(made, ".tif") for _ in pictures]
            for path, picture in zip(paths, pictures, strict=True):
                save(picture, path)
            names = self._place(made, ".txt")
            names.write_text("".join(f"{path}\n" for path in paths))
            try:
                return ask(str(paths[0] if len(paths) == 1 else names))
            except pytesseract.TesseractError as error:
                raise PageFailed(f"Tesseract báo lỗi: {error.message[:200]}") from error
            except RuntimeError as error:  # pytesseract's word for a timeout
                raise PageFailed(f"Trang cần hơn {self._seconds} giây để nhận dạng.") from error

    def _place(self, made: ExitStack, suffix: str) -> Path:
        path = self._work / f"{uuid.uuid4().hex}{suffix}"
        made.callback(path.unlink, missing_ok=True)
        return path


def _row(line: str) -> dict[str, str] | None:
    """One row of the TSV if it is a word; blank ones are spots that Tesseract took for print."""
    row = dict(zip(COLUMNS, line.split("\t"), strict=False))
    return row if row["level"] == WORD_LEVEL and row.get("text", "").strip() else None


def _words(rows: Iterator[dict[str, str]], cut: Trimmed) -> Iterator[ReadWord]:
    scale = 72 / cut.page.dpi
    for row in rows:
        left, top, width, height = (int(row[edge]) * scale for edge in ("left", "top", "width", "height"))
        left, top = left + cut.across, top + cut.down
        yield ReadWord(
            text=unicodedata.normalize("NFC", row["text"]).strip(),
            box=Box(left=left, top=top, right=left + width, bottom=top + height),
            confidence=max(float(row["conf"]), 0.0),
            place=(int(row["block"]), int(row["paragraph"]), int(row["line"])),
        )
