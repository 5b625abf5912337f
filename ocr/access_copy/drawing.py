"""A page's picture told anew: a few smaller pictures painted over each other where the one picture stood."""

from dataclasses import dataclass, field
from enum import Enum

WHOLE = (0.0, 0.0, 1.0, 1.0)


class Coding(Enum):
    """How a picture is compressed; the value is the PDF filter."""

    JPEG = "/DCTDecode"  # 8 bits, grey or RGB
    G4 = "/CCITTFaxDecode"  # 1 bit, 0 is ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A compressed picture. Sizes in pixels."""

    coding: Coding
    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A picture in its place: `box` is left, top, right, bottom as parts of the page's picture, from its top left.

    `ink` in 0..1 a component is what the ink of a G4 picture is painted with, nothing where there is none; None: the
    picture has its own colours and covers.
    """

    picture: Encoded
    box: tuple[float, float, float, float] = WHOLE
    ink: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Layers in the order in which they are painted; the first one covers everything."""

    layers: tuple[Layer, ...]

    @property
    def size(self) -> int:
        """Bytes of the pictures."""
        return sum(len(layer.picture.data) for layer in self.layers)
