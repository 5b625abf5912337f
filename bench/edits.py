"""Edit distance by bit vectors: one integer holds a whole column of the table (Myers 1999, Hyyrö 2003)."""

from collections.abc import Iterator


def distance(one: str, other: str) -> int:
    """Insertions, deletions and replacements that turn one text into the other."""
    if not one:
        return len(other)
    score = len(one)
    for change in _columns(one, other, anywhere=False):
        score += change
    return score


def best_place(part: str, whole: str) -> tuple[int, int, int]:
    """Where in `whole` the part stands with the fewest edits: that number, first place, place after the last.

    Of places as good, the first.
    """
    edits, end = _best_end(part, whole)
    _, back = _best_end(part[::-1], whole[:end][::-1])
    return edits, end - back, end


def _best_end(part: str, whole: str) -> tuple[int, int]:
    score, best, end = len(part), len(part), 0
    for position, change in enumerate(_columns(part, whole, anywhere=True), start=1):
        score += change
        if score < best:
            best, end = score, position
    return best, end


def _columns(pattern: str, text: str, *, anywhere: bool) -> Iterator[int]:
    """By how much the table's last row changes with each letter of the text.

    `anywhere`: the pattern may begin at any letter, its first row is 0 throughout.
    """
    mask, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    places: dict[str, int] = {}
    for position, letter in enumerate(pattern):
        places[letter] = places.get(letter, 0) | 1 << position
    up, down = mask, 0  # where the column grows, and shrinks, from one row to the next
    for letter in text:
        same = places.get(letter, 0)
        level = (((same & up) + up) ^ up) | same | down
        more = down | (~(level | up) & mask)
        less = up & level
        yield bool(more & last) - bool(less & last)
        more = (more << 1 | (not anywhere)) & mask
        less = less << 1 & mask
        up = less | (~(level | more) & mask)
        down = more & level
