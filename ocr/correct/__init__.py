"""From words as they were read to words as they were meant; every change leaves what was read beside it."""

from ocr.correct.words import corrected

__all__ = ["corrected"]
