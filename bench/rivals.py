"""Programs that make a searchable PDF of scans: ours, OCRmyPDF in two modes, plain Tesseract."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pikepdf
from PIL import Image

from bench.measure import Run

JOBS = 2
OURS, PLAIN = "python -m ocr", "tesseract"
OCRMYPDF = Path(".cache/ocrmypdf/bin")
A4_WIDTH = 210 / 25.4  # inches
PAGES_FAILED = 4  # ours: written, some pages without text
JFIF_UNITS, JFIF_END = 13, 18  # unit (1: an inch), then the dots across and down, two bytes each
Rival = Callable[[Sequence[Path], Path], Run]  # of the scans and a folder to work in


def ours(scans: Sequence[Path], work: Path) -> Run:
    """All scans in one call."""
    out = work / "ours.pdf"
    command = [sys.executable, "-m", "ocr", *map(str, scans), "-o", str(out), "--jobs", str(JOBS)]
    return Run(commands=[command], outputs=[out], fine=(0, PAGES_FAILED))


def ocrmypdf(*flags: str) -> Rival:
    """It takes one PDF: the same pictures, byte for byte, put into one before the clock runs."""

    def rival(scans: Sequence[Path], work: Path) -> Run:
        source, out = work / "scans.pdf", work / f"ocrmypdf{flags[0]}.pdf"
        if not source.exists():
            one_pdf(scans, source)
        command = [str(OCRMYPDF / "ocrmypdf"), "-l", "vie", "--jobs", str(JOBS), *flags, str(source), str(out)]
        return Run(commands=[command], outputs=[out])

    return rival


def tesseract(scans: Sequence[Path], work: Path) -> Run:
    """A process for each scan; more than one thread in each would only be slower."""
    outputs = [work / f"tesseract-{number}" for number in range(len(scans))]
    pairs = zip(scans, outputs, strict=True)
    return Run(
        commands=[["tesseract", str(scan), str(out), "-l", "vie", "pdf"] for scan, out in pairs],
        outputs=[out.with_suffix(".pdf") for out in outputs],
        at_once=JOBS,
        environment={"OMP_THREAD_LIMIT": "1"},
    )


RIVALS: Mapping[str, Rival] = {
    OURS: ours,
    "ocrmypdf --rotate-pages --deskew --clean": ocrmypdf("--rotate-pages", "--deskew", "--clean"),
    "ocrmypdf --output-type pdf --optimize 0": ocrmypdf("--output-type", "pdf", "--optimize", "0"),
    PLAIN: tesseract,
}


def joined(outputs: Sequence[Path], out: Path) -> Path:
    """One PDF of all pages in order."""
    if len(outputs) == 1:
        return outputs[0]
    with pikepdf.new() as whole:
        for output in outputs:
            with pikepdf.open(output) as part:
                whole.pages.extend(part.pages)
        whole.save(out)
    return out


def one_pdf(scans: Sequence[Path], out: Path) -> None:
    """The scans' own streams in a PDF, by img2pdf, which comes with OCRmyPDF."""
    told = [str(_with_resolution(scan, out.parent)) for scan in scans]
    subprocess.run([str(OCRMYPDF / "img2pdf"), "-o", str(out), *told], check=True, capture_output=True)


def _with_resolution(scan: Path, work: Path) -> Path:
    """The scan; a JPEG that names no resolution gets one by which it is as wide as A4, as a user would have to say."""
    with Image.open(scan) as image:
        if "dpi" in image.info or "jfif" not in image.info:
            return scan
        dpi = round(min(image.size) / A4_WIDTH)
    data = bytearray(scan.read_bytes())
    data[JFIF_UNITS:JFIF_END] = b"\x01" + 2 * dpi.to_bytes(2, "big")
    out = work / f"{scan.stem}-dpi.jpg"
    out.write_bytes(data)
    return out
