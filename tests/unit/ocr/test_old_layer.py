"""An earlier text layer is taken off a page, and nothing that is seen."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ocr import old_layer

BOX = (0.0, 0.0, 200.0, 100.0)
SEEN, UNSEEN, UNDER = "(seen) Tj", "3 Tr (unseen) Tj 0 Tr", "(under) Tj"
PICTURE = "q 200 0 0 100 0 0 cm /Im0 Do Q"


def dropped(content: str, **picture: object) -> str:
    """What is left of the content of a page that has the picture."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=BOX[2:])
        image = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, **picture)
        page.obj.Resources = Dictionary(XObject=Dictionary({"/Im0": image}))
        page.obj.Contents = pdf.make_stream(content.encode())
        old_layer.drop(pdf, page, BOX)
        return page.obj.Contents.read_bytes().decode()


def test_text_is_unseen_in_rendering_mode_3_only() -> None:
    left = dropped(f"BT {SEEN} {UNSEEN} (seen too) Tj ET")
    assert "unseen" not in left
    assert "(seen)" in left
    assert "(seen too)" in left


def test_a_mode_ends_with_the_state_it_was_set_in() -> None:
    assert "(seen)" in dropped(f"q 3 Tr Q BT {SEEN} ET")
    assert "(seen)" not in dropped(f"q 3 Tr q Q BT {SEEN} ET Q")


def test_text_under_a_picture_of_the_page_is_unseen_and_text_over_it_is_not() -> None:
    left = dropped(f"BT {UNDER} ET {PICTURE} BT {SEEN} ET")
    assert "under" not in left
    assert "(seen)" in left


@pytest.mark.parametrize(
    ("drawing", "picture"),
    [
        ("q 90 0 0 100 0 0 cm /Im0 Do Q", {}),  # covers less than half
        ("q 2 0 0 2 0 0 cm Q q 90 0 0 100 0 0 cm /Im0 Do Q", {}),  # what was enlarged before is over
        (PICTURE, {"SMask": Array([])}),
        (PICTURE, {"ImageMask": True}),
        ("q 200 0 0 100 0 0 cm /Im9 Do Q", {}),
    ],
)
def test_what_a_picture_does_not_hide_stays(drawing: str, picture: dict[str, object]) -> None:
    assert "under" in dropped(f"BT {UNDER} ET {drawing}", **picture)


def test_a_page_that_shows_no_text_any_more_has_no_text_object() -> None:
    left = dropped(f"q 1 0 0 1 5 5 cm BT /F1 9 Tf 3 Tr (unseen) Tj ET Q {PICTURE}")
    assert left.split() == f"q 1 0 0 1 5 5 cm Q {PICTURE}".split()


@pytest.mark.parametrize("broken", ["Tr", "/a Tr", "cm", "1 (a) cm", "Q Q", "/Im0 Do", "200 0 0 100 0 0 cm Do"])
def test_broken_content_stops_nothing(broken: str) -> None:
    assert "(seen)" in dropped(f"{broken} BT {SEEN} ET")
