"""Colour profiles: which may stand in a PDF/A, and the sRGB one that says what our colours mean."""

from collections.abc import Mapping
from types import MappingProxyType

from PIL import ImageCms

HEADER = 128
SPACES: Mapping[bytes, int] = MappingProxyType({b"GRAY": 1, b"RGB ": 3, b"CMYK": 4})
# ISO 19005-2, 6.2.4.2: input, display, output and colour space profiles, version 4 or older.
CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
NEWEST_VERSION = 4
CREATED = slice(24, 36)
A_DATE = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # 2000-01-01


def usable(profile: bytes | None, components: int) -> bytes | None:
    """The profile, if it is whole and made for that many components; else None."""
    if profile is None or len(profile) < HEADER or profile[36:40] != b"acsp":
        return None
    fits = SPACES.get(profile[16:20]) == components and profile[12:16] in CLASSES
    whole = int.from_bytes(profile[:4], "big") <= len(profile) and profile[8] <= NEWEST_VERSION
    return profile if fits and whole else None


def srgb() -> bytes:
    """An sRGB profile of about 600 bytes, the same at every call: LittleCMS writes the current time into it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[CREATED] = A_DATE
    return bytes(profile)
