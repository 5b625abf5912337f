"""Pages are turned and levelled about the right point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.geometry import Matrix, rotation, shift, shown_to_own, turned_about

numbers = st.floats(-1000, 1000)
BOX = (20.0, 30.0, 120.0, 230.0)  # 100 wide, 200 high


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


@given(numbers, numbers, numbers, numbers, numbers)
def test_one_after_the_other_is_both(angle: float, dx: float, dy: float, x: float, y: float) -> None:
    both = rotation(angle).then(shift(dx, dy))
    once = at(rotation(angle), x, y)
    assert at(both, x, y) == pytest.approx((once[0] + dx, once[1] + dy), abs=1e-6)


@given(numbers, numbers, numbers, numbers, numbers)
def test_a_turn_about_a_point_puts_it_where_it_belongs(angle: float, x: float, y: float, u: float, v: float) -> None:
    assert at(turned_about(angle, (x, y), (u, v)), x, y) == pytest.approx((u, v), abs=1e-6)


@pytest.mark.parametrize(
    ("rotate", "bottom_left", "top_right"),
    [
        (0, (20, 30), (120, 230)),
        (90, (120, 30), (20, 230)),
        (180, (120, 230), (20, 30)),
        (270, (20, 230), (120, 30)),
    ],
)
def test_corners_as_shown_are_the_pages_own_corners(
    rotate: int, bottom_left: tuple[int, int], top_right: tuple[int, int]
) -> None:
    """/Rotate turns clockwise: at 90 the page's bottom right corner is shown bottom left."""
    matrix = shown_to_own(BOX, rotate)
    width, height = (100, 200) if rotate in (0, 180) else (200, 100)
    assert at(matrix, 0, 0) == bottom_left
    assert at(matrix, width, height) == top_right


def test_right_angles_are_exact() -> None:
    assert [rotation(angle).operands() for angle in (0, 90, 180, 270, -90, 360)] == [
        "1.000000 0.000000 0.000000 1.000000 0.000000 0.000000",
        "0.000000 1.000000 -1.000000 0.000000 0.000000 0.000000",
        "-1.000000 0.000000 0.000000 -1.000000 0.000000 0.000000",
        "0.000000 -1.000000 1.000000 0.000000 0.000000 0.000000",
        "0.000000 -1.000000 1.000000 0.000000 0.000000 0.000000",
        "1.000000 0.000000 0.000000 1.000000 0.000000 0.000000",
    ]
