"""Putting a CMS into a PDF in two steps: make room and hash, then fill the room.

What lies between the steps is a value of three plain fields, so that the key may be another process or another machine.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import BinaryIO

from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import (
    DocumentTimestamp,
    PdfSignedData,
    PreparedByteRangeDigest,
    SignatureObject,
)

from signing import clock
from signing.appearance import Appearance
from signing.errors import Unsignable
from signing.pdf import CHUNK, Appender

RESERVED = 24_576
"""Hex digits for the CMS: held every B-T measured, RSA-3072 and long chains included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file with room for a signature."""

    digest: bytes
    """SHA-256 of everything but the room."""
    start: int
    """Where the room's `<` stands, in bytes."""
    end: int
    """Just after its `>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The signature field to create."""

    field: str
    signed_at: datetime | None
    """None: a document timestamp."""
    page: int = 0
    appearance: Appearance | None = None


class Head:
    """The digest of a file's first bytes, begun while they are copied, to be continued over what is appended.

    Whoever finds those bytes unchanged need not hash them again: 100 ms for 107 MB.
    """

    def __init__(self) -> None:
        self.size = 0
        self._total = sha256()

    def take(self, chunk: bytes | memoryview) -> None:
        """The next bytes."""
        self._total.update(chunk)
        self.size += len(chunk)

    def digest_with(self, chunks: Iterable[bytes]) -> bytes:
        """The SHA-256 of the bytes taken and of those that follow."""
        total = self._total.copy()
        for chunk in chunks:
            total.update(chunk)
        return total.digest()


def make_room(stream: BinaryIO, writer: Appender, slot: Slot, head: Head | None = None) -> Prepared:
    """Append the field, its appearance and the empty signature to `stream`, and hash the result.

    `head` spares hashing what was in the file before.
    """
    look = slot.appearance
    box = look.spot.rectangle if look and look.spot else None
    spec = SigFieldSpec(sig_field_name=slot.field, on_page=slot.page, box=box)  # type: ignore[arg-type]  # floats serve
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=slot.field, writer=writer)
    next(steps)
    shown = SigAppearanceSetup(style=look, timestamp=clock.now(), name=None) if look else None
    placeholder = _placeholder(writer, slot)
    steps.send(SigObjSetup(sig_placeholder=placeholder, appearance_setup=shown))
    # pyHanko's own last step would hash the whole file again.
    writer.digest_aware_write = True
    writer.append()
    start, end = placeholder.contents.offsets
    placeholder.byte_range.fill_offsets(stream, start, end, stream.seek(0, os.SEEK_END))  # type: ignore[no-untyped-call]
    return Prepared(digest=digest_around(stream, start, end, head), start=start, end=end)


def digest_around(stream: BinaryIO, start: int, end: int, head: Head | None) -> bytes:
    """SHA-256 of all but what lies between `start` and `end`, going on from `head`."""
    begun = head or Head()
    size = stream.seek(0, os.SEEK_END)
    return begun.digest_with(chain(_pieces(stream, begun.size, start), _pieces(stream, end, size)))


def _pieces(stream: BinaryIO, begin: int, stop: int) -> Iterator[bytes]:
    stream.seek(begin)
    while begin < stop and (chunk := stream.read(min(CHUNK, stop - begin))):
        yield chunk
        begin += len(chunk)


def fill_room(stream: BinaryIO, prepared: Prepared, cms: bytes) -> None:
    """Write the CMS into its room. Raises Unsignable when it does not fit."""
    if 2 * len(cms) > prepared.end - prepared.start - 2:
        raise Unsignable("no_room", "Chữ ký và dấu thời gian dài hơn chỗ dành sẵn trong tệp")
    PreparedByteRangeDigest(
        document_digest=prepared.digest,
        reserved_region_start=prepared.start,
        reserved_region_end=prepared.end,
    ).fill_with_cms(stream, cms)


def _placeholder(writer: Appender, slot: Slot) -> PdfSignedData:
    if slot.signed_at is None:
        writer.register_extension(ESIC_EXTENSION_1)
        return DocumentTimestamp(bytes_reserved=RESERVED)  # type: ignore[no-untyped-call]
    return SignatureObject(
        timestamp=clock.in_vietnam(slot.signed_at), subfilter=SigSeedSubFilter.PADES, bytes_reserved=RESERVED
    )
