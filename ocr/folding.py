"""Text as it is compared, whatever became of its tones and capitals."""

import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """Capitals without marks, one character for each of the text's, so that a place in one is a place in the other."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in "đĐ\N{LATIN CAPITAL LETTER ETH}":  # Tesseract's Đ is the Icelandic one at times
        return "D"
    upper = unicodedata.normalize("NFD", character.upper())[0]
    return upper if upper.isprintable() else " "
