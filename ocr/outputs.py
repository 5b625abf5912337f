"""Writes what the command was asked for: all of it, or nothing."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ocr.fields import fields_json
from ocr.types import Digitised, RecognisedPage

STDOUT = Path("-")
PAGE_END = "\f"

Writer = Callable[[Digitised, BinaryIO], None]
Export = Callable[[Iterable[RecognisedPage]], Iterator[str]]


def write(digitised: Digitised, writers: Mapping[Path, Writer]) -> None:
    """Each target is written beside its place and takes it when all are whole; `-` is standard output, last."""
    files = {target: target.with_name(f".{target.name}.part") for target in writers if target != STDOUT}
    try:
        for target, part in files.items():
            with part.open("wb") as file:
                writers[target](digitised, file)
        for target, part in files.items():
            part.replace(target)
    finally:
        for part in files.values():
            with suppress(FileNotFoundError):
                part.unlink()
    if STDOUT in writers:
        writers[STDOUT](digitised, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def pdf(digitised: Digitised, file: BinaryIO) -> None:
    """The searchable PDF."""
    if digitised.pdf is None:
        raise ValueError("a signed file has no digitised copy")
    copied(digitised.pdf)(digitised, file)


def copied(made: Path) -> Writer:
    """A file that lies in the work folder."""

    def write_(_: Digitised, file: BinaryIO) -> None:
        with made.open("rb") as source:
            shutil.copyfileobj(source, file)

    return write_


def text(digitised: Digitised, file: BinaryIO) -> None:
    """Plain text, a form feed after each page, as pdftotext does."""
    for page in digitised.recognised():
        file.write(f"{page.text}\n{PAGE_END}".encode())


def streamed(export: Export) -> Writer:
    """What an export makes of the pages, piece by piece."""

    def write_(digitised: Digitised, file: BinaryIO) -> None:
        for piece in export(digitised.recognised()):
            file.write(piece.encode())

    return write_


def fields(digitised: Digitised, file: BinaryIO) -> None:
    """The fields JSON."""
    file.write(fields_json(digitised.recognised()).encode())
