"""Where a PDF ends, and whether something hangs on behind its end."""

import io
import mmap
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader

from signing.validate.policies import Profile

END = re.compile(rb"startxref\s*\d+\s*%%EOF(?:\r\n|\r|\n)?")
HARMLESS = b"\x00\t\n\x0c\r "
SEEN_BY_READERS = 1000
"""Bytes from the end within which PDF readers look for the mark."""


def last_mark(path: Path) -> int:
    """Just behind the last `startxref N %%EOF` and its line end; the file's size where there is none."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = len(content)
        while (at := content.rfind(b"startxref", 0, at)) >= 0:
            if found := END.match(content, at):
                return found.end()
        return len(content)


def readable(stream: BinaryIO, size: int, end: int) -> BinaryIO:
    """The stream; cut at `end` where what hangs on behind it would keep a reader from finding the end."""
    stream.seek(end)
    rest = stream.read(SEEN_BY_READERS)
    stream.seek(0)
    if len(rest) < SEEN_BY_READERS and not rest.strip(HARMLESS):
        return stream
    return io.BufferedReader(_Window(stream, end))


class _Window(io.RawIOBase):
    """The first bytes of a stream."""

    def __init__(self, stream: BinaryIO, end: int) -> None:
        self._stream, self._end, self._at = stream, end, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence])
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands in a memoryview
        self._stream.seek(self._at)
        content = self._stream.read(max(0, min(len(buffer), self._end - self._at)))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


def hangs_on(path: Path, reader: PdfFileReader, covered: Sequence[int], profile: Profile) -> bool:
    """Whether bytes stand behind the end that no signature covers and no revision explains.

    `covered` is where each signature's byte range ends. Line ends and zeros are let pass in others' files, not in ours.
    """
    size, end = path.stat().st_size, last_mark(path)
    signed = max(covered, default=0)
    if signed >= size:
        return False
    with path.open("rb") as stream:
        stream.seek(end)
        rest = stream.read(SEEN_BY_READERS)
        stream.seek(min(signed, size))
        tail = stream.read(size - signed)
    if rest.strip(HARMLESS) or (rest and profile is Profile.OWN):
        return True
    return profile is Profile.OWN and tail.count(b"startxref") != _revisions_from(reader, signed)


def _revisions_from(reader: PdfFileReader, offset: int) -> int:
    xrefs = reader.xrefs
    starts = (xrefs.get_xref_container_info(number).start_location for number in range(xrefs.total_revisions))
    return sum(start >= offset for start in starts)
