"""Which code stands for which letter in one document's text layer.

Codes are UTF-16 units. Surrogates, which are no letters by themselves, stand for what one unit cannot say.
"""

from collections.abc import Sequence

FIRST_SPARE, LAST_SPARE = 0xD800, 0xDFFF
LARGEST_UNIT = 0xFFFF
CODE_DIGITS = 4  # hexadecimal
UNKNOWN = 0xFFFD  # what is left when two thousand such letters have come
MOST_ENTRIES = 100  # in one block of a CMap (Adobe technical note 5014)
# Poppler drops a hyphen at a line's end and joins the next line to it, PDFium replaces both by U+FFFE. "12/CT-" is no
# syllable to be continued, and with a space inside its last letter the hyphen is not the last any more.
HYPHEN, LASTING_HYPHEN = "-", "-\u00a0"


class Letters:
    """Codes are given out as letters come; `to_unicode` tells them all."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._spare = FIRST_SPARE

    def encoded(self, text: str, *, ends_line: bool = False) -> str:
        """Two bytes a letter, hexadecimal."""
        letters = list(text)
        if ends_line and letters[-1] == HYPHEN:
            letters[-1] = LASTING_HYPHEN
        return "".join(f"{self._code(letter):04x}" for letter in letters)

    def to_unicode(self) -> bytes:
        """The CMap that tells readers what the codes mean."""
        entries = [f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in self._codes.items()]
        blocks = (entries[start : start + MOST_ENTRIES] for start in range(0, len(entries), MOST_ENTRIES))
        return CMAP.format(body="\n".join(map(_block, blocks))).encode()

    def _code(self, letter: str) -> int:
        if letter not in self._codes:
            self._codes[letter] = ord(letter) if len(letter) == 1 and ord(letter) <= LARGEST_UNIT else self._take()
        return self._codes[letter]

    def _take(self) -> int:
        code, self._spare = self._spare, self._spare + 1
        return code if code <= LAST_SPARE else UNKNOWN


def _block(entries: Sequence[str]) -> str:
    return "\n".join([f"{len(entries)} beginbfchar", *entries, "endbfchar"])


CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
