"""Makes a photographed sheet flat, where the sheet's edges are surely seen."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.prepare.page import Flattening, Page, Pixels
from ocr.prepare.scale import BEST_DPI

SMALL = 600  # pixels on the long side of the copy in which the sheet is looked for
LEAST_SHARE = 0.35  # of the photo that the sheet must fill
FULL_SHARE = 0.97  # from which on the picture is the sheet, as scanners make it
FOUR_SIDED = 0.96  # of the four-sided figure that the bright area must fill: a shadow's edge is no straight side
DARKER = 40  # grey levels between sheet and desk
SHARPEST, BLUNTEST = 65.0, 115.0  # degrees at a corner
A4 = (210 / 25.4, 297 / 25.4)  # inches
LIKE_A4 = 0.12  # how far from A4's proportions a sheet may be, seen at a slant, to be taken for one
CLOSED = 25  # pixels of the small copy: print and pictures up to this size lie on the sheet, not beside it
MARGIN = 3  # pixels of the small copy between a corner and the picture's edge
EDGE = 10  # pixels of the small copy on either side of the sheet edge, which itself looks like print
STRAY_PRINT = 0.3  # of the sheet's density of print that may seem to stand on the desk: grain, scratches
SAMPLES, REACH = 60, 12  # places along each side where its edge is looked for, and pixels to either side
FINER = 3.0  # the copy in which edges are looked for, against the small one

Corners = NDArray[np.float64]  # (4, 2): top left, top right, bottom right, bottom left; pixels


def unwarped(page: Page) -> Page:
    """The sheet alone and flat, as if scanned; the page itself where no sheet's four sides are surely seen.

    Photos 3.1 -> 0.7 % CER. A wrong quadrilateral destroys a page, so every sign must agree: a bright area that fills
    four straight sides at nearly right corners on a darker desk.
    """
    # Every other pixel will do, and saves three quarters of the time on the pages that are no photos.
    step = max(min(page.pixels.shape[:2]) // (2 * SMALL), 1)
    found = _sheet(_grey(page.sampled(step)))
    if found is None:
        return page
    found = found * step
    width, height, dpi = _flat_size(found, page)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(found.astype(np.float32), flat)
    pixels = cv2.warpPerspective(page.pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,) * 3)
    to_pixels, to_points = np.diag([page.dpi / 72, page.dpi / 72, 1.0]), np.diag([72 / dpi, 72 / dpi, 1.0])
    flattening = Flattening(
        matrix=np.asarray(to_points @ matrix @ to_pixels, np.float64),
        photo=(page.width, page.height),
        flat=(width * 72 / dpi, height * 72 / dpi),
    )
    return replace(page, pixels=pixels.astype(np.uint8, copy=False), dpi=dpi, flattening=flattening)


def _grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def _sheet(grey: Pixels) -> Corners | None:
    """The corners of the sheet in pixels of the picture; None where it is not surely one."""
    factor = SMALL / max(grey.shape)
    if factor >= 1:
        return None
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    _, bright = cv2.threshold(cv2.GaussianBlur(small, (0, 0), 2), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    bright = _without_print(bright.astype(np.uint8, copy=False))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    area = cv2.contourArea(outline)
    corners = cv2.approxPolyDP(outline, 0.03 * cv2.arcLength(outline, closed=True), closed=True)
    if len(corners) != 4 or not LEAST_SHARE < area / small.size < FULL_SHARE:
        return None
    ordered = _ordered(corners.reshape(4, 2).astype(np.float64))
    sure = _lies_inside(ordered, small) and _is_sheet(ordered, area, small, bright) and _holds_all_print(ordered, small)
    return _refined(ordered, factor, grey) if sure else None


def _without_print(bright: Pixels) -> Pixels:
    """The bright area with what is printed on it; the rim keeps it from growing to the picture's edges."""
    rimmed = cv2.copyMakeBorder(bright, CLOSED, CLOSED, CLOSED, CLOSED, cv2.BORDER_CONSTANT, value=(0,))
    closed = cv2.morphologyEx(rimmed, cv2.MORPH_CLOSE, np.ones((CLOSED, CLOSED), np.uint8))
    return closed[CLOSED:-CLOSED, CLOSED:-CLOSED].astype(np.uint8, copy=False)


