"""Số và ký hiệu: `Số: 15/QĐ-BNV`, under the office's name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.fields import kinds
from ocr.fields.field import Field, FieldName, read_from
from ocr.fields.run import Run
from ocr.folding import folded

# Looked for in folded text. The number must stand right behind its label, or begin the line: where something else is
# between them, a hand wrote the number and what Tesseract makes of its end is not it.
SO = r"(?<![A-Z0-9])[S5§][O0]"
LABEL = rf"(?:{SO} ?[:.;,]* ?|^)"
DIGITS = r"(?=[OIL|]*\d)[0-9OIL|]{1,5}(?: [0-9OIL|]{1,3})?(?:\.\d{1,2})?"
YEAR = r"(?: ?/ ?(?P<year>(?:19|20)\d\d)(?![A-Z0-9]))"
PART = r"[A-Z0-9][A-Z0-9&.]*"
SYMBOL = rf"(?P<symbol>{PART}(?: ?[-–—/] ?{PART})*)"
NUMBER = re.compile(rf"{LABEL}(?P<number>{DIGITS}){YEAR}? ?(?P<bar>[/-]) ?{SYMBOL}")
YEARLY = re.compile(rf"{SO} ?[:.;,]* ?(?P<number>{DIGITS}){YEAR}")
# What is made of a number by hand may hold slashes; behind the one before the symbol none stands by itself.
UNREAD = re.compile(rf"{SO}\b ?[:.;,]*(?P<number>.*?)/ ?(?P<symbol>{PART}(?:(?: ?[-–—] ?|/){PART})*)(?!.* /)")

TO_DIGITS = str.maketrans("OIL|", "0111", " ")
TO_LETTERS = str.maketrans("5018", "SOIB")
OFFICES = {folded(sign): sign for sign in ("HĐND", "BGDĐT", "SGDĐT", "BLĐTBXH", "SLĐTBXH", "TTg", "VPĐP", "PĐT")}
LABELLED, BARE, WITHOUT_SYMBOL = 1.0, 0.8, 0.7  # how certain each form is
# What a hand wrote is taller: than its label, whose marks stand high; than the symbol, from which it keeps away.
TALLER_THAN_LABEL, TALLER_THAN_SYMBOL = 1.35, 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The line of số and ký hiệu.

    `field` is None where the number cannot be read: mostly a hand wrote it. `kind` is the sign of a kind in the
    symbol; None where the symbol has none, as a công văn's. `run` is the whole line.
    """

    field: Field | None
    kind: str | None
    run: Run


def number_of(left: Iterable[Run], page: int) -> Numbered | None:
    """The line of the number among those on the office's side."""
    for row in left:
        if found := NUMBER.search(row.folded):
            said = found["number"].translate(TO_DIGITS), found["year"]
            symbol = _symbol(row.text[slice(*found.span("symbol"))])
            value = "" if _by_hand(row, found) else "/".join(filter(None, said)) + found["bar"] + symbol
            certainty = BARE if found.start() == found.start("number") else LABELLED
        elif found := YEARLY.search(row.folded):
            symbol, certainty = "", WITHOUT_SYMBOL
            value = f"{found['number'].translate(TO_DIGITS)}/{found['year']}"
        elif found := UNREAD.search(row.folded):
            return Numbered(field=None, kind=_kind(_symbol(row.text[slice(*found.span("symbol"))])), run=row)
        else:
            continue
        holding = row.part(found.start("number"), found.end())
        field = read_from(FieldName.NUMBER_SYMBOL, value, row.part(*found.span()), page, certainty, holding=holding)
        return Numbered(field=field, kind=_kind(symbol), run=row)
    return None


def _by_hand(row: Run, found: re.Match[str]) -> bool:
    """Whether a hand wrote it and Tesseract read it."""
    if any(word.by_hand for word in row.part(*found.span("number")).words):
        return False
    number, symbol = row.part(*found.span("number")), row.part(*found.span("symbol"))
    if number.words[-1] is not symbol.words[0]:
        return number.tallest > TALLER_THAN_SYMBOL * symbol.tallest
    if found.start() == found.start("number"):
        return False
    return number.tallest > TALLER_THAN_LABEL * row.part(found.start(), found.start("number")).tallest


def _symbol(read: str) -> str:
    """QÐ – ƯBND is QĐ-UBND: no spaces, no tones, and Đ where a known sign has it."""
    first, *others = re.split(r"([-–—/])", read.replace(" ", "").rstrip(".&"))
    parts = [kinds.signed(first) or _sign(first)]
    return "".join(parts + [part if part == "/" else "-" if part in "-–—" else _sign(part) for part in others])


def _sign(read: str) -> str:
    letters = "".join("Đ" if c in "ĐÐ" else folded(c) if c.isupper() else c for c in read)
    if letters[0].isdigit() and letters[1:].isalpha():
        letters = letters[0].translate(TO_LETTERS) + letters[1:]
    return OFFICES.get(folded(letters), letters)


def _kind(symbol: str) -> str | None:
    return kinds.signed(re.split("[-/]", symbol)[0])
