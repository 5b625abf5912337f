"""Finds what Tesseract made of a known phrase."""

from collections.abc import Iterable

LETTERS_A_SLIP = 8  # one wrong letter is forgiven for each so many: TINH MY is not TINH UY


def nearest(text: str, phrases: Iterable[str]) -> str | None:
    """The phrase that the text is, slips forgiven; None where it is none of them. All are folded."""
    best, fewest = None, len(text) // LETTERS_A_SLIP + 1
    for phrase in phrases:
        slips = _slips(text, phrase, fewest)
        if slips < fewest:
            best, fewest = phrase, slips
    return best


def beginning(text: str, phrases: Iterable[str]) -> tuple[str, int] | None:
    """The phrase of most words that the text begins with, slips forgiven, and how many characters it takes there."""
    words = text.split(" ")
    by_length: dict[int, list[str]] = {}
    for phrase in phrases:
        by_length.setdefault(phrase.count(" ") + 1, []).append(phrase)
    for length in sorted(by_length, reverse=True):
        start = " ".join(words[:length]).rstrip(".,:")
        found = nearest(start, by_length[length])
        if found:
            return found, len(start)
    return None


def _slips(one: str, other: str, limit: int) -> int:
    """Letters to change, add or leave out to make one the other; `limit` where it is that or more."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
