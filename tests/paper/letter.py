"""What an office would write: the parts of one paper of Decree 30/2020, drawn by lot."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.paper import vocabulary

# Paragraphs with other characters are left out: the fonts lack some, and nobody types them. Dotted lines of forms too:
# how many dots a text has is no question of reading.
TYPED = re.compile(r"(?!.*\.\.)[0-9A-Za-zÀ-ỹĐđ .,;:/()%+\-–“”\"]+")
PARAGRAPH = range(60, 700)  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues: lines of the body above (regular) and of its own name (bold), and what follows from them."""

    above: tuple[str, ...]
    own: tuple[str, ...]
    short: str
    place: str
    titles: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """Its own, or where that is every office's (VĂN PHÒNG) with that of the body above."""
        return " ".join(self.own + (self.above if self.own in vocabulary.NAMELESS else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One paper. `kind` is a type code of Decree 30/2020; "CV" (công văn) has its summary under the number."""

    issuer: Issuer
    kind: str
    number: str
    issued_on: date
    summary: str
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    signer_title: tuple[str, ...]
    signer_name: str

    @property
    def fields(self) -> Mapping[str, str]:
        """By the names of `--fields`."""
        return {
            "document_type": self.kind,
            "number_symbol": self.number,
            "issued_on": self.issued_on.isoformat(),
            "place": self.issuer.place,
            "agency": self.issuer.name,
            "summary": self.summary,
            "signer_name": self.signer_name,
            "signer_title": " ".join(self.signer_title),
        }


def a_letter(chance: random.Random, texts: Path | None = None) -> Letter:
    """A letter whose body comes from the folder's `*.txt`, or of invented sentences where that is None."""
    issuer = an_issuer(chance)
    kind = chance.choice([*vocabulary.KINDS, "CV"])
    symbol = f"{issuer.short}-{chance.choice(vocabulary.UNITS)}" if kind == "CV" else f"{kind}-{issuer.short}"
    opening, subjects = vocabulary.SUMMARIES.get(kind, vocabulary.SUMMARIES["QĐ"])
    return Letter(
        issuer=issuer,
        kind=kind,
        number=f"{chance.choice((chance.randint(1, 99), chance.randint(100, 3999))):02d}/{symbol}",
        issued_on=date(chance.randint(2019, 2026), chance.randint(1, 12), chance.randint(1, 28)),
        summary=f"{'V/v' if kind == 'CV' else opening} {chance.choice(subjects)}".strip(),
        body=_body(chance, texts),
        recipients=_recipients(chance),
        signer_title=chance.choice(issuer.titles),
        signer_name=vocabulary.a_name(chance),
    )


def an_issuer(chance: random.Random) -> Issuer:
    """A commune, a ward, a province, a department or a unit of one."""
    where = chance.choice(vocabulary.PLACES)
    if chance.random() < 0.5:
        level = chance.choice(("XÃ", "PHƯỜNG", "TỈNH"))
        own = ("ỦY BAN NHÂN DÂN", f"{level} {where.upper()}")
        return Issuer(above=(), own=own, short="UBND", place=where, titles=vocabulary.COMMITTEE_TITLES)
    name, short = chance.choice(vocabulary.OFFICES)
    above = chance.choice((("ỦY BAN NHÂN DÂN", f"TỈNH {where.upper()}"), (f"UBND TỈNH {where.upper()}",)))
    return Issuer(above=above, own=name, short=short, place=where, titles=vocabulary.OFFICE_TITLES)


def _recipients(chance: random.Random) -> tuple[str, ...]:
    some = chance.sample(vocabulary.RECIPIENTS, k=chance.randint(1, 4))
    lines = ["Như trên", *some, f"Lưu: VT, {chance.choice(vocabulary.UNITS)}"]
    return tuple(f"- {line}{';' if line is not lines[-1] else '.'}" for line in lines)


def _body(chance: random.Random, texts: Path | None) -> tuple[str, ...]:
    """More paragraphs than a page holds."""
    if texts is None:
        return tuple(" ".join(chance.sample(vocabulary.SENTENCES, k=chance.randint(1, 3))) for _ in range(30))
    paragraphs = _paragraphs(texts)
    start = chance.randrange(max(1, len(paragraphs) - 40))
    return tuple(paragraphs[start : start + 40])


@cache
def _paragraphs(texts: Path) -> Sequence[str]:
    lines = [line for path in sorted(texts.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    whole = (" ".join(unicodedata.normalize("NFC", line).split()) for line in lines)
    return [line for line in whole if len(line) in PARAGRAPH and TYPED.fullmatch(line)]
