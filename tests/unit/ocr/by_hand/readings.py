"""Readings as the network gives them, from plain text."""

from ocr.by_hand.reader import Glyph, Reading


def reading(text: str, confidence: float = 90.0) -> Reading:
    """A glyph for each character, evenly spread; what is not ASCII is unknown."""
    return tuple(
        Glyph(text=one if one.isascii() else "\ufffd", at=(at + 0.5) / len(text), confidence=confidence)
        for at, one in enumerate(text)
    )
