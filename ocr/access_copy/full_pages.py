"""Finds the one picture that is a page, and its pixels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ocr.geometry import Matrix
from ocr.prepare.page import Pixels

COVERING = 0.5  # share of the page from which on a picture is the page
LEAST_BYTES = 30_000  # smaller pictures are light enough
# What is read and written here. JBIG2 is as small as it gets, and JPEG 2000 nearly so.
FILTERS = frozenset({"/DCTDecode", "/FlateDecode"})
# A picture with anything else, a mask above all, is shown by more than its pixels.
KEYS = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/BitsPerComponent",
        "/ColorSpace",
        "/DecodeParms",
        "/Filter",
        "/Length",
        "/Name",
        "/Interpolate",
    }
)
PLAIN_MODES: Mapping[str, str] = MappingProxyType({"1": "L", "L": "L", "RGB": "RGB", "P": "RGB"})
LEAST_SIDE = 100  # pixels
MOST_PIXELS = 50_000_000  # A3 at 400 dpi has 31 million
# What qpdf and Pillow raise where a file does not keep to its own words; such a page stays as it is.
UNREADABLE = (
    *(pikepdf.PdfError, pikepdf.PikepdfError, NotImplementedError, OSError, SyntaxError),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPage:
    """A page's picture: the one `named` in `holder`, an /XObject dictionary. `dpi`: as drawn, the lower of both."""

    holder: pikepdf.Object
    name: str
    picture: Stream
    dpi: float

    @property
    def space(self) -> pikepdf.Object:
        """What its colours mean: grey or RGB."""
        space = self.picture.ColorSpace
        return space[1] if isinstance(space, Array) and space[0] == Name.Indexed else space

    @property
    def size(self) -> int:
        """Bytes, compressed."""
        return len(self.picture.read_raw_bytes())

    @property
    def one_bit(self) -> bool:
        """Whether it is black and white."""
        return int(self.picture.get("/BitsPerComponent", 8)) == 1

    def pixels(self) -> Pixels | None:
        """Grey or RGB; None where they cannot be read."""
        try:
            image = pikepdf.PdfImage(self.picture).as_pil_image()
            mode = PLAIN_MODES.get(image.mode)
            return np.asarray(image if image.mode == mode else image.convert(mode)) if mode else None
        except UNREADABLE:
            return None


def full_page(page: pikepdf.Page) -> FullPage | None:
    """The page's picture, where there is one and it is all that its pixels say; None for all other pages."""
    try:
        return _found(page)
    except UNREADABLE:
        return None


def _found(page: pikepdf.Page) -> FullPage | None:
    drawn = list(_drawn(page))
    for name, matrix in drawn:
        covers = abs(matrix.a * matrix.d - matrix.b * matrix.c) > COVERING * _area(page)
        if covers and [other for other, _ in drawn].count(name) == 1:
            return _of_name(page, name, matrix)
    return None


def _drawn(page: pikepdf.Page) -> Iterator[tuple[str, Matrix]]:
    """Names of what the page's own content draws, and where the unit square lies then."""
    matrix, stack = Matrix(), list[Matrix]()
    for instruction in pikepdf.parse_content_stream(page, "q Q cm Do"):
        match str(instruction.operator), list(instruction.operands):
            case "q", []:
                stack.append(matrix)
            case "Q", [] if stack:
                matrix = stack.pop()
            case "cm", [a, b, c, d, e, f]:
                matrix = Matrix(*(float(value) for value in (a, b, c, d, e, f))).then(matrix)
            case "Do", [name]:
                yield str(name), matrix


def _area(page: pikepdf.Page) -> float:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    return abs((right - left) * (top - bottom))


def _of_name(page: pikepdf.Page, name: str, matrix: Matrix) -> FullPage | None:
    holder = page.resources.get("/XObject")
    picture = holder.get(name) if isinstance(holder, Dictionary) else None
    if holder is None or not isinstance(picture, Stream) or not _is_plain(picture):
        return None
    across, down = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
    dpi = 72 * min(int(picture.Width) / across, int(picture.Height) / down)
    return FullPage(holder=holder, name=name, picture=picture, dpi=dpi)


def _is_plain(picture: pikepdf.Object) -> bool:
    known = set(picture.keys()) <= KEYS and picture.get("/Subtype") == Name.Image
    if not known or str(picture.get("/Filter")) not in FILTERS:
        return False
    width, height = int(picture.Width), int(picture.Height)
    fits = min(width, height) >= LEAST_SIDE and width * height <= MOST_PIXELS
    return fits and _components(picture.get("/ColorSpace")) in (1, 3)


def _components(space: pikepdf.Object | None) -> int:
    """Of a grey or RGB space, a device's or a profile's, or of a palette's; 0 for any other."""
    if isinstance(space, Name):
        return {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(space), 0)
    match list(space) if isinstance(space, Array) else []:
        case [Name.Indexed, base, *_]:
            return _components(base)
        case [Name.ICCBased, Stream() as profile]:
            return int(profile.get("/N", 0))
    return 0
