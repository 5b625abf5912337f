"""PDFs to be made lighter, without the time of reading them, and what is in their light copies."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ocr import contents
from ocr.access_copy import making
from ocr.load.sheets import Loader
from ocr.types import AccessCopy, Limits, Mode, Progress

Lighten = Callable[[Path], AccessCopy]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture in a PDF, as poppler lists it: `kind` is image or stencil, `coding` jpeg, ccitt, image ..."""

    kind: str
    colour: str
    coding: str
    dpi: int


def a_master(*pictures: Path) -> Path:
    """The pictures as pages of a PDF, as they came; in their folder."""
    limits, work = Limits(), pictures[0].parent
    files = [(picture, contents.look_into(picture, limits)) for picture in pictures]
    loader = Loader(files=files, work=work, mode=Mode.SKIP, limits=limits)
    for _ in loader.sheets():
        pass
    return loader.parts[0].path.rename(work / "master.pdf")


def lighten(master: Path) -> AccessCopy:
    """Its light copy, made in a folder beside it."""
    work = master.parent / f"{master.stem}-copy"
    work.mkdir()
    return making.make(master, work, Limits(), _ignore)


def pictures(pdf: Path) -> list[Shown]:
    """The pictures in a PDF, in the order in which they are painted."""
    told = subprocess.run(["pdfimages", "-list", pdf], capture_output=True, check=True, text=True).stdout
    rows = [re.split(r"\s+", line.strip()) for line in told.splitlines()[2:]]
    return [Shown(kind=row[2], colour=row[5], coding=row[8], dpi=int(row[12])) for row in rows]


def _ignore(_: Progress) -> None:
    pass
