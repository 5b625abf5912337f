"""A whole A4 page of a letter, set as Decree 30/2020 asks, as a clean print: no damage yet."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.paper import table, vocabulary
from tests.paper.handwriting import Hand
from tests.paper.letter import Letter
from tests.paper.pen import Font, Pen, wrapped
from tests.paper.truth import TruthLine, Zone

LEFT_MM, RIGHT_MM, BOTTOM_MM = 30, 192, 275
HEAD_LEFT_MM, HEAD_RIGHT_MM = 62, 143  # the middles of the two columns
SIGNATURE_MM = 27  # between title and name


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How it is set: `body` points, `leading` in font sizes, `fill` the part of the free height that text takes.

    `hand`: None, or who writes number and day where room was left for them.
    """

    body: float
    leading: float
    fill: float
    table: bool
    top_mm: float
    hand: Hand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Where the name and the title stand, in pixels: what seals and pens aim at."""

    x: float
    title_y: float
    name_y: float


def a_setting(chance: random.Random, *, table: bool = False, top_mm: float = 20, hand: Hand | None = None) -> Setting:
    """How this office sets its letters."""
    return Setting(
        body=chance.choice((13, 13.5, 14)),
        leading=chance.uniform(1.2, 1.5),
        fill=chance.uniform(0.7, 1.0),
        table=table,
        top_mm=top_mm,
        hand=hand,
    )


def set_letter(pen: Pen, letter: Letter, setting: Setting, chance: random.Random) -> Signed:
    """Draw the letter from head to foot."""
    y = _head(pen, letter, setting, chance)
    end = pen.mm(BOTTOM_MM) - _foot_height(pen, letter)
    end = y + (end - y) * (1 if setting.table else setting.fill)
    y = _title(pen, letter, y)
    if setting.table:
        y = _paragraphs(pen, letter.body, setting, y, y + pen.mm(12))
        y = table.draw(pen, chance, (pen.mm(LEFT_MM - 5), y, pen.mm(RIGHT_MM + 3), end))
    else:
        y = _paragraphs(pen, letter.body, setting, y, end)
    return _foot(pen, letter, y + pen.mm(4))


def _head(pen: Pen, letter: Letter, setting: Setting, chance: random.Random) -> float:
    """Both columns stand on one grid of rows, so that reading them row by row has one meaning."""
    step, top = pen.mm(5.6), pen.mm(setting.top_mm)
    left, right = pen.mm(HEAD_LEFT_MM), pen.mm(HEAD_RIGHT_MM)
    issuer = letter.issuer
    names = [*((line, "Regular") for line in issuer.above), *((line, "Bold") for line in issuer.own)]
    notes = wrapped(letter.summary, pen.mm(62), pen.font(12)) if letter.kind == "CV" else []
    under = len(names) + 0.6
    for row, (line, style) in enumerate(names):
        pen.line(left, top + row * step, line, pen.font(12.5, style), anchor="m", zone=Zone.HEAD_LEFT)
    pen.rule(left - pen.mm(11), top + (under - 0.4) * step, left + pen.mm(11), top + (under - 0.4) * step)
    if setting.hand is None:
        pen.line(left, top + under * step, f"Số: {letter.number}", pen.font(13), anchor="m", zone=Zone.HEAD_LEFT)
    else:
        digits, bar, symbol = letter.number.partition("/")
        gap = Gap(before="Số:", digits=digits, after=bar + symbol)
        _with_gap(pen, (left, top + under * step), gap, pen.font(13), setting.hand, Zone.HEAD_LEFT, chance)
    for row, line in enumerate(notes):
        pen.line(left, top + (under + 1 + row) * step, line, pen.font(12), anchor="m", zone=Zone.HEAD_LEFT)
    pen.line(right, top, vocabulary.NATION, pen.font(12, "Bold"), anchor="m", zone=Zone.HEAD_RIGHT)
    motto = pen.font(13, "Bold")
    pen.line(right, top + step, vocabulary.MOTTO, motto, anchor="m", zone=Zone.HEAD_RIGHT)
    half = motto.getlength(vocabulary.MOTTO) / 2
    pen.rule(right - half, top + 2.1 * step, right + half, top + 2.1 * step)
    if setting.hand is None:
        pen.line(right, top + under * step, _date(letter), pen.font(13, "Italic"), anchor="m", zone=Zone.HEAD_RIGHT)
    else:
        before, _, after = _date(letter).partition("ngày ")
        gap = Gap(before=f"{before}ngày", digits=after[:2], after=after[2:].strip())
        _with_gap(pen, (right, top + under * step), gap, pen.font(13, "Italic"), setting.hand, Zone.HEAD_RIGHT, chance)
    return top + (under + len(notes) + 2) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A line with room for a number that a hand writes."""

    before: str
    digits: str
    after: str


