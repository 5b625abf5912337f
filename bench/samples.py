"""Pages whose text is known: generated ones, and those of a folder with `.gt.txt` beside the images."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.paper import Paper, a_scan, save_scan
from tests.paper.codes import a_qr
from tests.paper.scans import Code
from tests.paper.vocabulary import NAMES_OF_KINDS

TRUTH = ".gt.txt"
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
SEEDS_APART = 1000
CODE = "H29.17.30-261105-{:04d}"  # a dossier's
RENDERED_DPI = 300
PAGE_SHAPE = 1.2  # higher than wide by this: a page; else a piece of one
# A folder's metadata.tsv, in its words -> ours.
COLUMNS: Mapping[str, str] = {
    "so_ky_hieu": "number_symbol",
    "ngay": "issued_on",
    "loai": "document_type",
    "co_quan": "agency",
    "trich_yeu": "summary",
    "nguoi_ky": "signer_name",
    "chuc_vu_ky": "signer_title",
}
CODES: Mapping[str, str] = {name: code for code, name in NAMES_OF_KINDS.items()} | {"CÔNG VĂN": "CV"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page as a file. `readings` are its accepted texts; `paper` is None for a real page."""

    name: str
    group: str
    path: Path
    readings: tuple[str, ...]
    paper: Paper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document, a file a page, and its true fields by the names of `--fields`."""

    name: str
    pages: tuple[Path, ...]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which pages to generate: so many for each seed, their bodies of a folder's texts, a QR code so wide on them."""

    seeds: Sequence[int]
    pages: int
    texts: Path | None = None
    code_mm: float | None = None


def generated(condition: str, order: Order, work: Path) -> Iterator[Sample]:
    """Fresh pages, one at a time: a page's pixels are 26 MB."""
    for seed in (SEEDS_APART * seed + page for seed in order.seeds for page in range(order.pages)):
        paper = a_scan(condition, seed=seed, texts=order.texts, code=_code(order.code_mm, CODE.format(seed % 10000)))
        path = save_scan(paper, condition, work / f"{condition}-{seed}")
        yield Sample(
            name=path.stem, group=condition, path=path, readings=paper.readings, paper=paper.without_its_picture()
        )


def _code(mm: float | None, text: str) -> Code | None:
    return None if mm is None else Code(text=text, image=a_qr(text), mm=mm)


def of_generated(sample: Sample) -> Document:
    """A generated page is a whole document."""
    fields = {} if sample.paper is None else sample.paper.fields
    return Document(name=sample.name, pages=(sample.path,), fields=fields)


def real(folder: Path, work: Path) -> Iterator[Sample]:
    """Every page with a `.gt.txt`; what lies only in a PDF is drawn to a file, for it may be signed."""
    for truth in sorted(folder.glob(f"*{TRUTH}")):
        name = truth.name.removesuffix(TRUTH)
        path = _picture(folder, name) or _drawn(folder, name, work)
        if path is not None:
            with Image.open(path) as image:
                group = "real pages" if image.height > PAGE_SHAPE * image.width else "real pieces"
            text = unicodedata.normalize("NFC", truth.read_text("utf-8"))
            yield Sample(name=name, group=group, path=path, readings=(text,))


def of_real(folder: Path, work: Path) -> Iterator[Document]:
    """Every document of the folder's metadata.tsv, each page drawn to a file."""
    table = folder / "metadata.tsv"
    if not table.exists():
        return
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            source = folder / f"{row['file']}.pdf"
            fields = {ours: row[theirs] for theirs, ours in COLUMNS.items() if row.get(theirs)}
            fields["document_type"] = CODES.get(fields.get("document_type", "").upper(), "")
            if source.exists():
                pages = tuple(draw(source, number, work) for number in range(_count(source)))
                yield Document(name=row["file"], pages=pages, fields=fields)


def draw(source: Path, number: int, work: Path) -> Path:
    """A PDF's page (from 0) as a picture, marks on it included, at the resolution of the scan that fills it."""
    out = work / f"{source.stem}-{number}.png"
    with pypdfium2.PdfDocument(source) as document:
        document.init_forms()
        page = document[number]
        dpi = _resolution(page)
        page.render(scale=dpi / 72, may_draw_forms=True).to_pil().save(out, dpi=(dpi, dpi), compress_level=1)
    return out


def _picture(folder: Path, name: str) -> Path | None:
    places = (folder / f"{name}{raw}{end}" for raw in (".raw", "") for end in PICTURES)
    return next((place for place in places if place.exists()), None)


def _drawn(folder: Path, name: str, work: Path) -> Path | None:
    parts = re.fullmatch(r"(.+)\.p(\d+)", name)
    source = folder / f"{parts[1]}.pdf" if parts else None
    return draw(source, int(parts[2]) - 1, work) if parts and source and source.exists() else None


def _count(source: Path) -> int:
    with pypdfium2.PdfDocument(source) as document:
        return len(document)


def _resolution(page: pypdfium2.PdfPage) -> int:
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > page.get_width() * page.get_height() / 2:
            return round(image.get_px_size()[0] / (right - left) * 72)
    return RENDERED_DPI
