"""Takes an earlier text layer off a page, and nothing else."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pikepdf

from ocr.geometry import Matrix
from ocr.sheets import BoxEdges

SHOWING = frozenset({"Tj", "TJ", "'", '"'})
TEXT = frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tr", "Tz", "Tc", "Tw", "TL", "Ts"})
INVISIBLE = 3
DEEPEST = 8
COVERING = 0.5  # share of the page from which on a picture hides what was painted before it
SHINING_THROUGH = ("/SMask", "/Mask", "/ImageMask")

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def drop(pdf: pikepdf.Pdf, page: pikepdf.Page, box: BoxEdges) -> None:
    """Remove text that is shown in rendering mode 3, or painted under a picture of the page; also in its forms.

    `box` is the page's visible part. A page that shows no other text is left without a text object.
    """
    forms = _drop_in_forms(page.obj.get("/Resources"), 0, set())
    instructions = list(pikepdf.parse_content_stream(page))
    kept = _without_unseen(instructions, _hidden_until(page, instructions, box))
    if not forms and not any(str(instruction.operator) in SHOWING for instruction in kept):
        kept = [instruction for instruction in kept if str(instruction.operator) not in TEXT]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _drop_in_forms(resources: pikepdf.Object | None, depth: int, met: set[tuple[int, int]]) -> int:
    """Answers how many forms there are."""
    if not isinstance(resources, pikepdf.Dictionary) or depth == DEEPEST:
        return 0
    for form in _drawn(resources).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in met:
            met.add(form.objgen)
            kept = _without_unseen(list(pikepdf.parse_content_stream(form)), 0)
            form.write(pikepdf.unparse_content_stream(kept))
            _drop_in_forms(form.get("/Resources"), depth + 1, met)
    return len(met)


def _without_unseen(instructions: Sequence[Instruction], hidden_until: int) -> list[Instruction]:
    kept: list[Instruction] = []
    mode, stack = 0, list[int]()
    for place, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(mode)
        elif operator == "Q" and stack:
            mode = stack.pop()
        elif operator == "Tr":
            mode = int(next(_numbers(instruction), mode))
        if not (operator in SHOWING and (mode == INVISIBLE or place < hidden_until)):
            kept.append(instruction)
    return kept


def _hidden_until(page: pikepdf.Page, instructions: Sequence[Instruction], box: BoxEdges) -> int:
    """The place of the last picture that hides what stands before it; 0 where there is none."""
    pictures = _drawn(page.obj.get("/Resources"))
    least = COVERING * abs((box[2] - box[0]) * (box[3] - box[1]))
    moved, stack, until = Matrix(), list[Matrix](), 0
    for place, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(moved)
        elif operator == "Q" and stack:
            moved = stack.pop()
        elif operator == "cm":
            moved = Matrix(*list(_numbers(instruction))[:6]).then(moved)
        elif operator == "Do" and moved.area > least:
            name = next((str(operand) for operand in instruction.operands), "")
            until = place if _hides(pictures.get(name)) else until
    return until


def _hides(picture: pikepdf.Object | None) -> bool:
    return (
        isinstance(picture, pikepdf.Stream)
        and picture.get("/Subtype") == "/Image"
        and not any(key in picture for key in SHINING_THROUGH)
    )


def _drawn(resources: pikepdf.Object | None) -> dict[str, pikepdf.Object]:
    found = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    return dict(found.items()) if isinstance(found, pikepdf.Dictionary) else {}


def _numbers(instruction: Instruction) -> Iterator[float]:
    """What an operator was given, as far as it is numbers."""
    return (float(operand) for operand in instruction.operands if isinstance(operand, int | float | Decimal))
