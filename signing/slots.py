"""Which signature field to create for a signer, and how it looks."""

from datetime import datetime

from signing import clock
from signing.appearance import Appearance, compose
from signing.embed import Slot
from signing.page import locate, read_page
from signing.pdf import Appender, free_field
from signing.stamps import text_of, usual_place
from signing.types import CertificateInfo, Stamp, StampKind

SIGNATURE_FIELD = "ChuKy"


def signature_slot(
    writer: Appender, certificate: CertificateInfo, moment: datetime, *, field: str | None, stamp: Stamp | None
) -> Slot:
    """The field `field` (None: the next free name) with this stamp (None: invisible). Raises Unsignable."""
    name = free_field(writer, field, SIGNATURE_FIELD)
    if stamp is None or stamp.kind is StampKind.NONE:
        return Slot(field=name, signed_at=moment)
    page, look = _look(writer, certificate, moment, stamp)
    return Slot(field=name, signed_at=moment, page=page, appearance=look)


def _look(writer: Appender, certificate: CertificateInfo, moment: datetime, stamp: Stamp) -> tuple[int, Appearance]:
    page = read_page(writer, stamp.placement.page if stamp.placement else 1)
    placement = stamp.placement or usual_place(stamp.kind, *page.size_mm)
    lines = text_of(stamp, certificate, clock.iso(moment))
    return page.index, compose(stamp, lines, locate(page, placement))
