"""From millimetres on the page as shown to PDF user space: /Rotate, CropBox, inherited boxes and UserUnit."""

from dataclasses import dataclass
from typing import Any

from signing.errors import Unsignable
from signing.pdf import Appender
from signing.types import Placement

POINTS_PER_MM = 72 / 25.4
TOLERANCE_MM = 0.5
DEEPEST_TREE = 64

Matrix = tuple[int, int, int, int, int, int]

# The matrix that keeps an appearance upright on a page shown turned clockwise by the angle.
UPRIGHT: dict[int, Matrix] = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, -1, 1, 0, 0, 0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The geometry of one page."""

    index: int
    """Counts from 0."""
    box: tuple[float, float, float, float]
    """Left, bottom, right, top of what is shown, in user space."""
    rotation: int
    """0, 90, 180 or 270, clockwise."""
    unit: float
    """User space units per point (1 / UserUnit)."""

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height as shown."""
        left, bottom, right, top = self.box
        width, height = (length / self.unit / POINTS_PER_MM for length in (right - left, top - bottom))
        return (height, width) if self.rotation in (90, 270) else (width, height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a stamp goes, in user space."""

    rectangle: tuple[float, float, float, float]
    width: float
    """As shown, in points."""
    height: float
    matrix: Matrix


def read_page(writer: Appender, number: int) -> Page:
    """The page numbered from 1. Raises Unsignable when there is none."""
    count = int(writer.root["/Pages"]["/Count"])
    if not 1 <= number <= count:
        raise Unsignable("no_such_page", f"Văn bản có {count} trang, không có trang {number}")
    reference, _ = writer.find_page_for_modification(number - 1)  # type: ignore[no-untyped-call]
    page = reference.get_object()
    media = _box(_inherited(page, "/MediaBox"))
    crop = _inherited(page, "/CropBox")
    return Page(
        index=number - 1,
        box=media if crop is None else _overlap(media, _box(crop)),
        rotation=int(_inherited(page, "/Rotate") or 0) % 360 // 90 * 90,
        unit=1 / float(page.get("/UserUnit", 1)),
    )


def locate(page: Page, placement: Placement) -> Spot:
    """Where `placement` lies. Raises Unsignable when any of it is off the page."""
    shown_width, shown_height = page.size_mm
    edges = (
        placement.x,
        placement.y,
        shown_width - placement.x - placement.width,
        shown_height - placement.y - placement.height,
    )
    if not all(edge >= -TOLERANCE_MM for edge in edges):  # NaN is nowhere
        raise Unsignable("off_page", "Khung chữ ký nằm ngoài trang")
    if not (placement.width > 0 and placement.height > 0):
        raise Unsignable("off_page", "Khung chữ ký không có kích thước")
    scale = POINTS_PER_MM * page.unit
    first = _to_user(page, placement.x * scale, placement.y * scale)
    second = _to_user(page, (placement.x + placement.width) * scale, (placement.y + placement.height) * scale)
    return Spot(
        rectangle=(
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        ),
        width=placement.width * POINTS_PER_MM,
        height=placement.height * POINTS_PER_MM,
        matrix=UPRIGHT[page.rotation],
    )


def _to_user(page: Page, right: float, down: float) -> tuple[float, float]:
    """The user space point so far right of and below the top left corner as shown."""
    x0, y0, x1, y1 = page.box
    return {
        0: (x0 + right, y1 - down),
        90: (x0 + down, y0 + right),
        180: (x1 - right, y0 + down),
        270: (x1 - down, y1 - right),
    }[page.rotation]


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(DEEPEST_TREE):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(numbers: Any) -> tuple[float, float, float, float]:
    a, b, c, d = (float(number) for number in numbers)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _overlap(
    media: tuple[float, float, float, float], crop: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    both = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    # A crop box wholly outside the media box shows nothing; viewers then fall back to the media box.
    return both if both[0] < both[2] and both[1] < both[3] else media
