"""QR codes and barcodes as they are printed on papers."""

import numpy as np
import zxingcpp
from PIL import Image

CARD = (
    "051087001234|212345678|Nguyễn Thị Ánh Tuyết|02031987|Nữ|"
    "Thôn Đông Hưng, Xã Vĩnh Thạnh, Huyện Bình Sơn, Quảng Ngãi|10052021"
)


def a_qr(text: str, *, level: str = "Q") -> Image.Image:
    """A QR code, eight pixels a module, with its quiet zone."""
    return Image.fromarray(np.array(zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level=level).to_image(scale=8)))


def a_barcode(text: str) -> Image.Image:
    """A Code 128, four pixels a bar."""
    return Image.fromarray(np.array(zxingcpp.create_barcode(text, zxingcpp.Code128).to_image(scale=4)))
