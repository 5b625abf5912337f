"""The door to the network that reads handwriting (PP-OCRv6 small, Apache-2.0): pictures of lines in, glyphs out.

Its weights come inside the package rapidocr; OpenCV runs them, in a process of its own (ocr.by_hand.network).
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path

import numpy as np

from ocr.errors import Interrupted, PageFailed
from ocr.prepare.page import Pixels

WEIGHTS = ("rapidocr", "rapidocr/models/PP-OCRv6_rec_small.onnx")
NETWORK = Path(__file__).with_name("network.py")
MISSING = "Thiếu bộ đọc số viết tay: cần cài lại các gói Python của requirements.txt."


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One character: ASCII, or U+FFFD for any other. `at` is its middle in parts, 0..1, of the picture's width.

    `confidence` is 0..100, the network's own.
    """

    text: str
    at: float
    confidence: float


Reading = tuple[Glyph, ...]


class Reader:
    """Reads pictures of lines; usable from several threads at once, each call in its own process."""

    def __init__(self, seconds: float) -> None:
        """`seconds` bounds a call. Raises Interrupted(engine_unavailable) where the weights are missing."""
        self._seconds = seconds
        package, file = WEIGHTS
        try:
            self._weights = Path(str(distribution(package).locate_file(file)))
        except PackageNotFoundError as error:
            raise Interrupted("engine_unavailable", MISSING) from error
        if not self._weights.is_file():
            raise Interrupted("engine_unavailable", MISSING)

    def read(self, pictures: Sequence[Pixels]) -> list[tuple[Reading, ...]]:
        """Several readings of each grey picture (h, w); where they differ, none is to be trusted.

        Raises PageFailed where the network breaks down.
        """
        sent = BytesIO()
        np.savez(sent, *pictures)
        command = [sys.executable, "-P", str(NETWORK), str(self._weights)]
        try:
            done = subprocess.run(
                command, input=sent.getvalue(), capture_output=True, timeout=self._seconds, check=True
            )
        except subprocess.TimeoutExpired as error:
            raise PageFailed(f"Số viết tay cần hơn {self._seconds:g} giây để đọc.") from error
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise PageFailed(f"Bộ đọc số viết tay báo lỗi: {' '.join(reason)[:200] or error.returncode}") from error
        return [
            tuple(
                tuple(Glyph(text=text, at=at, confidence=100 * sure) for text, at, sure in reading)
                for reading in readings
            )
            for readings in json.loads(done.stdout)
        ]
