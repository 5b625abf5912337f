import pytest

from service.workflow.stamps import SPOTS, Room, place, place_in, room_between
from storage import Field, SignerRole

POINTS = 72 / 25.4


def a_field(name: str, *boxes: tuple[float, float, float, float], page: int = 2) -> Field:
    """A fact read from boxes in millimetres."""
    points = tuple((left * POINTS, top * POINTS, right * POINTS, bottom * POINTS) for left, top, right, bottom in boxes)
    return Field(name=name, value="x", confidence=90.0, page=page, boxes=points)


TITLE = a_field("signer_title", (120, 180, 180, 185), (130, 187, 170, 192))
NAME = a_field("signer_name", (132, 220, 168, 225))


@pytest.mark.parametrize("role", list(SPOTS))
@pytest.mark.parametrize(("width", "height"), [(210, 297), (297, 210), (85.6, 54), (30, 20), (841, 1189)])
def test_a_stamp_lies_inside_the_page_however_small(role: SignerRole, width: float, height: float) -> None:
    spot = place(SPOTS[role], 1, width, height)
    assert spot.x >= 0
    assert spot.y >= 0
    assert spot.x + spot.width <= width
    assert spot.y + spot.height <= height


def test_the_clerks_stamp_stands_top_left_and_the_leaders_bottom_right() -> None:
    clerk = place(SPOTS[SignerRole.CLERK], 1, 210, 297)
    assert (clerk.x, clerk.y) == (6, 6)
    leader = place(SPOTS[SignerRole.LEADER], 1, 210, 297)
    assert leader.x > 105
    assert leader.y > 200


def test_the_seal_covers_the_left_third_of_the_leaders_picture() -> None:
    leader, seal = (place(SPOTS[role], 1, 210, 297) for role in (SignerRole.LEADER, SignerRole.SEAL))
    overlap = seal.x + seal.width - leader.x
    assert overlap == pytest.approx(leader.width / 3, abs=3)


def test_the_signature_stands_between_the_signers_title_and_name() -> None:
    room = room_between([TITLE, NAME])
    assert room is not None
    leader = place_in(room, SignerRole.LEADER, 210, 297)
    assert leader.page == 2
    assert leader.x + leader.width / 2 == pytest.approx(150, abs=0.1)
    assert leader.y >= 192 - 0.1
    assert leader.y + leader.height <= 220 + 0.1
    seal = place_in(room, SignerRole.SEAL, 210, 297)
    assert (seal.width, seal.height) == (SPOTS[SignerRole.SEAL].width, SPOTS[SignerRole.SEAL].height)
    assert seal.x + seal.width == pytest.approx(leader.x + leader.width / 3, abs=0.1)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [TITLE],
        [NAME],
        [TITLE, a_field("signer_name", (132, 220, 168, 225), page=3)],
        [TITLE, a_field("signer_name", (132, 195, 168, 200))],
        [TITLE, a_field("signer_name", (132, 100, 168, 105))],
        [TITLE, a_field("signer_name", (132, 280, 168, 285))],
    ],
    ids=["nothing", "no name", "no title", "other pages", "no room", "name above", "far apart"],
)
def test_without_a_title_above_a_name_there_is_no_such_room(fields: list[Field]) -> None:
    assert room_between(fields) is None


@pytest.mark.parametrize("role", [SignerRole.LEADER, SignerRole.SEAL])
def test_a_room_at_the_edge_keeps_the_stamp_on_the_page(role: SignerRole) -> None:
    spot = place_in(Room(page=1, middle=5, top=270, bottom=292), role, 210, 297)
    assert spot.x >= 0
    assert spot.y + spot.height <= 297
