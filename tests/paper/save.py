"""Papers as the files that scanners write."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.paper.page import Paper


def save_jpeg(paper: Paper, path: Path, *, quality: int = 85, orientation: int | None = None) -> Path:
    """A JPEG with its resolution; `orientation` is written into its EXIF, the pixels stay as they are."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    paper.image.save(path, "JPEG", quality=quality, dpi=(paper.dpi, paper.dpi), exif=exif)
    return path


def save_png(paper: Paper, path: Path, *, mode: str = "RGB") -> Path:
    paper.image.convert(mode).save(path, "PNG", dpi=(paper.dpi, paper.dpi), compress_level=1)
    return path


def save_g4(paper: Paper, path: Path) -> Path:
    """One bit a pixel, one strip, as a fax or an archive scanner writes it."""
    image = paper.image.convert("1", dither=Image.Dither.NONE)
    image.save(path, "TIFF", compression="group4", dpi=(paper.dpi, paper.dpi), tiffinfo={278: image.height})
    return path


def save_tiff(papers: Sequence[Paper], path: Path, *, compression: str = "group4") -> Path:
    """Many pages in one TIFF."""
    mode = "1" if compression == "group4" else "L"
    images = [paper.image.convert(mode, dither=Image.Dither.NONE) for paper in papers]
    dpi = papers[0].dpi
    images[0].save(path, "TIFF", save_all=True, append_images=images[1:], compression=compression, dpi=(dpi, dpi))
    return path


def save_pdf(papers: Sequence[Paper], path: Path) -> Path:
    """A scanner's PDF: one JPEG a page, no text."""
    dpi = papers[0].dpi
    images = [paper.image for paper in papers]
    images[0].save(path, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return path
