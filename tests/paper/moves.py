"""How a page lies under the scanner or before the camera. Each: a picture in, a picture out."""

import random

import cv2
import numpy as np

from tests.paper.picture import Matrix, Picture, warped

WHITE = (255, 255, 255)
QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def skewed(picture: Picture, chance: random.Random, low: float = 2.0, high: float = 5.0) -> Picture:
    """Turned by `low` to `high` degrees to either side, about its middle; the corners are cut off."""
    angle = chance.choice((-1, 1)) * chance.uniform(low, high)
    turn = np.vstack([cv2.getRotationMatrix2D((picture.width / 2, picture.height / 2), angle, 1.0), [0, 0, 1]])
    return warped(picture, turn, (picture.width, picture.height), WHITE)


def slightly_skewed(picture: Picture, chance: random.Random) -> Picture:
    """As the feeder of an office scanner does it."""
    return skewed(picture, chance, 0.2, 1.2)


def turned(picture: Picture, chance: random.Random) -> Picture:
    """Lies on its side or its head."""
    clockwise = chance.choice((90, 180, 270))
    width, height = picture.width, picture.height
    matrices: dict[int, Matrix] = {
        90: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], float),
        180: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], float),
        270: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], float),
    }
    pixels = cv2.rotate(picture.pixels, QUARTERS[clockwise]).astype(np.uint8)
    return Picture(pixels=pixels, dpi=picture.dpi, to_pixels=matrices[clockwise] @ picture.to_pixels)


def photographed(picture: Picture, chance: random.Random) -> Picture:
    """By a telephone over a dark desk: perspective, uneven light."""
    width, height = 2400, 3200
    corners = np.array([[0, 0], [picture.width, 0], [picture.width, picture.height], [0, picture.height]], np.float32)
    frame = np.array([[0.07, 0.05], [0.93, 0.05], [0.93, 0.95], [0.07, 0.95]]) * (width, height)
    jitter = [[chance.uniform(-0.045, 0.045) * width, chance.uniform(-0.04, 0.04) * height] for _ in range(4)]
    matrix = cv2.getPerspectiveTransform(corners, (frame + jitter).astype(np.float32))
    desk = tuple(chance.randint(35, 85) for _ in range(3))
    picture = warped(picture, matrix, (width, height), (desk[0], desk[1], desk[2]))
    return picture.with_pixels(_lit(picture, chance))


def _lit(picture: Picture, chance: random.Random) -> np.ndarray:
    """Brightest at some point above the page, darker and warmer away from it."""
    rows, columns = np.mgrid[0:100, 0:75].astype(np.float32)
    away = np.hypot(rows / 100 - chance.uniform(0.1, 0.7), columns / 75 - chance.uniform(0.1, 0.9))
    light = cv2.resize(
        (chance.uniform(0.88, 0.98) - chance.uniform(0.25, 0.45) * away), (picture.width, picture.height)
    )
    tint = np.array([1.0, 0.98, chance.uniform(0.9, 0.96)], np.float32)
    return np.clip(picture.pixels.astype(np.float32) * light[..., None] * tint, 0, 255).astype(np.uint8)
