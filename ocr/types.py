"""The values that cross the package's border. Lengths are PDF points (1/72 inch) unless told otherwise."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in points, origin at the top left of the page as shown, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def middle_in(self, other: "Box") -> bool:
        """Whether the middle of this one lies in the other."""
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return other.left <= x <= other.right and other.top <= y <= other.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One recognised word, NFC.

    `confidence` is 0..100 on Tesseract's own scale, 100 for text that stood in the file; `line` counts the page's
    lines from 0 in reading order. `raw` is what was read where `text` was corrected, None where nothing was.
    `by_hand`: a number that a hand wrote, read by ocr.by_hand.
    """

    text: str
    box: Box
    confidence: float
    line: int
    raw: str | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code or barcode: its text as read, NFC, without control characters, and its kind, as "QR Code"."""

    text: str
    format: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedPage:
    """One page of the output, as shown.

    `number` counts from 1 through all inputs. `rotation` is how far, in degrees clockwise, what came in is turned
    for showing (a PDF page's own /Rotate included). `text` has one line a line. `failure` is None, or a Vietnamese
    reason why the page could not be read: its image is then kept without text. `codes` are looked for where words are
    recognised, not on pages that keep the text they came with. `doubtful`: it was read, but so poorly that a person
    must look (see ocr.doubt).
    """

    number: int
    width: float
    height: float
    rotation: int
    words: tuple[Word, ...]
    text: str
    failure: str | None = None
    codes: tuple[Code, ...] = ()
    doubtful: bool = False

    @classmethod
    def from_json(cls, line: str) -> "RecognisedPage":
        """Read back what `to_json` wrote."""
        fields: dict[str, Any] = json.loads(line)
        words = (Word(**{**word, "box": Box(**word["box"])}) for word in fields.pop("words"))
        codes = (Code(**{**code, "box": Box(**code["box"])}) for code in fields.pop("codes"))
        return cls(words=tuple(words), codes=tuple(codes), **fields)

    def to_json(self) -> str:
        """One line of JSON, for the spool."""
        # asdict() copies every word first, 20 ms a page.
        return json.dumps(self, ensure_ascii=False, default=_by_name)


def _by_name(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What a file is, by its bytes. `signed`: a PDF that holds a signature and must never be altered."""

    media_type: str
    extension: str
    pages: int
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may ask for.

    `max_pixels` bounds one page's image, `seconds` the time to look into a file, `memory` the address space in bytes
    of each child process.
    """

    max_bytes: int = 500 * MEBI
    max_pages: int = 2000
    max_pixels: int = 200_000_000
    seconds: int = 60
    memory: int = 4096 * MEBI


class Mode(StrEnum):
    """What becomes of text that a PDF page already has."""

    SKIP = "skip"  # a page with text keeps it, only pages without are recognised
    REDO = "redo"  # an earlier invisible text layer is dropped and made anew; visible text is kept
    FORCE = "force"  # every page is recognised; visible text stays visible


class Step(StrEnum):
    """A step of recognition that can be left out; what each gains is told where it is made."""

    UNWARP = "unwarp"  # a photographed sheet is made flat
    INKS = "inks"  # coloured ink is lightened
    SET_RIGHT = "set_right"  # turned upright and levelled
    SPECKS = "specks"  # dots of faxes go
    LIGHT = "light"  # shadows are evened out
    CLIP = "clip"  # what shines through from the back goes
    SOFTEN = "soften"  # grain is blurred
    COLUMNS = "columns"  # the two columns of head and foot are read by themselves
    TABLES = "tables"  # ruled tables are read cell by cell
    SECOND_LOOK = "second_look"  # small pictures are read as they are too, and the surer reading counts
    MISSED = "missed"  # lines that were passed over are read by themselves
    BY_HAND = "by_hand"  # numbers that a hand wrote into a head are read by a network for handwriting
    CORRECT = "correct"  # what was surely misread is put right


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to recognise. `jobs` pages are read at the same time; a page gets at most `page_seconds`.

    `takes_signed`: a signed source is recognised for the index and never altered; where False, it is refused.
    `without`: steps that are left out.
    """

    language: str = "vie"
    mode: Mode = Mode.SKIP
    jobs: int = 1
    page_seconds: int = 120
    takes_signed: bool = True
    without: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`done` of `total` pages are read, in order; `failure` of the newest as in RecognisedPage."""

    done: int
    total: int
    failure: str | None = None


OnPage = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digitised:
    """The outcome, lying in the work folder.

    `pdf` is None where an input was signed on arrival: such a file is recognised for the index only (law 2 of the
    architecture). `failed` are numbers of pages that could not be read, `doubtful` of those that a person must look
    at. `spool` holds one JSON line a page.
    """

    pdf: Path | None
    pages: int
    failed: tuple[int, ...]
    doubtful: tuple[int, ...]
    spool: Path

    def recognised(self) -> Iterator[RecognisedPage]:
        """The pages in order, read one at a time."""
        with self.spool.open(encoding="utf-8") as lines:
            for line in lines:
                yield RecognisedPage.from_json(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessCopy:
    """A light copy for reading and sending, lying in the work folder: `lighter` of its `pages` were drawn anew."""

    pdf: Path
    pages: int
    lighter: int
