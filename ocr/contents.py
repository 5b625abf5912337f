"""Looks into a file with the parsers that will read it: how many pages, whole or not, signed or not."""

from pathlib import Path

from ocr.load import images, pdf_check
from ocr.media import EXTENSIONS, PDF, media_type
from ocr.types import Limits, Triage


def look_into(path: Path, limits: Limits) -> Triage:
    """As `ocr.triage`, in this process: a hostile file may take it down. Raises Refused."""
    kind = media_type(path, limits)
    if kind == PDF:
        facts = pdf_check.check(path, limits)
        pages, signed = facts.pages, facts.signed
    else:
        pages, signed = images.count(path, limits), False
    return Triage(media_type=kind, extension=EXTENSIONS[kind], pages=pages, signed=signed)
