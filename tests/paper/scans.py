"""Scans of letters in fifteen named conditions: `a_scan("photo", seed=3)`."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.paper import marks, moves, wear
from tests.paper.handwriting import Hand
from tests.paper.letter import Letter, a_letter
from tests.paper.page import Paper
from tests.paper.pen import Pen
from tests.paper.picture import Picture, Pixels, resized
from tests.paper.sheet import Signed, a_setting, set_letter

DRAWN_DPI = 300
FACES = ("serif",) * 8 + ("sans", "wide")
CODE_AT_MM = (16, 11)  # from left and top: a page that lies 5 degrees askew is cut by 13 and 9
Step = Callable[[Picture, random.Random], Picture]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What happens to a page before it is a file.

    `seal`: how often, from 0 to 1, a seal and a pen lie over the signature. `bleed`: its back shines through.
    `by_hand`: a pen writes number and day. `quality` is the JPEG's; None for Group 4. `tells_dpi`: whether the file
    names its resolution.
    """

    dpi: int = DRAWN_DPI
    table: bool = False
    seal: float = 0.0
    bleed: bool = False
    by_hand: bool = False
    steps: tuple[Step, ...] = ()
    quality: int | None = 85
    tells_dpi: bool = True


CONDITIONS: Mapping[str, Condition] = {
    "clean300": Condition(),
    "dpi200": Condition(dpi=200),
    "dpi150": Condition(dpi=150),
    "skew": Condition(steps=(moves.skewed,)),
    "turned": Condition(steps=(moves.turned,)),
    "noise": Condition(steps=(wear.noisy,)),
    "faded": Condition(steps=(wear.faded,)),
    "shadow": Condition(steps=(wear.shadowed,)),
    "seal": Condition(seal=1.0),
    "bleed": Condition(bleed=True),
    "fax": Condition(dpi=200, steps=(wear.faxed,), quality=None),
    "table": Condition(table=True),
    "photo": Condition(steps=(moves.photographed, wear.soft), quality=80, tells_dpi=False),
    "by_hand": Condition(dpi=200, by_hand=True, steps=(moves.slightly_skewed, wear.grainy), quality=75),
    "office200": Condition(dpi=200, seal=0.5, steps=(moves.slightly_skewed, wear.grainy), quality=60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code or barcode to print at the top left, `mm` wide."""

    text: str
    image: Image.Image
    mm: float


def a_scan(condition: str, *, seed: int, texts: Path | None = None, code: Code | None = None) -> Paper:
    """One page of a fresh letter in the condition, with its truth and its fields.

    `texts` is a folder of `*.txt` from which the body is taken; None: invented sentences. The same arguments give the
    same page.
    """
    how = CONDITIONS[condition]
    chance = random.Random(f"{condition} {seed}")
    letter = a_letter(chance, texts)
    pen, signed = _printed(letter, how, chance, code)
    if chance.random() < how.seal:
        _sealed(pen, signed, chance)
    picture = Picture(pixels=np.array(pen.image), dpi=DRAWN_DPI, to_pixels=np.diag([DRAWN_DPI / 72] * 2 + [1.0]))
    if how.bleed:
        picture = wear.shining_through(picture, _back(chance, texts), chance)
    if how.dpi != DRAWN_DPI:
        picture = resized(picture, how.dpi)
    for step in how.steps:
        picture = step(picture, chance)
    image = Image.fromarray(picture.pixels)
    lines = tuple(pen.lines)
    fields = letter.fields if code is None else {**letter.fields, "code": code.text}
    return Paper(image=image, dpi=how.dpi, lines=lines, fields=fields, to_pixels=picture.to_pixels)


def save_scan(paper: Paper, condition: str, path: Path) -> Path:
    """As the condition's scanner writes it; `path` without its extension, answers the file."""
    how, dpi = CONDITIONS[condition], (paper.dpi, paper.dpi)
    if how.quality is None:
        path = path.with_suffix(".tif")
        image = paper.image.convert("1", dither=Image.Dither.NONE)
        image.save(path, "TIFF", compression="group4", dpi=dpi, tiffinfo={278: image.height})
        return path
    path = path.with_suffix(".jpg")
    paper.image.save(path, "JPEG", quality=how.quality, **({"dpi": dpi} if how.tells_dpi else {}))
    return path


def _printed(letter: Letter, how: Condition, chance: random.Random, code: Code | None) -> tuple[Pen, Signed]:
    pen = Pen(DRAWN_DPI, chance.choice(FACES))
    hand = Hand.by_lot(chance, DRAWN_DPI) if how.by_hand else None
    setting = a_setting(
        chance, table=how.table, top_mm=20 if code is None else max(20, CODE_AT_MM[1] + 3 + code.mm), hand=hand
    )
    if code is not None:
        side = pen.mm(code.mm)
        pen.image.paste(
            code.image.convert("RGB").resize((side, side), Image.Resampling.NEAREST),
            (pen.mm(CODE_AT_MM[0]), pen.mm(CODE_AT_MM[1])),
        )
    return pen, set_letter(pen, letter, setting, chance)


def _sealed(pen: Pen, signed: Signed, chance: random.Random) -> None:
    """The pen between title and name, across the name; the seal over a third of it, to the left."""
    y = (signed.title_y + signed.name_y) / 2
    marks.signature(pen.image, signed.x, y + pen.mm(chance.uniform(4, 9)), pen.dpi, chance)
    left, down = chance.uniform(12, 20), chance.uniform(-3, 6)
    marks.seal(pen.image, signed.x - pen.mm(left), y + pen.mm(down), pen.dpi)


def _back(chance: random.Random, texts: Path | None) -> Pixels:
    pen = Pen(DRAWN_DPI)
    set_letter(pen, a_letter(chance, texts), a_setting(chance), chance)
    return np.array(pen.image)
