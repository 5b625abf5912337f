"""Puts pages and their text together; the pictures go through untouched."""

import shutil
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from ocr import old_layer, pdfa
from ocr.blank_font import BlankFonts
from ocr.geometry import Matrix, shown_to_own, turned_about
from ocr.joining import join
from ocr.sheets import Part, Placing
from ocr.text_layer import text_layer
from ocr.types import RecognisedPage

DEEPEST_TREE = 64
ACTIVE = ("/OpenAction", "/AA")


def assemble(parts: Sequence[Part], placings: Sequence[Placing], pages: Iterable[RecognisedPage], out: Path) -> Path:
    """Write the PDF: pictures byte for byte as they came, levelled and turned by the drawing matrix only.

    The result is the same at every call. It claims PDF/A-2b where it holds nothing but our text over pictures that we,
    or a scanner, put there; elsewhere a claim that came in is taken out.
    """
    starts = _starts(parts)
    whole = parts[0].path if len(parts) == 1 else join([part.path for part in parts], out.with_name("joined.pdf"))
    with pikepdf.open(whole) as pdf:
        if len(parts) == 1 and all(placing.untouched for placing in placings) and not pdf.get_warnings():
            return Path(shutil.copyfile(whole, out))
        for placing in placings:
            if placing.drops_layer:
                old_layer.drop(pdf, pdf.pages[starts[placing.part] + placing.index], placing.box)
        ours = all(
            part.portable if part.scans else all(map(pdfa.is_plain, pdf.pages[start:end]))
            for part, (start, end) in zip(parts, pairwise(starts), strict=True)
        )
        if ours:
            pdfa.bare(pdf)
        _place_all(pdf, zip(placings, pages, strict=True), parts, starts)
        _finish(pdf, ours)
        _save(pdf, out)
    if len(parts) > 1:
        whole.unlink()
    return out


def _starts(parts: Iterable[Part]) -> list[int]:
    """The number of the first page of each part in the whole, from 0, and the number of all."""
    counts = [0]
    for part in parts:
        with pikepdf.open(part.path) as pdf:
            counts.append(len(pdf.pages))
    return list(accumulate(counts))


def _place_all(
    pdf: pikepdf.Pdf,
    pages: Iterable[tuple[Placing, RecognisedPage]],
    parts: Sequence[Part],
    starts: Sequence[int],
) -> None:
    fonts = BlankFonts(pdf)
    for placing, read in pages:
        if not placing.untouched:
            page = pdf.pages[starts[placing.part] + placing.index]
            _place(pdf, page, placing, read, parts[placing.part], fonts)
    fonts.finish()


def _finish(pdf: pikepdf.Pdf, ours: bool) -> None:
    if ours:
        pdfa.claim(pdf)
        return
    pdfa.unclaim(pdf)
    for name in ACTIVE:
        if name in pdf.Root:
            del pdf.Root[name]
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]


def _save(pdf: pikepdf.Pdf, out: Path) -> None:
    # qpdf fills in the size only where the key stands already, and without it no reader finds the objects.
    pdf.trailer.Size = 0
    pdf.save(
        out,
        deterministic_id=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def _place(
    pdf: pikepdf.Pdf, page: pikepdf.Page, placing: Placing, read: RecognisedPage, part: Part, fonts: BlankFonts
) -> None:
    picture, text = _matrices(page, placing, read, part)
    if picture != Matrix():
        page.contents_add(b"q %s cm\n" % picture.operands().encode(), prepend=True)
        page.contents_add(b"Q")
    words = read.words[placing.kept :]
    if words:
        layer = text_layer(words, read.height, fonts.letters)
        _offer(page, {reach.name: fonts.font(reach) for reach in sorted(layer.reaches)})
        # Before the picture: what a page's own content leaves behind in the graphics state cannot move it.
        drawing = b"q %s cm\n%sQ\n" % (text.operands().encode(), layer.content)
        # Compressed at once: all pages' text is in memory until the file is saved.
        page.contents_add(pdf.make_stream(zlib.compress(drawing), Filter=Name.FlateDecode), prepend=True)


def _matrices(page: pikepdf.Page, placing: Placing, read: RecognisedPage, part: Part) -> tuple[Matrix, Matrix]:
    """How the page's content is moved, and where the page as shown lies; sets the page's box or /Rotate to fit."""
    x0, y0, x1, y1 = placing.box
    centre = ((x0 + x1) / 2, (y0 + y1) / 2)
    if part.scans:
        page.obj.MediaBox = Array([0, 0, round(read.width, 4), round(read.height, 4)])
        return turned_about(placing.angle - placing.turn, centre, (read.width / 2, read.height / 2)), Matrix()
    rotate = (placing.rotate + placing.turn) % 360
    if placing.turn:
        page.obj.Rotate = rotate
    shown = shown_to_own(placing.box, rotate)
    return turned_about(placing.angle, centre, centre), shown


def _offer(page: pikepdf.Page, fonts: Mapping[str, pikepdf.Object]) -> None:
    """Name the fonts in resources of the page's own: they may be inherited, or shared with other pages."""
    resources = _entries(_inherited(page.obj, "/Resources"))
    named = {**_entries(resources.get("/Font")), **fonts}
    page.obj.Resources = Dictionary({**resources, "/Font": Dictionary(named)})


def _entries(dictionary: pikepdf.Object | None) -> dict[str, pikepdf.Object]:
    return dict(dictionary.items()) if isinstance(dictionary, Dictionary) else {}


def _inherited(node: pikepdf.Object, name: str) -> pikepdf.Object | None:
    for _ in range(DEEPEST_TREE):
        if isinstance(node.get(name), Dictionary):
            return node.get(name)
        parent = node.get("/Parent")
        if not isinstance(parent, Dictionary):
            return None
        node = parent
    return None
