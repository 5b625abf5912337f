import pytest

from service.workflow.stamps import SPOTS, place
from storage import SignerRole


@pytest.mark.parametrize("role", list(SignerRole))
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
