"""From files to sheets, one at a time: nothing but the page in hand is in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from ocr.errors import PageFailed, told_of
from ocr.load import images, pdf_pages
from ocr.load.images import Frame
from ocr.load.pdf_pages import PdfPage, PdfPages
from ocr.load.picture import Picture, picture
from ocr.load.scan_writer import ScanWriter
from ocr.media import PDF
from ocr.prepare.scale import squared
from ocr.sheets import Part, Sheet
from ocr.types import Limits, Mode, Triage, Word

# A page whose largest picture covers this share of it is a picture of a page ...
PICTURE_IS_PAGE = 0.5
# ... and fewer printed words than this on it are a scanner's mark, not the page's text.
MARK_WORDS = 20
SIDEWAYS = range(5, 9)  # EXIF orientations that swap width and height
CMYK = 4
SIZES = (3.0, 14_400.0)  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """Reads files, already looked into, as sheets. `parts` fills as they are read."""

    files: Sequence[tuple[Path, Triage]]
    work: Path
    mode: Mode
    limits: Limits
    parts: list[Part] = field(default_factory=list)

    def sheets(self) -> Iterator[Sheet]:
        """The pages of all files in order; raises Refused where a picture turns out to be damaged."""
        files = [file for file in self.files if file[1].pages]
        for is_pdf, group in groupby(files, key=lambda file: file[1].media_type == PDF):
            if not is_pdf:
                yield from self._of_pictures([path for path, _ in group])
                continue
            for path, triage in group:
                yield from self._of_pdf(path, triage.pages)

    def _of_pictures(self, paths: Sequence[Path]) -> Iterator[Sheet]:
        number, index, portable = len(self.parts), 0, True
        made, anew = self.work / f"scans-{number}.pdf", self.work / f"anew-{number}"
        with ScanWriter(made) as writer:
            for path in paths:
                with told_of(path), images.opened(path, self.limits) as image:
                    for frame in images.frames_of(image, path, self.limits):
                        found = picture(image, frame, anew)
                        width, height, dpi = _as_shown(frame)
                        portable = portable and _is_portable(found, width, height)
                        writer.add(found, width, height)
                        anew.unlink(missing_ok=True)
                        box = (0.0, 0.0, width, height)
                        page = squared(images.pixels(image, frame), dpi)
                        yield Sheet(
                            part=number, index=index, box=box, rotate=0, width=width, height=height, picture=page
                        )
                        index += 1
        self.parts.append(Part(path=made, scans=True, portable=portable))

    def _of_pdf(self, path: Path, count: int) -> Iterator[Sheet]:
        number = len(self.parts)
        self.parts.append(Part(path=path, scans=False))
        with told_of(path), pdf_pages.opened(path) as pages:
            for index in range(count):
                yield _of_page(pages, index, number, self.mode)


def _of_page(pages: PdfPages, index: int, part: int, mode: Mode) -> Sheet:
    try:
        page = pages.look(index)
    except PageFailed as error:
        return Sheet(part=part, index=index, box=(0, 0, 0, 0), rotate=0, width=0, height=0, failure=str(error))
    words = _kept(page, mode)
    picture_of_page, failure = None, None
    if _wants_reading(page, mode):
        try:
            pixels, dpi = pages.draw(page)
            picture_of_page = replace(squared(pixels, (dpi, dpi), grows=False), stays=page.has_notes)
        except PageFailed as error:
            failure = str(error)
    return Sheet(
        part=part,
        index=index,
        box=page.box,
        rotate=page.rotation,
        width=page.width,
        height=page.height,
        came_with=page.words,
        words=words,
        picture=picture_of_page,
        failure=failure,
        drops_layer=mode is not Mode.SKIP and bool(page.unseen),
    )


def _wants_reading(page: PdfPage, mode: Mode) -> bool:
    printed = bool(page.seen) and not _is_picture(page)
    match mode:
        case Mode.FORCE:
            return True
        case Mode.REDO:
            return bool(page.unseen) or not printed
        case Mode.SKIP:
            return not page.unseen and not printed


def _is_picture(page: PdfPage) -> bool:
    return page.picture_share > PICTURE_IS_PAGE and len(page.seen) < MARK_WORDS


def _kept(page: PdfPage, mode: Mode) -> tuple[Word, ...]:
    """The words that stay on the page and are not read again."""
    match mode:
        case Mode.FORCE:
            return ()
        case Mode.REDO:
            return page.seen
        case Mode.SKIP:
            return page.words


def _as_shown(frame: Frame) -> tuple[float, float, tuple[float, float]]:
    """Width and height in points and resolution across and down, turned by EXIF."""
    (across, down), (width, height) = frame.dpi, (frame.width, frame.height)
    if frame.orientation in SIDEWAYS:
        across, down, width, height = down, across, height, width
    return width * 72 / across, height * 72 / down, (across, down)


def _is_portable(found: Picture, width: float, height: float) -> bool:
    """PDF/A-2b takes no CMYK without a profile beside an sRGB intent (6.2.4.3), and only some sizes (6.1.13)."""
    meaning = found.components != CMYK or found.profile is not None
    return meaning and all(SIZES[0] <= side <= SIZES[1] for side in (width, height))
