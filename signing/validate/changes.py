"""Telling what came after a signature, in words a person understands. Judging it is `integrity`'s part."""

from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.parsing import Malformed, parsing
from signing.pdf import resolved
from signing.report import Change, Kind
from signing.validate.found import Found, empty_fields

# What a signature may touch in the catalogue.
EXPECTED_KEYS = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version", "/Pages", "/MarkInfo"})
FORM_KEYS = frozenset({"/Fields", "/SigFlags"})
DEEPEST_TREE = 64


def changes_after(found: Found, everyone: list[Found]) -> tuple[Change, ...]:
    """What later revisions hold; `other` where that cannot be told."""
    embedded = found.embedded
    if embedded is None:
        return ()
    later = {other.kind for other in everyone if other.revision > found.revision}
    changes = {Change.SIGNATURE} if Kind.SIGNATURE in later else set()
    changes |= {Change.TIMESTAMP} if Kind.TIMESTAMP in later else set()
    if embedded.signed_revision + 1 < embedded.reader.xrefs.total_revisions:
        try:
            with parsing("changes"):
                changes |= _compare(embedded)
        except Malformed:
            changes.add(Change.OTHER)
    return tuple(change for change in Change if change in changes)


def _compare(embedded: EmbeddedPdfSignature) -> set[Change]:
    reader, signed = embedded.reader, embedded.signed_revision
    last = reader.xrefs.total_revisions - 1
    old, new = reader.get_historical_resolver(signed), reader.get_historical_resolver(last)
    touched = {
        (reference.idnum, reference.generation)
        for revision in range(signed + 1, last + 1)
        for reference in reader.xrefs.explicit_refs_in_revision(revision)
    }
    tests: dict[Change, Callable[[HistoricalResolver, HistoricalResolver, set[tuple[int, int]]], bool]] = {
        Change.VALIDATION_DATA: _validation_data,
        Change.FORM: _form,
        Change.ANNOTATION: _annotations,
        Change.PAGE: _pages,
        Change.OTHER: _catalogue,
    }
    return {change for change, test in tests.items() if test(old, new, touched)}


Touched = set[tuple[int, int]]


def _validation_data(old: HistoricalResolver, new: HistoricalResolver, touched: Touched) -> bool:
    if "/DSS" not in new.root:
        return False
    if "/DSS" not in old.root:
        return True
    return bool(touched & _identities(new.collect_dependencies(new.root.raw_get("/DSS"))))


def _form(old: HistoricalResolver, new: HistoricalResolver, touched: Touched) -> bool:
    before, after = (resolved(handler.root, "/AcroForm", {}) for handler in (old, new))
    keys = (set(before) | set(after)) - FORM_KEYS
    if any(_value(before, key) != _value(after, key) for key in keys):
        return True
    signatures = {_identity(field) for _, _, field in enumerate_sig_fields(new)}
    fields = [field for field in _fields(resolved(after, "/Fields", ())) if _identity(field) not in signatures]
    return any(_field_touched(new, field, touched) for field in fields) or bool(empty_fields(new) - empty_fields(old))


def _field_touched(new: HistoricalResolver, field: Any, touched: Touched) -> bool:
    content = field.get_object()
    shown = (content.raw_get(key) for key in ("/V", "/AP") if key in content)
    return _identity(field) in touched or any(touched & _identities(new.collect_dependencies(part)) for part in shown)


def _annotations(old: HistoricalResolver, new: HistoricalResolver, touched: Touched) -> bool:
    before, after = _annotations_of(old), _annotations_of(new)
    widgets = {identity for identity, kind in after.items() if kind == "/Widget"}
    changed = touched & set(after)
    return bool((set(after) - set(before) | changed) - widgets) or bool(set(before) - set(after))


def _annotations_of(handler: HistoricalResolver) -> dict[tuple[int, int], str]:
    return {
        _identity(annotation): str(annotation.get_object().get("/Subtype"))
        for page in _page_list(handler)
        for annotation in resolved(page, "/Annots", ())
        if hasattr(annotation, "reference")
    }


def _pages(old: HistoricalResolver, new: HistoricalResolver, touched: Touched) -> bool:
    before, after = _page_list(old), _page_list(new)
    if len(before) != len(after):
        return True
    return any(_page_differs(new, one, two, touched) for one, two in zip(before, after, strict=True))


def _page_differs(new: HistoricalResolver, before: Any, after: Any, touched: Touched) -> bool:
    keys = (set(before) | set(after)) - {"/Annots"}
    if any(_value(before, key) != _value(after, key) for key in keys):
        return True
    drawn = (after.raw_get(key) for key in ("/Contents", "/Resources") if key in after)
    return any(touched & _identities(new.collect_dependencies(part)) for part in drawn)


def _catalogue(old: HistoricalResolver, new: HistoricalResolver, touched: Touched) -> bool:
    keys = (set(old.root) | set(new.root)) - EXPECTED_KEYS
    return any(_value(old.root, key) != _value(new.root, key) for key in keys)


def _page_list(handler: HistoricalResolver) -> list[Any]:
    found: list[Any] = []
    waiting = [(handler.root["/Pages"], 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_TREE:
            raise Malformed("page tree too deep")
        if "/Kids" in node:
            waiting.extend((kid.get_object(), depth + 1) for kid in reversed(node["/Kids"]))
        else:
            found.append(node)
    return found


def _fields(roots: Any) -> list[Any]:
    """Every field of the form, nodes of the tree included."""
    found: list[Any] = []
    seen: Touched = set()
    waiting = list(roots)
    while waiting:
        field = waiting.pop()
        if _identity(field) in seen:
            raise Malformed("field tree turns in a circle")
        seen.add(_identity(field))
        found.append(field)
        waiting.extend(resolved(field.get_object(), "/Kids", ()))
    return found


def _value(dictionary: Any, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else None


def _identity(reference: Any) -> tuple[int, int]:
    return reference.reference.idnum, reference.reference.generation


def _identities(references: Any) -> Touched:
    return {(reference.idnum, reference.generation) for reference in references}