def _with_gap(
    pen: Pen, place: tuple[float, float], gap: Gap, font: Font, hand: Hand, zone: Zone, chance: random.Random
) -> None:
    """Printed around `place[0]`; the number may touch what stands beside it."""
    (middle, y), space = place, font.getlength(" ")
    before, after = chance.uniform(0, 2 * space), chance.uniform(0, 3 * space)
    room = before + hand.length(gap.digits) + after
    x = middle - (font.getlength(gap.before) + room + font.getlength(gap.after)) / 2
    words = pen.words(x, y, gap.before, font)
    x += font.getlength(gap.before) + before
    words += (pen.by_hand(x, y + font.getmetrics()[0], gap.digits, hand, chance),)
    words += pen.words(x + hand.length(gap.digits) + after, y, gap.after, font)
    pen.lines.append(TruthLine(words=words, zone=zone))


def _date(letter: Letter) -> str:
    day = letter.issued_on
    # NĐ 30/2020, annex I: days below 10 and months 1 and 2 are written with a leading 0.
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{letter.issuer.place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _title(pen: Pen, letter: Letter, y: float) -> float:
    middle, font, step = pen.mm((LEFT_MM + RIGHT_MM) / 2), pen.font(14, "Bold"), pen.mm(6)
    if letter.kind == "CV":
        pen.line(middle, y, f"Kính gửi: {_addressee(letter)}", pen.font(14), anchor="m")
        return y + 1.6 * step
    lines = [vocabulary.NAMES_OF_KINDS[letter.kind], *wrapped(letter.summary, pen.mm(130), font)]
    for line in lines:
        pen.line(middle, y, line, font, anchor="m")
        y += step
    pen.rule(middle - pen.mm(20), y + step * 0.4, middle + pen.mm(20), y + step * 0.4)
    return y + step


def _addressee(letter: Letter) -> str:
    return letter.recipients[1].strip("-;. ") + "."


def _paragraphs(pen: Pen, body: Sequence[str], setting: Setting, y: float, end: float) -> float:
    """The first paragraph and what fits before `end` of the others; justified, the first line indented."""
    font = pen.font(setting.body)
    left, width, indent = pen.mm(LEFT_MM), pen.mm(RIGHT_MM - LEFT_MM), pen.mm(10)
    step = font.size * setting.leading
    for number, text in enumerate(body):
        lines = wrapped(text, width, font, indent)
        if number and y + len(lines) * step > end:
            continue
        for row, line in enumerate(lines):
            x = left + (0 if row else indent)
            spread = 0.0 if row == len(lines) - 1 else _spread(line, font, left + width - x)
            pen.line(x, y, line, font, spread=spread)
            y += step
        y += font.size * 0.35
    return y


def _spread(line: str, font: Font, width: float) -> float:
    gaps = line.count(" ")
    return max(0.0, width - font.getlength(line)) / gaps if gaps else 0.0


def _foot_height(pen: Pen, letter: Letter) -> float:
    return pen.mm(max(6 + 4.6 * len(letter.recipients), 6 * len(letter.signer_title) + SIGNATURE_MM + 6))


def _foot(pen: Pen, letter: Letter, y: float) -> Signed:
    left, right = pen.mm(LEFT_MM), pen.mm(HEAD_RIGHT_MM + 4)
    pen.line(left, y, "Nơi nhận:", pen.font(12, "BoldItalic"), zone=Zone.FOOT_LEFT)
    for row, line in enumerate(letter.recipients):
        pen.line(left, y + pen.mm(6 + 4.6 * row), line, pen.font(11), zone=Zone.FOOT_LEFT)
    font, name_y = pen.font(13.5, "Bold"), y
    for line in letter.signer_title:
        pen.line(right, name_y, line, font, anchor="m", zone=Zone.FOOT_RIGHT)
        name_y += pen.mm(6)
    name_y += pen.mm(SIGNATURE_MM - 6)
    pen.line(right, name_y, letter.signer_name, font, anchor="m", zone=Zone.FOOT_RIGHT)
    return Signed(x=right, title_y=y, name_y=name_y)
