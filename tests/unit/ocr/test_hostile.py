"""The shared corpus of hostile files: each ends as its class demands, and none takes us down."""

import csv
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import ocr
from ocr import pipeline
from tests.unit.ocr.reading import sound

LIMITS = ocr.Limits(max_bytes=50 << 20, max_pages=500, max_pixels=50_000_000, seconds=20, memory=1500 << 20)
MAY_BE = {
    "ok": {"taken"},
    "signed": {"signed", "encrypted"},  # two of them are encrypted as well
    "encrypted": {"encrypted"},
    "truncated": {"empty", "damaged", "taken"},
    "malformed": {"taken", "damaged", "unknown_type", "encrypted"},
    "bomb": {"taken", "damaged", "unknown_type", "too_large"},
}
# Small ones that show each way through; digitising all takes minutes.
DIGITISED = (
    "corkami__formevent_js.pdf",
    "corkami__javascript.pdf",
    "corkami__pos0-Sig.pdf",
    "ocrmypdf__cmyk.pdf",
    "pdfjs__hello_world_rotated.pdf",
    "pdfjs__rotated.pdf",
    "pillow__g4_orientation_6.tif",
    "pillow__hopper_orientation_5.jpg",
    "pypdf__imagemagick-images.pdf",
    "pypdf__issue-297.pdf",
    "shadow__4_2_original-document-shadowed.pdf",
    "vera__veraPDF_test_suite_6-1-13-t03-fail-a.pdf",
)


@pytest.fixture(scope="module")
def hostile(shared: Path) -> Path:
    return shared / "corpus" / "hostile"


def manifest(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield row["file"], row["expected_class"]


def end_of(path: Path) -> str:
    try:
        return "signed" if ocr.triage(path, LIMITS).signed else "taken"
    except ocr.Refused as error:
        return error.code


@pytest.mark.slow
def test_every_file_is_taken_or_refused_as_its_class_demands(hostile: Path) -> None:
    files = list(manifest(hostile))
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        ends = list(pool.map(end_of, [hostile / name for name, _ in files]))
    wrong = [(name, kind, end) for (name, kind), end in zip(files, ends, strict=True) if end not in MAY_BE[kind]]
    assert wrong == []
    assert len(files) > 190


@pytest.mark.parametrize("name", DIGITISED)
def test_what_is_taken_is_digitised(hostile: Path, tmp_path: Path, name: str) -> None:
    done = ocr.digitise([hostile / name], tmp_path, ocr.Options(page_seconds=20), LIMITS, lambda _: None)
    assert done.pdf is not None
    assert len(list(done.recognised())) == done.pages
    if done.pages:
        assert sound(done.pdf)


@pytest.mark.parametrize("name", ["dss__pdf-signed-original.pdf", "pyhanko__base.pdf"])
def test_a_signed_file_is_read_for_the_index_and_left_alone(hostile: Path, tmp_path: Path, name: str) -> None:
    before = (hostile / name).read_bytes()
    done = ocr.digitise([hostile / name], tmp_path, ocr.Options(), LIMITS, lambda _: None)
    assert done.pdf is None
    assert any(page.words for page in done.recognised())
    assert (hostile / name).read_bytes() == before
    assert not list(tmp_path.glob("*.pdf"))


def test_a_bomb_in_a_pdf_ends_within_its_bounds(hostile: Path, tmp_path: Path) -> None:
    options = ocr.Options(page_seconds=1)
    done = ocr.digitise([hostile / "pdfjs__bomb_giant.pdf"], tmp_path, options, LIMITS, lambda _: None)
    assert done.pages == 1


def test_a_false_claim_of_pdfa_is_not_passed_on(hostile: Path, tmp_path: Path) -> None:
    source = hostile / "vera__veraPDF_test_suite_6-1-13-t04-fail-a.pdf"
    done = pipeline.digitise([source], tmp_path, ocr.Options(mode=ocr.Mode.FORCE), LIMITS, lambda _: None)
    assert done.pdf is not None
    assert b"pdfaid:part" in source.read_bytes()
    assert b"pdfaid:part" not in done.pdf.read_bytes()
