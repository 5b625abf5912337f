"""Writes a plain PDF object by object, straight to disk.

A PDF library would hold every picture in memory until it saves; here only offsets are kept, so that a thousand pages
cost no more than one.
"""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, FIRST_FREE = 1, 2, 3


class ObjectFile:
    """Use as a context: add objects and pages, leaving it finishes the file. Numbers name objects: `N 0 R`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("wb")
        self._file.write(HEADER)
        self._offsets: dict[int, int] = {}
        self._next = FIRST_FREE
        self._pages: list[int] = []

    def object(self, body: bytes, number: int | None = None) -> int:
        """Append an object; answers its number."""
        number = self._begin(number)
        self._file.write(body + b"\nendobj\n")
        return number

    def stream(self, dictionary: bytes, pieces: Iterable[bytes], length: int) -> int:
        """Append a stream of `length` bytes with these entries besides /Length; answers its number."""
        number = self._begin()
        self._file.write(b"<< %s /Length %d >>\nstream\n" % (dictionary, length))
        for piece in pieces:
            self._file.write(piece)
        self._file.write(b"\nendstream\nendobj\n")
        return number

    def page(self, dictionary: bytes) -> int:
        """Append a page with these entries besides /Type and /Parent; answers its place, from 0."""
        self._pages.append(self.object(b"<< /Type /Page /Parent %d 0 R %s >>" % (PAGES, dictionary)))
        return len(self._pages) - 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._finish()

    def _begin(self, number: int | None = None) -> int:
        if number is None:
            number, self._next = self._next, self._next + 1
        self._offsets[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n" % number)
        return number

    def _finish(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self.object(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._pages), kids), PAGES)
        self.object(b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES, CATALOG)
        table = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            self._file.write(b"%010d 00000 n \n" % self._offsets[number])
        trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        self._file.write(trailer % (self._next, CATALOG, table))
