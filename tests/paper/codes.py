"""Codes to print on a page. Not imported with the package: only who wants a code needs its library."""

import numpy as np
import zxingcpp
from PIL import Image

from tests.paper.scans import Code


def a_qr(text: str, mm: float) -> Code:
    """A QR code of level Q (a quarter may be damaged), `mm` wide with its quiet zone."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return Code(text=text, image=Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode, scale=8))), mm=mm)
