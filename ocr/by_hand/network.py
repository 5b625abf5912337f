"""Runs the network that reads lines: pictures in on stdin, what it sees in them out. A program of its own, started by
its path: it needs OpenCV and no more, so that it begins to read after 0.3 s and its 160 MB end with it.

    python network.py WEIGHTS.onnx < pictures.npz > readings.json
"""

import json
import string
import sys
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 48  # rows that the network wants
# A picture is read as it is, wider and narrower: what all three say is wrong half as often as what one says.
STRETCHES = (1.0, 1.2, 0.85)
# Its classes: nothing new, these, then some 18,600 signs of other scripts, at last the space.
KNOWN = "\0" + string.punctuation + string.digits + string.ascii_uppercase + string.ascii_lowercase
UNKNOWN = "\ufffd"

Glyph = tuple[str, float, float]  # character, its middle in parts of the picture's width, probability 0..1


def main(weights: str) -> None:
    """Print, for each grey picture, its readings: one list of glyphs for each stretch."""
    cv2.setNumThreads(1)
    network = cv2.dnn.readNetFromONNX(weights)
    with np.load(BytesIO(sys.stdin.buffer.read())) as pictures:
        json.dump([[_read(network, pictures[name], one) for one in STRETCHES] for name in pictures.files], sys.stdout)


def _read(network: cv2.dnn.Net, picture: NDArray[np.uint8], stretch: float) -> list[Glyph]:
    height, width = picture.shape
    size = max(round(HEIGHT * stretch * width / height), HEIGHT), HEIGHT
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    grey = cv2.resize(picture, size, interpolation=how).astype(np.float32) / 127.5 - 1
    network.setInput(np.repeat(grey[None, None], 3, axis=1))
    (steps,) = network.forward()
    classes = steps.argmax(axis=1)
    return [
        (_character(int(one), steps.shape[1]), (at + 0.5) / len(steps), float(steps[at, one]))
        for at, one in enumerate(classes)
        if one and (at == 0 or classes[at - 1] != one)
    ]


def _character(one: int, classes: int) -> str:
    if one == classes - 1:
        return " "
    return KNOWN[one] if one < len(KNOWN) else UNKNOWN


if __name__ == "__main__":
    main(sys.argv[1])
