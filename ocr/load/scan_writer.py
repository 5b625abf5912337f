"""Writes pictures as the pages of a plain PDF, one after another, straight to disk.

A PDF library would hold every picture in memory until it saves; here only offsets are kept, so that a thousand pages
cost no more than one. Text, colours' meaning and metadata are added by `ocr.assemble`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Self

from ocr.load.picture import Picture, Ranges

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOG, PAGES, FIRST_FREE = 1, 2, 3
COPY_BYTES = 1 << 20
DEVICE_SPACES: Mapping[int, bytes] = MappingProxyType({1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"})
# EXIF orientation -> the unit square's matrix that shows the stored picture upright (Exif 2.32, 4.6.4 A).
UPRIGHT: Mapping[int, tuple[int, int, int, int, int, int]] = MappingProxyType(
    {
        1: (1, 0, 0, 1, 0, 0),
        2: (-1, 0, 0, 1, 1, 0),
        3: (-1, 0, 0, -1, 1, 1),
        4: (1, 0, 0, -1, 0, 1),
        5: (0, -1, -1, 0, 1, 1),
        6: (0, -1, 1, 0, 0, 1),
        7: (0, 1, 1, 0, 0, 0),
        8: (0, 1, -1, 0, 1, 0),
    }
)


class ScanWriter:
    """Use as a context: `add` pages, leaving it finishes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO = path.open("wb")
        self._file.write(HEADER)
        self._offsets: dict[int, int] = {}
        self._next = FIRST_FREE
        self._pages: list[int] = []

    def add(self, picture: Picture, width: float, height: float) -> None:
        """Append a page of `width` x `height` points, as shown, filled by the picture."""
        image = self._stream(b"".join(self._image(picture)), picture.data)
        a, b, c, d, e, f = UPRIGHT[picture.orientation]
        matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
        drawing = b"q %s cm /Im0 Do Q" % " ".join(f"{value:.4f}" for value in matrix).encode()
        content = self._object(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        self._pages.append(
            self._object(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.4f %.4f] /Contents %d 0 R"
                b" /Resources << /XObject << /Im0 %d 0 R >> >> >>" % (PAGES, width, height, content, image)
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._finish()

    def _image(self, picture: Picture) -> Iterator[bytes]:
        yield b"/Type /XObject /Subtype /Image /Width %d /Height %d" % (picture.width, picture.height)
        yield b" /BitsPerComponent %d /Filter %s /ColorSpace %s" % (picture.bits, picture.filter, self._space(picture))
        if picture.parameters:
            yield b" /DecodeParms " + picture.parameters
        if picture.decode:
            yield b" /Decode " + picture.decode

    def _space(self, picture: Picture) -> bytes:
        base = DEVICE_SPACES[picture.components]
        if picture.profile is not None:
            base = b"[/ICCBased %d 0 R]" % self._profile(picture.profile, picture.components)
        if picture.palette:
            return b"[/Indexed %s %d <%s>]" % (base, len(picture.palette) // 3 - 1, picture.palette.hex().encode())
        return base

    def _profile(self, profile: bytes, components: int) -> int:
        return self._object(b"<< /N %d /Length %d >>\nstream\n%s\nendstream" % (components, len(profile), profile))

    def _stream(self, dictionary: bytes, data: Ranges) -> int:
        number = self._begin()
        self._file.write(b"<< %s /Length %d >>\nstream\n" % (dictionary, data.length))
        for piece in _copied(data):
            self._file.write(piece)
        self._file.write(b"\nendstream\nendobj\n")
        return number

    def _object(self, body: bytes, number: int | None = None) -> int:
        number = self._begin(number)
        self._file.write(body + b"\nendobj\n")
        return number

    def _begin(self, number: int | None = None) -> int:
        if number is None:
            number, self._next = self._next, self._next + 1
        self._offsets[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n" % number)
        return number

    def _finish(self) -> None:
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._object(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._pages), kids), PAGES)
        self._object(b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES, CATALOG)
        table = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            self._file.write(b"%010d 00000 n \n" % self._offsets[number])
        trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        self._file.write(trailer % (self._next, CATALOG, table))


def _copied(data: Ranges) -> Iterator[bytes]:
    with data.path.open("rb") as source:
        for offset, length in data.pieces:
            source.seek(offset)
            while length > 0:
                piece = source.read(min(length, COPY_BYTES))
                if not piece:
                    raise EOFError(f"{data.path.name} ends inside a picture")
                yield piece
                length -= len(piece)
