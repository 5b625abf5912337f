"""Keeps drawings on disk until the copy is written, each as a form that fills the unit square as its picture did."""

from collections.abc import Iterator

from ocr.access_copy.drawing import Coding, Drawing, Encoded, Layer
from ocr.object_file import ObjectFile

FORM, SPACE = "/Drawing", "/Page"  # the second stands for the colour space of the picture that is replaced


class LayerFile(ObjectFile):
    """Use as a context: `add` drawings; each becomes the form FORM of a page of its own."""

    def add(self, drawing: Drawing) -> int:
        """Append a drawing; answers its page, from 0."""
        pictures = [self._picture(layer) for layer in drawing.layers]
        names = b" ".join(b"/L%d %d 0 R" % (index, number) for index, number in enumerate(pictures))
        painting = b"\n".join(_painted(index, layer) for index, layer in enumerate(drawing.layers))
        form = self.stream(
            b"/Type /XObject /Subtype /Form /BBox [-1 -1 2 2] /Resources << /XObject << %s >> >>" % names,
            (painting,),
            len(painting),
        )
        return self.page(b"/MediaBox [0 0 1 1] /Resources << /XObject << %s %d 0 R >> >>" % (FORM.encode(), form))

    def _picture(self, layer: Layer) -> int:
        entries = b" ".join(_entries(layer.picture, layer.ink is not None))
        return self.stream(entries, (layer.picture.data,), len(layer.picture.data))


def _entries(picture: Encoded, stencil: bool) -> Iterator[bytes]:
    yield b"/Type /XObject /Subtype /Image /Width %d /Height %d" % (picture.width, picture.height)
    yield b"/Filter " + picture.coding.value.encode()
    if picture.coding is Coding.G4:
        yield b"/BitsPerComponent 1 /DecodeParms << /K -1 /Columns %d /Rows %d >>" % (picture.width, picture.height)
        yield b"/ImageMask true" if stencil else b"/ColorSpace /DeviceGray"
    else:
        yield b"/BitsPerComponent 8"


def _painted(index: int, layer: Layer) -> bytes:
    left, top, right, bottom = layer.box
    ink = ""
    if layer.ink is not None:
        ink = f"{SPACE} cs {' '.join(f'{component:.3f}' for component in layer.ink)} sc "
    place = f"{right - left:.6f} 0 0 {bottom - top:.6f} {left:.6f} {1 - bottom:.6f} cm"
    return f"q {ink}{place} /L{index} Do Q".encode()
