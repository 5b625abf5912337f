"""QR codes and barcodes as they are printed on papers."""

import numpy as np
import zxingcpp
from PIL import Image


def a_qr(text: str, *, level: str = "Q") -> Image.Image:
    """A QR code, eight pixels a module, with its quiet zone."""
    return Image.fromarray(np.array(zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level=level).to_image(scale=8)))


def a_barcode(text: str) -> Image.Image:
    """A Code 128, four pixels a bar."""
    return Image.fromarray(np.array(zxingcpp.create_barcode(text, zxingcpp.Code128).to_image(scale=4)))
