"""Pages that a person must look at: read so poorly that more than 2 % of their characters may be wrong.

The archives' guidance asks for 98 %. Tesseract's confidence tells which pages fall short, but not where: most wrong
marks are read with full confidence.
"""

from collections.abc import Sequence

from ocr.prepare import Page, unread
from ocr.types import Word

UNSURE = 80.0  # confidence; of the words below it 45 % are wrong, of those above 2 %
MOST_UNSURE = 0.065  # of the characters: a stamp and a number by hand on an office page come to 0.05
MOST_UNREAD = 0.2  # of the print: a signature and a logo come to 0.15


def is_doubtful(words: Sequence[Word], page: Page) -> bool:
    """Whether what was read on the prepared page is to be checked against it; a blank page is not."""
    return _unsure(words) > MOST_UNSURE or unread(page, [word.box for word in words]) > MOST_UNREAD


def _unsure(words: Sequence[Word]) -> float:
    """The part of the characters, 0 to 1, that stand in words read unsurely."""
    unsure = sum(len(word.text) for word in words if word.confidence < UNSURE)
    return unsure / max(sum(len(word.text) for word in words), 1)
