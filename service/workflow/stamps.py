"""What the visible stamp of each role says and where it stands (NĐ 30/2020, Phụ lục I; TT 01/2023/TT-VPCP)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import signing
import storage
from storage import Account, Document, Field, SignerRole

_MM = 25.4 / 72  # millimetres in a point
_MARGIN = 6.0  # mm between the stamp and the page's edge
LEAST_ROOM, MOST_ROOM = 10.0, 70.0  # mm between title and name; less takes no signature, more is no signature's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a stamp stands. Sizes in mm, shrunk to the page; left and top as parts of the room that is left, 0..1."""

    last_page: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where a signature belongs: between the signer's title and name, as they were read. Millimetres of the page."""

    page: int
    middle: float  # from the page's left edge
    top: float
    bottom: float


SPOTS: Mapping[SignerRole, Spot] = {
    # top left of page 1 (domain sheet, section 7; verify the position with the office)
    SignerRole.CLERK: Spot(last_page=False, left=0.0, top=0.0, width=78, height=15),
    # bottom right of the last page, where title and name stand; the seal covers the left third of the leader's picture
    SignerRole.LEADER: Spot(last_page=True, left=0.88, top=0.82, width=60, height=30),
    SignerRole.SEAL: Spot(last_page=True, left=0.65, top=0.83, width=36, height=36),
}
KINDS: Mapping[SignerRole, signing.StampKind] = {
    SignerRole.CLERK: signing.StampKind.SCAN,
    SignerRole.LEADER: signing.StampKind.LEADER,
    SignerRole.SEAL: signing.StampKind.SEAL,
}


def stamp_for(
    db: storage.Transaction, document: Document, account: Account, role: SignerRole, image: Path | None
) -> signing.Stamp | None:
    """The stamp for this signature; None for initials, which NĐ 30/2020 gives no place on the page.

    The signing time, and TEST where the key is a test key, are added by `signing`.

    The clerk's says that the file was converted from paper, and by whom (TT 01/2023/TT-VPCP); the leader's and the
    agency's are their pictures alone (NĐ 30/2020), or the name of the certificate's holder where there is none; both
    stand between title and name where these were read, else at the end of the last page.
    """
    if role not in SPOTS:
        return None
    spot = SPOTS[role]
    room = room_between(db.fields.of([document.id])[document.id]) if spot.last_page else None
    number = room.page if room else (document.pages_total or 1) if spot.last_page else 1
    width, height = (points * _MM for points in db.pages.size(document.id, number))
    return signing.Stamp(
        kind=KINDS[role],
        lines=(f"Số hóa từ bản giấy: {account.display_name}",) if role is SignerRole.CLERK else (),
        image=image,
        placement=place_in(room, role, width, height) if room else place(spot, number, width, height),
    )


def room_between(fields: Iterable[Field]) -> Room | None:
    """The room for the signature; None where title and name were not read, or do not stand as they should."""
    read = {one.name: one for one in fields if one.boxes}
    title, name = read.get("signer_title"), read.get("signer_name")
    if title is None or name is None or title.page != name.page:
        return None
    edges = [box for field in (title, name) for box in field.boxes]
    room = Room(
        page=title.page,
        middle=(min(left for left, *_ in edges) + max(right for _, _, right, _ in edges)) / 2 * _MM,
        top=max(bottom for *_, bottom in title.boxes) * _MM,
        bottom=min(top for _, top, *_ in name.boxes) * _MM,
    )
    return room if LEAST_ROOM <= room.bottom - room.top <= MOST_ROOM else None


def place_in(room: Room, role: SignerRole, page_width: float, page_height: float) -> signing.Placement:
    """The leader's picture in the middle of the room, or the seal, in its real size, over the left third of it."""
    across, down = SPOTS[SignerRole.LEADER].width, SPOTS[SignerRole.LEADER].height
    part = min((room.bottom - room.top) / down, 1.0)
    width, height = across * part, down * part
    left, middle = room.middle - width / 2, (room.top + room.bottom) / 2
    if role is SignerRole.SEAL:
        right, width, height = left + width / 3, SPOTS[role].width, SPOTS[role].height
        left = right - width
    return signing.Placement(
        page=room.page,
        x=max(_MARGIN, min(left, page_width - _MARGIN - width)),
        y=max(_MARGIN, min(middle - height / 2, page_height - _MARGIN - height)),
        width=width,
        height=height,
    )


def place(spot: Spot, page: int, page_width: float, page_height: float) -> signing.Placement:
    """The stamp's place in mm on a page of that size in mm, inside the margin however small the page is."""
    room_x, room_y = page_width - 2 * _MARGIN, page_height - 2 * _MARGIN
    width, height = min(spot.width, room_x), min(spot.height, room_y)
    return signing.Placement(
        page=page,
        x=_MARGIN + (room_x - width) * spot.left,
        y=_MARGIN + (room_y - height) * spot.top,
        width=width,
        height=height,
    )