def _ordered(corners: Corners) -> Corners:
    """Clockwise from the top left."""
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return corners[[sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]]


def _is_sheet(corners: Corners, area: float, small: Pixels, bright: Pixels) -> bool:
    four_sided = cv2.contourArea(corners.astype(np.float32))
    inside, outside = small[bright > 0], small[bright == 0]
    if min(area, four_sided) < FOUR_SIDED * max(area, four_sided) or outside.size == 0:
        return False
    square = all(SHARPEST < angle < BLUNTEST for angle in _angles(corners))
    return square and float(np.median(inside)) - float(np.median(outside)) > DARKER


def _lies_inside(corners: Corners, small: Pixels) -> bool:
    """Whether all corners are in the picture: the lit part of a shadowed scan ends at the picture's edges."""
    height, width = small.shape
    return bool((corners >= MARGIN).all() and (corners < (width - MARGIN, height - MARGIN)).all())


def _holds_all_print(corners: Corners, small: Pixels) -> bool:
    """Whether nothing like print stands outside: a desk has none, the dark part of a scan has as much as the rest."""
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 6)
    sheet = cv2.fillConvexPoly(np.zeros_like(small), np.round(corners).astype(np.int32), 1)
    edge = np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)
    inside, outside = cv2.erode(sheet, edge) > 0, cv2.dilate(sheet, edge) == 0
    return bool(not outside.any() or ink[outside].mean() < STRAY_PRINT * ink[inside].mean())


def _angles(corners: Corners) -> Sequence[float]:
    """Degrees at each corner."""
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    cosines = (before * after).sum(axis=1) / np.maximum(np.hypot(*before.T) * np.hypot(*after.T), 1e-6)
    return [float(angle) for angle in np.degrees(np.arccos(np.clip(cosines, -1, 1)))]


def _refined(corners: Corners, factor: float, grey: Pixels) -> Corners:
    """The same corners in pixels of the picture, each side fitted to where light falls off most steeply."""
    fine = min(FINER * factor, 1.0)
    picture = cv2.resize(grey, None, fx=fine, fy=fine, interpolation=cv2.INTER_AREA).astype(np.float32)
    near = corners * (fine / factor)
    sides = [_side(near[n], near[(n + 1) % 4], picture) for n in range(4)]
    return np.array([_crossing(sides[n - 1], sides[n]) for n in range(4)]) / fine


def _side(start: NDArray[np.float64], end: NDArray[np.float64], picture: NDArray[np.float32]) -> NDArray[np.float64]:
    """A line (a, b, c: ax + by = c) along the sheet's edge from one corner to the next."""
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    inwards = np.array([-along[1], along[0]])
    places = start + np.linspace(0.06, 0.94, SAMPLES)[:, None] * (end - start)
    offsets = np.arange(-REACH, REACH + 1)
    points = (places[:, None, :] + offsets[None, :, None] * inwards).astype(np.float32)
    light = cv2.remap(picture, points[..., 0], points[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    steepest = np.diff(light, axis=1).argmax(axis=1)
    found = places + (offsets[steepest] + 0.5)[:, None] * inwards
    x, y, x0, y0 = cv2.fitLine(found.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    return np.array([-y, x, -y * x0 + x * y0])


def _crossing(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.linalg.solve(np.array([one[:2], other[:2]]), np.array([one[2], other[2]]))


def _flat_size(corners: Corners, page: Page) -> tuple[int, int, float]:
    """Width and height in pixels and resolution of the flat sheet: A4 where it is like one, else by the photo's."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    across, down = float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2
    short, long = sorted((across, down))
    if abs(long / short / (A4[1] / A4[0]) - 1) > LIKE_A4:
        scale = min(BEST_DPI / page.dpi, 1.0)
        return round(across * scale), round(down * scale), page.dpi * scale
    dpi = min(BEST_DPI, long / A4[1])
    short_side, long_side = round(A4[0] * dpi), round(A4[1] * dpi)
    return (short_side, long_side, dpi) if across < down else (long_side, short_side, dpi)
