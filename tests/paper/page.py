"""A small generated page in the layout of Decree 30/2020, seeded, with its text and word boxes."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from tests.paper import marks, truth, vocabulary
from tests.paper.damage import damaged
from tests.paper.pen import A4_MM, Pen, wrapped
from tests.paper.picture import Matrix
from tests.paper.truth import TruthLine, TruthWord, Zone

MARGINS_MM = (30, 20, 18, 20)  # left, top, right, bottom: NĐ 30/2020, annex I


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A page's picture (after skew, turn and noise) and what stands on it (before them).

    `fields` are its true fields by the names of `--fields`; empty where nobody asks. `to_pixels` maps points of the
    upright page (homogeneous, 3 x 3) onto the picture's pixels; None where it is not known.
    """

    image: Image.Image
    dpi: int
    lines: tuple[TruthLine, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    to_pixels: Matrix | None = None

    @property
    def words(self) -> tuple[TruthWord, ...]:
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        """One line of text a line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def readings(self) -> tuple[str, ...]:
        """Every accepted text of the page: see `truth.readings`."""
        return truth.readings(self.lines)

    def without_its_picture(self) -> "Paper":
        """For keeping many: the truth is small, the pixels are not."""
        return replace(self, image=Image.new("1", (1, 1)))


def a_page(
    *,
    seed: int = 1,
    dpi: int = 300,
    seal: bool = False,
    table: bool = False,
    skew: float = 0.0,
    noise: float = 0.0,
    turn: int = 0,
    shadow: float = 0.0,
    sentences: Sequence[str] | None = None,
) -> Paper:
    """An A4 page of office text.

    `skew` in degrees counter-clockwise, `turn` in degrees clockwise (0, 90, 180, 270), `noise` the standard deviation
    of grey noise in levels of 255, `shadow` from 0 to 1 the darkening at the left edge. `sentences` replace the body.
    """
    chance = random.Random(seed)
    pen = Pen(dpi)
    below = _head(pen, chance)
    body = list(sentences) if sentences is not None else chance.sample(vocabulary.SENTENCES, k=5 if table else 8)
    below = _body(pen, body, below)
    if table:
        below = _table(pen, chance, below)
    _foot(pen, chance, below, seal=seal)
    image = damaged(pen.image, seed=seed, skew=skew, noise=noise, turn=turn, shadow=shadow)
    return Paper(image=image, dpi=dpi, lines=tuple(pen.lines))


def _head(pen: Pen, chance: random.Random) -> float:
    parent, agency, symbol = chance.choice(vocabulary.AGENCIES)
    left, right, top = pen.mm(63), pen.mm(142), pen.mm(MARGINS_MM[1])
    step = pen.mm(6)
    number = f"Số: {chance.randint(10, 999)}/{symbol}"
    day = f"ngày {chance.randint(10, 28)} tháng {chance.randint(10, 12)} năm 2025"
    date = f"{chance.choice(vocabulary.PLACES)}, {day}"
    pen.line(left, top, parent, pen.font(12), anchor="m", zone=Zone.HEAD_LEFT)
    pen.line(left, top + step, agency, pen.font(12, "Bold"), anchor="m", zone=Zone.HEAD_LEFT)
    pen.line(left, top + 2.5 * step, number, pen.font(13), anchor="m", zone=Zone.HEAD_LEFT)
    pen.line(right, top, vocabulary.NATION, pen.font(11.5, "Bold"), anchor="m", zone=Zone.HEAD_RIGHT)
    pen.line(right, top + step, vocabulary.MOTTO, pen.font(13, "Bold"), anchor="m", zone=Zone.HEAD_RIGHT)
    pen.line(right, top + 2.5 * step, date, pen.font(13, "Italic"), anchor="m", zone=Zone.HEAD_RIGHT)
    pen.rule(right - pen.mm(28), top + 1.95 * step, right + pen.mm(28), top + 1.95 * step)
    title, summary = chance.choice(vocabulary.TITLES)
    pen.line(pen.mm(111), top + 4.6 * step, title, pen.font(14, "Bold"), anchor="m")
    pen.line(pen.mm(111), top + 5.8 * step, summary, pen.font(14, "Bold"), anchor="m")
    return top + 7.6 * step


def _body(pen: Pen, body: Sequence[str], y: float) -> float:
    left, width = pen.mm(MARGINS_MM[0]), pen.mm(A4_MM[0] - MARGINS_MM[0] - MARGINS_MM[2])
    font = pen.font(14)
    for sentence in body:
        for line in wrapped(sentence, width, font):
            pen.line(left, y, line, font)
            y += font.size * 1.35
        y += font.size * 0.25
    return y


def _table(pen: Pen, chance: random.Random, y: float) -> float:
    """Four ruled columns; the truth reads row by row."""
    edges = [pen.mm(x) for x in (30, 45, 115, 150, 192)]
    rows = [("STT", "Nội dung", "Số lượng", "Thành tiền")]
    for number, what in enumerate(chance.sample(vocabulary.STREETS, k=4), start=1):
        rows.append((str(number), what, str(chance.randint(10, 99)), f"{chance.randint(100, 999)}.000"))
    height, top = pen.mm(8), y
    for number, row in enumerate(rows):
        font = pen.font(13, "Regular" if number else "Bold")
        cells = [
            pen.words(x + pen.mm(2), y + pen.mm(1.5), text, font, cell=4 * number + column)
            for column, (x, text) in enumerate(zip(edges, row, strict=False))
        ]
        pen.lines.append(TruthLine(words=tuple(word for cell in cells for word in cell), zone=Zone.TABLE))
        y += height
    for row_y in range(len(rows) + 1):
        pen.rule(edges[0], top + row_y * height, edges[-1], top + row_y * height, 0.3)
    for x in edges:
        pen.rule(x, top, x, y, 0.3)
    return y + pen.mm(6)


def _foot(pen: Pen, chance: random.Random, y: float, *, seal: bool) -> None:
    left, right, step = pen.mm(30), pen.mm(150), pen.mm(5)
    pen.line(left, y, "Nơi nhận:", pen.font(12, "BoldItalic"), zone=Zone.FOOT_LEFT)
    for row, place in enumerate(("- Như trên;", "- Trưởng các thôn;", "- Lưu: VT, ĐC."), start=1):
        pen.line(left, y + row * step, place, pen.font(11), zone=Zone.FOOT_LEFT)
    pen.line(right, y, chance.choice(vocabulary.POSTS), pen.font(14, "Bold"), anchor="m", zone=Zone.FOOT_RIGHT)
    name = vocabulary.a_name(chance)
    pen.line(right, y + pen.mm(28), name, pen.font(14, "Bold"), anchor="m", zone=Zone.FOOT_RIGHT)
    if seal:
        marks.seal(pen.image, right - pen.mm(18), y + pen.mm(16), pen.dpi)
