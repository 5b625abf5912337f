"""What a file is by its first bytes, whatever its name says."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ocr.errors import Refused
from ocr.types import Limits

PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"
EXTENSIONS: Mapping[str, str] = MappingProxyType({PDF: ".pdf", JPEG: ".jpg", PNG: ".png", TIFF: ".tif"})
MAGIC: Mapping[bytes, str] = MappingProxyType(
    {
        b"\xff\xd8\xff": JPEG,
        b"\x89PNG\r\n\x1a\n": PNG,
        b"II*\x00": TIFF,
        b"MM\x00*": TIFF,
        b"II+\x00": TIFF,  # BigTIFF
        b"MM\x00+": TIFF,
    }
)
# Readers accept a PDF header anywhere in the first kibibyte (ISO 32000-1, implementation note 13).
PDF_HEADER_WITHIN = 1024


def media_type(path: Path, limits: Limits) -> str:
    """The type told by the first bytes; raises Refused: empty, too_large, unknown_type."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > limits.max_bytes:
        raise Refused("too_large", f"Tệp có {size:,} byte, giới hạn là {limits.max_bytes:,}.")
    with path.open("rb") as file:
        head = file.read(PDF_HEADER_WITHIN)
    for magic, name in MAGIC.items():
        if head.startswith(magic):
            return name
    if b"%PDF-" in head:
        return PDF
    raise Refused("unknown_type")
