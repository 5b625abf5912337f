"""Takes an earlier invisible text layer off a page, and nothing else."""

from collections.abc import Iterable

import pikepdf

SHOWING = frozenset({"Tj", "TJ", "'", '"'})
INVISIBLE = 3
DEEPEST = 8

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def drop(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Remove what is shown in text rendering mode 3, also in the page's form XObjects."""
    kept = _without_invisible(pikepdf.parse_content_stream(page))
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    _drop_in_forms(page.obj.get("/Resources"), 0, set())


def _drop_in_forms(resources: pikepdf.Object | None, depth: int, met: set[tuple[int, int]]) -> None:
    if not isinstance(resources, pikepdf.Dictionary) or depth == DEEPEST:
        return
    for form in dict(resources.get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in met:
            met.add(form.objgen)
            form.write(pikepdf.unparse_content_stream(_without_invisible(pikepdf.parse_content_stream(form))))
            _drop_in_forms(form.get("/Resources"), depth + 1, met)


def _without_invisible(instructions: Iterable[Instruction]) -> list[Instruction]:
    kept: list[Instruction] = []
    mode, stack = 0, list[int]()
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(mode)
        elif operator == "Q" and stack:
            mode = stack.pop()
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if not (operator in SHOWING and mode == INVISIBLE):
            kept.append(instruction)
    return kept
