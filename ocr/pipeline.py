"""Scans in, searchable PDF out."""

import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from math import ceil
from pathlib import Path

from ocr import contents
from ocr.assemble import assemble
from ocr.by_hand import Reader, with_numbers_by_hand
from ocr.codes import codes_on
from ocr.correct import corrected
from ocr.doubt import is_doubtful
from ocr.errors import PageFailed, Refused, told_of
from ocr.layout import in_order
from ocr.lines import text_of
from ocr.load.sheets import Loader
from ocr.prepare.faults import failing_alone
from ocr.prepare.shown import shown
from ocr.reading import Prepared, Reading, prepared, put_aside, read
from ocr.sheets import Placing, Sheet
from ocr.tesseract import Recogniser
from ocr.types import Digitised, Limits, OnPage, Options, Progress, RecognisedPage, Step, Triage, Word

LARGEST_BATCH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What reads, and how it is to be done."""

    recogniser: Recogniser
    by_hand: Reader
    options: Options

    def without(self, step: Step) -> bool:
        """Whether the step is left out."""
        return step in self.options.without


Ready = tuple[Sheet, Prepared | PageFailed | None]
Read = tuple[Placing, RecognisedPage]


def digitise(sources: Sequence[Path], work: Path, options: Options, limits: Limits, on_page: OnPage) -> Digitised:
    """Turn scans, in order, into one searchable PDF in `work`; what is made there is named by the answer.

    Pages are read one at a time, `options.jobs` at once, so that memory does not grow with their number. A page that
    cannot be read is kept without text and named in `failed`, one that a person must look at in `doubtful`. Where a
    source is signed, none is altered and only the index is made. Hostile files can take this process down: see
    `ocr.isolated`.

    Raises Refused when a file is not taken, Interrupted when Tesseract is missing.
    """
    files = [(path, _looked_into(path, options, limits)) for path in sources]
    total = _pages(files, limits)
    on_page(Progress(done=0, total=total))
    loader = Loader(files=files, work=work, mode=options.mode, limits=limits)
    spool, placings = work / "pages.jsonl", list[Placing]()
    failed, doubtful = list[int](), list[int]()
    means = Means(recogniser=Recogniser(options, work), by_hand=Reader(options.page_seconds), options=options)
    with spool.open("w", encoding="utf-8") as lines:
        for number, (placing, page) in enumerate(_read(loader.sheets(), means, total), start=1):
            page = replace(page, number=number)
            lines.write(page.to_json() + "\n")
            placings.append(placing)
            failed += [number] if page.failure else []
            doubtful += [number] if page.doubtful else []
            on_page(Progress(done=number, total=total, failure=page.failure))
    done = Digitised(pdf=None, pages=len(placings), failed=tuple(failed), doubtful=tuple(doubtful), spool=spool)
    if any(triage.signed for _, triage in files):
        return done
    out = work / "digitised.pdf"
    if not placings:
        return replace(done, pdf=Path(shutil.copyfile(sources[0], out)))
    return replace(done, pdf=assemble(loader.parts, placings, done.recognised(), out))


def _looked_into(path: Path, options: Options, limits: Limits) -> Triage:
    """Every pixel is about to be decoded anyway: that is left out of looking into the file."""
    with told_of(path):
        found = contents.look_into(path, replace(limits, seconds=0))
        if found.signed and not options.takes_signed:
            raise Refused("signed", "Đã ký số, không được sửa; muốn tra cứu thì đưa tệp vào hồ sơ. / signed")
        return found


def _pages(files: Iterable[tuple[Path, Triage]], limits: Limits) -> int:
    total = sum(triage.pages for _, triage in files)
    if total > limits.max_pages:
        raise Refused("too_many_pages", f"Tất cả có {total} trang, giới hạn là {limits.max_pages}.")
    return total


def _read(sheets: Iterator[Sheet], means: Means, total: int) -> Iterator[Read]:
    """Read sheets in batches, `jobs` of the options at once and in order, while the next is being prepared."""
    waiting: deque[Future[list[Read]]] = deque()
    ready = (_ready(sheet, means) for sheet in sheets)
    jobs = means.options.jobs
    with ThreadPoolExecutor(jobs, thread_name_prefix="page") as pool:
        sizes = chain(_batch_sizes(total, jobs), repeat(1))
        while batch := list(islice(ready, next(sizes))):
            waiting.append(pool.submit(_read_batch, batch, means))
            if len(waiting) > jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _batch_sizes(total: int, jobs: int) -> Iterator[int]:
    """Pages that each Tesseract reads, `total` together: its start costs a tenth of a page, so mostly many.

    The first get few, for `jobs` of them to begin soon, and the last, for all to be busy to the end: 28 pages by two
    in 8 % less time.
    """
    started = 0
    while total > 0:
        size = min(LARGEST_BATCH, max(ceil(total / (2 * jobs)), min(2, total // jobs), 1))
        size = min(size, 2) if started < jobs else size
        yield size
        started, total = started + 1, total - size


def _ready(sheet: Sheet, means: Means) -> Ready:
    """Prepared here, not beside Tesseract: so one page's colours are in memory, not a batch's."""
    if sheet.picture is None:
        return sheet, None
    waiting = replace(sheet, picture=None)
    try:
        with failing_alone():
            return waiting, put_aside(prepared(sheet.picture, means.recogniser.turn, means.options.without))
    except PageFailed as failed:
        return waiting, failed


def _read_batch(batch: Sequence[Ready], means: Means) -> list[Read]:
    """Where that fails, each is read by itself, so that a page we trip over fails alone."""
    try:
        with failing_alone():
            readings = iter(read([page for _, page in batch if isinstance(page, Prepared)], means.recogniser))
            return [
                _recognised(sheet, next(readings) if isinstance(page, Prepared) else page, means)
                for sheet, page in batch
            ]
    except PageFailed as failed:
        if len(batch) == 1:
            return [_recognised(batch[0][0], failed, means)]
        return [page for one in batch for page in _read_batch([one], means)]


def _recognised(sheet: Sheet, reading: Reading | PageFailed | None, means: Means) -> Read:
    if reading is None or isinstance(reading, PageFailed):
        return _as_it_came(sheet, reading)
    if isinstance(reading.outcome, PageFailed):
        return _as_it_came(sheet, reading.outcome)
    placing, page = _as_it_came(sheet, None)
    place = shown(reading.copy)
    seen = in_order(reading.outcome, reading.copy.width, reading.copy.height)
    if not means.without(Step.BY_HAND):
        seen = with_numbers_by_hand(seen, reading.copy, reading.upper, means.by_hand)
    words = seen if means.without(Step.CORRECT) else corrected(seen)
    words = _joined(sheet.words, place.words(words))
    page = replace(
        page,
        width=place.width,
        height=place.height,
        rotation=(sheet.rotate + place.turn) % 360,
        words=words,
        text=text_of(words),
        doubtful=is_doubtful(seen, reading.copy),
        codes=tuple(replace(code, box=place.box(code.box)) for code in codes_on(reading.copy)),
    )
    placing = replace(placing, turn=place.turn, angle=place.angle, kept=len(sheet.words))
    return replace(placing, drops_layer=sheet.drops_layer, untouched=False), page


def _as_it_came(sheet: Sheet, failed: PageFailed | None) -> Read:
    """The page with all that stands on it, an earlier text layer too: where there is nothing to read, or it failed."""
    placing = Placing(
        part=sheet.part,
        index=sheet.index,
        box=sheet.box,
        rotate=sheet.rotate,
        kept=len(sheet.came_with),
        untouched=failed is None,
    )
    page = RecognisedPage(
        number=0,
        width=sheet.width,
        height=sheet.height,
        rotation=sheet.rotate,
        words=sheet.came_with,
        text=text_of(sheet.came_with),
        failure=sheet.failure if failed is None else str(failed),
    )
    return placing, page


def _joined(standing: tuple[Word, ...], read: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words that stand on the page, then what was read elsewhere on it."""
    if not standing:
        return read
    first = standing[-1].line + 1
    new = (word for word in read if not any(word.box.middle_in(other.box) for other in standing))
    return standing + tuple(replace(word, line=word.line + first) for word in new)
