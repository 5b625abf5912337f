"""Signs that no Vietnamese paper bears, as the ones Tesseract took for them.

Tesseract's Vietnamese alphabet lacks the en dash and has letters of other languages; what stands here it reads so
nearly always. Of 73 lines that began with ~ all began with a dash, of 3 em dashes all were en dashes.
"""

import re

from ocr.correct.syllable import is_syllable

FIRST_ON_LINE = {"~": "-", "~-": "-", "-~": "-", "~—": "–", "—~": "–"}
ANYWHERE = {"—": "–"}
# The Icelandic letter looks the same, and is often given beside the Vietnamese one for a single Đ: "QĐÐ-UBND".
ETH = {"Đ": re.compile("Đ*Ð[ĐÐ]*"), "đ": re.compile("đ*ð[đð]*")}
ICELANDIC = frozenset("Ðð")
FOREIGN = str.maketrans("øöï", "gõi")


def cleaned(text: str, *, first_on_line: bool) -> str:
    """The token with its signs put right; the same where there is nothing to be sure of."""
    if not ICELANDIC.isdisjoint(text):
        for letter, eth in ETH.items():
            text = eth.sub(letter, text)
    text = ANYWHERE.get(text, FIRST_ON_LINE.get(text, text) if first_on_line else text)
    native = text.translate(FOREIGN)
    if native == text:
        return text
    letters = native.rstrip(").,;:")
    is_item = len(native) == 2 and native.endswith(")")  # of an enumeration
    return native if is_item or (len(letters) > 1 and is_syllable(letters)) else text
