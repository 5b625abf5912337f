"""Writes pictures as the pages of a plain PDF, one after another, straight to disk.

Text, colours' meaning and metadata are added by `ocr.assemble`.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ocr.load.picture import Picture, Ranges
from ocr.object_file import ObjectFile

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


class ScanWriter(ObjectFile):
    """Use as a context: `add` pages, leaving it finishes the file."""

    def add(self, picture: Picture, width: float, height: float) -> None:
        """Append a page of `width` x `height` points, as shown, filled by the picture."""
        image = self.stream(b"".join(self._image(picture)), _copied(picture.data), picture.data.length)
        a, b, c, d, e, f = UPRIGHT[picture.orientation]
        matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
        drawing = b"q %s cm /Im0 Do Q" % " ".join(f"{value:.4f}" for value in matrix).encode()
        content = self.stream(b"", (drawing,), len(drawing))
        self.page(
            b"/MediaBox [0 0 %.4f %.4f] /Contents %d 0 R /Resources << /XObject << /Im0 %d 0 R >> >>"
            % (width, height, content, image)
        )

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
        return self.stream(b"/N %d" % components, (profile,), len(profile))


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
