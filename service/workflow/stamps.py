"""What the visible stamp of each role says and where it stands (NĐ 30/2020, Phụ lục I; TT 01/2023/TT-VPCP)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

import signing
import storage
from storage import Account, Document, SignerRole

VIETNAM = timezone(timedelta(hours=7))
_MM = 25.4 / 72  # millimetres in a point
_MARGIN = 6.0  # mm between the stamp and the page's edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a stamp stands. Sizes in mm, shrunk to the page; left and top as parts of the room that is left, 0..1."""

    last_page: bool
    left: float
    top: float
    width: float
    height: float


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
) -> signing.Stamp:
    """The stamp for this signature. The signing time, and TEST where the key is a test key, are added by `signing`.

    The clerk's says that the file was converted from paper, and by whom (TT 01/2023/TT-VPCP); the leader's and the
    agency's are their pictures alone (NĐ 30/2020), or the name of the certificate's holder where there is none.
    """
    spot = SPOTS[role]
    number = (document.pages_total or 1) if spot.last_page else 1
    width, height = db.pages.size(document.id, number)
    return signing.Stamp(
        kind=KINDS[role],
        lines=(f"Số hóa từ bản giấy: {account.display_name}",) if role is SignerRole.CLERK else (),
        image=image,
        placement=place(spot, number, width * _MM, height * _MM),
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
