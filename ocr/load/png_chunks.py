"""The chunks of a PNG file: where its compressed data lies and how it is laid out (PNG specification, 11.2)."""

import struct
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = 8
FRAMING = 12  # length, type, checksum around each chunk's data
LARGEST_PALETTE = 3 * 256


@dataclass(frozen=True, slots=True, kw_only=True)
class PngLayout:
    """`colour_type`: 0 grey, 2 RGB, 3 palette, 4 and 6 with alpha. `data`: the IDAT pieces, `(offset, length)`."""

    width: int
    height: int
    bits: int
    colour_type: int
    interlaced: bool
    palette: bytes
    data: tuple[tuple[int, int], ...]


def layout(path: Path) -> PngLayout:
    """Read the chunk headers; raises struct.error or ValueError where the file ends before its IEND."""
    data: list[tuple[int, int]] = []
    palette, header = b"", b""
    with path.open("rb") as file:
        offset = SIGNATURE
        while True:
            file.seek(offset)
            length, kind = struct.unpack(">I4s", file.read(8))
            if kind == b"IHDR":
                header = file.read(13)
            elif kind == b"PLTE":
                palette = file.read(min(length, LARGEST_PALETTE))
            elif kind == b"IDAT":
                data.append((offset + 8, length))
            elif kind == b"IEND":
                break
            offset += FRAMING + length
    width, height, bits, colour_type, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    return PngLayout(
        width=width,
        height=height,
        bits=bits,
        colour_type=colour_type,
        interlaced=bool(interlaced),
        palette=palette,
        data=tuple(data),
    )
