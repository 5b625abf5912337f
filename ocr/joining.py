"""Puts PDFs one after another, from file to file."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf

SETTINGS = ("--deterministic-id", "--stream-data=preserve", "--no-warn", "--warning-exit-0")


def join(paths: Sequence[Path], out: Path, base: Path | None = None) -> Path:
    """Write the pages of `base`, with all that it tells of itself as a whole, and then those of the files.

    `base` None: their pages alone. As qpdf's own command does it: pages put into another `Pdf` would have all their
    pictures in memory.
    """
    first = ["--empty", "--pages"] if base is None else [str(base.resolve()), "--pages", "."]
    others = [str(path.resolve()) for path in paths]
    pikepdf.Job(["pikepdf", *SETTINGS, *first, *others, "--", str(out.resolve())]).run()
    return out
