"""An image file's own compressed data as a PDF image: JPEG, PNG and G4 streams pass through byte for byte.

What PDF cannot take as it stands (alpha, interlacing, many strips, LZW ...) is written anew without loss of pixels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from PIL import Image, ImageFile, ImageOps, PngImagePlugin, TiffImagePlugin

from ocr.errors import Refused
from ocr.load import icc, png_chunks
from ocr.load.images import Frame, eight_bits, frames_of, has_alpha
from ocr.types import Limits

ROWS_PER_STRIP, STRIP_OFFSETS, STRIP_LENGTHS, FILL_ORDER, PHOTOMETRIC = 278, 273, 279, 266, 262
MIN_IS_BLACK = 1
FAST = 3  # zlib's level: 6 takes twice as long for 3 % less
PNG_COMPONENTS: Mapping[int, int] = MappingProxyType({0: 1, 2: 3, 3: 3})
PNG_TRUECOLOUR, PNG_PALETTE = 2, 3
JPEG_COMPONENTS: Mapping[str, int] = MappingProxyType({"L": 1, "RGB": 3, "CMYK": 4})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Bytes that lie in a file: `(offset, length)` pieces in order."""

    path: Path
    pieces: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        return sum(length for _, length in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a PDF image XObject needs. Sizes in stored pixels; `orientation` is the EXIF turn still to be made.

    `components` of the base colour space, told by `profile` or, where that is None, meaning the device's;
    `palette` holds RGB triples where pixels are indexes.
    """

    width: int
    height: int
    bits: int
    data: Ranges
    filter: bytes
    components: int
    orientation: int
    parameters: bytes = b""
    decode: bytes = b""
    palette: bytes = field(default=b"", repr=False)
    profile: bytes | None = field(default=None, repr=False)


def picture(image: ImageFile.ImageFile, frame: Frame, made: Path) -> Picture:
    """The current frame of an opened image; the file `made` takes what had to be written anew."""
    return _jpeg(image, frame) or _png(image, frame) or _g4(image, frame) or _anew(image, made)


def _jpeg(image: ImageFile.ImageFile, frame: Frame) -> Picture | None:
    if frame.format not in ("JPEG", "MPO") or frame.mode not in JPEG_COMPONENTS:
        return None
    components = JPEG_COMPONENTS[frame.mode]
    # Adobe writes CMYK upside down and says so in its APP14 segment (Adobe technical note 5116).
    inverted = components == JPEG_COMPONENTS["CMYK"] and "adobe" in image.info
    return Picture(
        width=frame.width,
        height=frame.height,
        bits=8,
        data=Ranges(path=frame.path, pieces=((0, frame.path.stat().st_size),)),
        filter=b"/DCTDecode",
        components=components,
        orientation=frame.orientation,
        decode=b"[1 0 1 0 1 0 1 0]" if inverted else b"",
        profile=icc.usable(image.info.get("icc_profile"), components),
    )


def _png(image: ImageFile.ImageFile, frame: Frame) -> Picture | None:
    if not isinstance(image, PngImagePlugin.PngImageFile) or has_alpha(image):
        return None
    return _of_png(frame.path, frame.orientation, image.info.get("icc_profile"))


def _of_png(path: Path, orientation: int, profile: bytes | None) -> Picture | None:
    laid = png_chunks.layout(path)
    if laid.interlaced or laid.colour_type not in PNG_COMPONENTS:
        return None
    colours = 3 if laid.colour_type == PNG_TRUECOLOUR else 1
    return Picture(
        width=laid.width,
        height=laid.height,
        bits=laid.bits,
        data=Ranges(path=path, pieces=laid.data),
        filter=b"/FlateDecode",
        components=PNG_COMPONENTS[laid.colour_type],
        orientation=orientation,
        parameters=b"<< /Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d >>"
        % (colours, laid.bits, laid.width),
        palette=laid.palette if laid.colour_type == PNG_PALETTE else b"",
        profile=icc.usable(profile, PNG_COMPONENTS[laid.colour_type]),
    )


def _g4(image: ImageFile.ImageFile, frame: Frame) -> Picture | None:
    """A TIFF page that is one G4 strip with its bits in PDF's order."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or image.info.get("compression") != "group4":
        return None
    tags = image.tag_v2
    offsets, lengths = tags.get(STRIP_OFFSETS, ()), tags.get(STRIP_LENGTHS, ())
    if len(offsets) != 1 or len(lengths) != 1 or tags.get(FILL_ORDER, 1) != 1:
        return None
    black_is_one = b"true" if tags.get(PHOTOMETRIC) == MIN_IS_BLACK else b"false"
    return Picture(
        width=frame.width,
        height=frame.height,
        bits=1,
        data=Ranges(path=frame.path, pieces=((offsets[0], lengths[0]),)),
        filter=b"/CCITTFaxDecode",
        components=1,
        orientation=frame.orientation,
        parameters=b"<< /K -1 /Columns %d /Rows %d /BlackIs1 %s >>" % (frame.width, frame.height, black_is_one),
    )


def _anew(image: ImageFile.ImageFile, made: Path) -> Picture:
    """The same pixels, upright, as one G4 strip or a PNG."""
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "1":
        return _g4_anew(upright, made)
    kept = upright.mode in ("L", "P", "RGB", "I;16") and not has_alpha(upright)
    whole = upright if kept else eight_bits(upright)
    whole.save(made, "PNG", compress_level=FAST)
    found = _of_png(made, 1, image.info.get("icc_profile") if kept else None)
    if found is None:
        raise Refused("damaged")
    return found


def _g4_anew(image: Image.Image, made: Path) -> Picture:
    image.save(made, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP: image.height})
    with Image.open(made) as one_strip:
        (frame,) = frames_of(one_strip, made, Limits(max_pixels=image.width * image.height))
        found = _g4(one_strip, frame)
    if found is None:
        raise Refused("damaged")
    return found
