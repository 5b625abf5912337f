"""From a finished PDF to its light copy, one page at a time; the PDF itself is only read."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from ocr import contents
from ocr.access_copy import choice
from ocr.access_copy.drawing import Drawing
from ocr.access_copy.full_pages import LEAST_BYTES, FullPage, full_page
from ocr.access_copy.layer_file import FORM, SPACE, LayerFile
from ocr.errors import Refused
from ocr.joining import join
from ocr.types import AccessCopy, Limits, OnPage, Progress


def make(master: Path, work: Path, limits: Limits, on_page: OnPage) -> AccessCopy:
    """Write a copy of the PDF with smaller pictures into `work`.

    Only the pictures of whole pages are drawn anew, and only where that saves a fifth of their bytes. All else, the
    text above all, stays as it is, and what was PDF/A-2b stays so. Raises Refused, also where the PDF is signed: a
    copy would bear signatures that do not hold.
    """
    found = contents.look_into(master, limits)
    if found.signed:
        raise Refused("signed")
    copy = work / "access.pdf"
    lighter = _write(master, copy, work / "layers.pdf", on_page) if found.pages else 0
    if not lighter:
        shutil.copyfile(master, copy)
    return AccessCopy(pdf=copy, pages=found.pages, lighter=lighter)


def _write(master: Path, copy: Path, layers: Path, on_page: OnPage) -> int:
    """Write the copy where some page becomes lighter; answers how many do."""
    with pikepdf.open(master) as pdf, LayerFile(layers) as file:
        drawn = dict(_drawn(pdf, file, on_page))
    if drawn:
        joined = join([layers], copy.with_name("joined.pdf"), base=master)
        _save(joined, drawn, copy)
        joined.unlink()
    return len(drawn)


def _drawn(pdf: pikepdf.Pdf, file: LayerFile, on_page: OnPage) -> Iterator[tuple[int, int]]:
    """Pages that become lighter, from 0, and which of the drawings in the file is theirs."""
    known: dict[tuple[int, int], int | None] = {}  # pictures may be shown by several pages
    for index, page in enumerate(pdf.pages):
        place = full_page(page)
        if place is not None:
            identity = place.picture.objgen
            if identity not in known:
                drawing = _lighter(place)
                known[identity] = file.add(drawing) if drawing else None
            number = known[identity]
            if number is not None:
                yield index, number
        on_page(Progress(done=index + 1, total=len(pdf.pages)))


def _lighter(place: FullPage) -> Drawing | None:
    size = place.size
    pixels = place.pixels() if size >= LEAST_BYTES else None
    if pixels is None:
        return None
    if place.one_bit and pixels.ndim == 2:
        return choice.of_black_and_white(pixels, size)
    return choice.of_grey_or_colour(pixels, place.dpi, size)


def _save(joined: Path, drawn: Mapping[int, int], copy: Path) -> None:
    """The master's pages with the drawings that stand on the pages after them."""
    with pikepdf.open(joined) as pdf:
        pages = len(pdf.pages) - len(set(drawn.values()))
        for index, number in drawn.items():
            place = full_page(pdf.pages[index])
            if place is not None:  # replaced already where another page shares it
                _put(place, pdf.pages[pages + number].resources.XObject[FORM])
        del pdf.pages[pages:]
        pdf.save(
            copy,
            deterministic_id=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


def _put(place: FullPage, form: pikepdf.Object) -> None:
    """Draw the form where the picture was drawn; colours mean in it what they meant in the picture."""
    form.Resources.ColorSpace = Dictionary({SPACE: place.space})
    for picture in form.Resources.XObject.values():
        if picture.Filter == Name.DCTDecode:
            picture.ColorSpace = place.space
    place.holder[place.name] = form
