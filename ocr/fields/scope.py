"""Where a paper holds, as its trích yếu says: "trên địa bàn tỉnh Quảng Ngãi"."""

import re
from itertools import takewhile

from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.names import LEVELS
from ocr.fields.run import Run

AREA = re.compile(rf"\bTREN DIA BAN (?:{'|'.join(LEVELS)})\b")
NATION = re.compile(r"\b(?:TREN|TRONG) (?:PHAM VI )?(?:TOAN QUOC|CA NUOC)\b")
NAMED, UNNAMED = 0.9, 0.6  # how certain it is, by whether the place is named: "trên địa bàn tỉnh" is the office's own


def scope_of(summary: Run, page: int) -> Field | None:
    """The area that the trích yếu names; None where it names none."""
    if found := NATION.search(summary.folded):
        run, certainty = summary.part(*found.span()), NAMED
    elif found := AREA.search(summary.folded):
        said = summary.part(*found.span()).words
        after = summary.words[summary.words.index(said[-1]) + 1 :]
        name = tuple(takewhile(lambda word: word.text[0].isupper(), after))
        run, certainty = Run(words=said + name), NAMED if name else UNNAMED
    else:
        return None
    return read_from(FieldName.SCOPE, run.text.strip(" .,;:"), run, page, certainty)
