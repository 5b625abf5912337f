"""What a stamp looks like (NĐ 30/2020, Phụ lục I; TT 01/2023): image, text, or both, upright on any page."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.stamp import BaseStampStyle

from signing.errors import Misuse
from signing.lettering import ASCENT, LEADING, ScaledAccumulator, fit
from signing.objects import compressed, dictionary, numbers, stream, whole
from signing.page import Spot
from signing.pdf import Appender
from signing.types import Stamp

MOST_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image as PDF holds it, Flate-compressed: a ceremony draws the same one a hundred times, 10 ms each."""

    width: int
    height: int
    colours: bytes
    """RGB."""
    alpha: bytes | None
    """None: nothing of it is transparent."""


@dataclass(frozen=True)
class Appearance(BaseStampStyle):
    """A stamp's look, in the place pyHanko asks for it. Checked when made, before anything is written."""

    spot: Spot | None = None
    lines: tuple[str, ...] = ()
    size: float = 0.0
    picture: Picture | None = None

    def create_stamp(self, writer: Any, box: Any, text_params: dict[str, Any]) -> Any:
        """Called by pyHanko while it fills the signature field."""
        return _Drawn(self, writer)


def compose(stamp: Stamp, lines: tuple[str, ...], spot: Spot) -> Appearance:
    """Check that image and text can be drawn at `spot`.

    Raises Unsignable (glyphs, size) or Misuse (the image cannot be read).
    """
    composed, size = fit(lines, spot.width, spot.height) if lines else ((), 0.0)
    picture = None if stamp.image is None else _picture(stamp.image)
    return Appearance(spot=spot, lines=composed, size=size, picture=picture, border_width=0)


class _TooLarge(Exception):
    pass


def _picture(path: Path) -> Picture:
    name = path.name
    try:
        return _compressed(path.read_bytes())
    except _TooLarge as fault:
        raise Misuse("bad_image", f"Hình {name} quá lớn") from fault
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise Misuse("bad_image", f"Không đọc được hình {name}") from fault


@lru_cache(maxsize=8)
def _compressed(content: bytes) -> Picture:
    with Image.open(BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _TooLarge
        shown = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = zlib.compress(shown.getchannel("A").tobytes()) if shown.mode == "RGBA" else None
    colours = zlib.compress(shown.convert("RGB").tobytes())
    return Picture(width=shown.width, height=shown.height, colours=colours, alpha=alpha)


class _Drawn:
    """The appearance, drawn into one file."""

    def __init__(self, look: Appearance, writer: Appender) -> None:
        self._look, self._writer = look, writer

    def apply_appearance(self, annotation: Any) -> None:
        """Give the signature's widget its form XObject."""
        look, resources = self._look, dictionary()
        if look.spot is None:
            return
        commands = b"\n".join((b"q", *self._image(look.spot, resources), *self._text(look.spot, resources), b"Q"))
        form = stream(
            {
                "/Type": pdf_name("/XObject"),
                "/Subtype": pdf_name("/Form"),
                "/BBox": numbers(0, 0, look.spot.width, look.spot.height),
                "/Matrix": numbers(*look.spot.matrix),
                "/Resources": resources,
            },
            commands,
        )
        annotation[pdf_name("/AP")] = dictionary({"/N": self._writer.add_object(form)})

    def _image(self, spot: Spot, resources: Any) -> tuple[bytes, ...]:
        picture = self._look.picture
        if picture is None:
            return ()
        scale = min(spot.width / picture.width, spot.height / picture.height)
        width, height = picture.width * scale, picture.height * scale
        resources["/XObject"] = dictionary({"/Im": self._writer.add_object(self._drawing(picture))})
        left, bottom = (spot.width - width) / 2, (spot.height - height) / 2
        return (b"q %.4f 0 0 %.4f %.4f %.4f cm /Im Do Q" % (width, height, left, bottom),)

    def _drawing(self, picture: Picture) -> Any:
        image = {
            "/Type": pdf_name("/XObject"),
            "/Subtype": pdf_name("/Image"),
            "/Width": whole(picture.width),
            "/Height": whole(picture.height),
            "/BitsPerComponent": whole(8),
        }
        entries = {**image, "/ColorSpace": pdf_name("/DeviceRGB")}
        if picture.alpha is not None:
            mask = compressed({**image, "/ColorSpace": pdf_name("/DeviceGray")}, picture.alpha)
            entries["/SMask"] = self._writer.add_object(mask)
        return compressed(entries, picture.colours)

    def _text(self, spot: Spot, resources: Any) -> tuple[bytes, ...]:
        look = self._look
        if not look.lines:
            return ()
        font = ScaledAccumulator(self._writer, look.size)
        resources["/Font"] = dictionary({"/F": font.as_resource()})
        block = LEADING * look.size * len(look.lines)
        # Over an image the text stands at its foot, so that it hides the least; alone, it starts at the top.
        top = block if look.picture else spot.height
        drawn = [b"BT /F %.4f Tf 0 g" % look.size]
        for number, line in enumerate(look.lines):
            baseline = top - look.size * (ASCENT + LEADING * number)
            drawn.append(b"1 0 0 1 0 %.4f Tm %s" % (baseline, font.shape(line).graphics_ops))
        return (*drawn, b"ET")
