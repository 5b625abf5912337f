"""The strict rules for our own files, also where the earlier revision had no form yet.

pyHanko compares a file only with a signed one before it, which always has a form; a paper lent for its first signature
has none.
"""

from collections.abc import Iterable, Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    FormUpdate,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, _list_fields

from signing.pdf import resolved
from signing.validate.policies import OWN_POLICY

# What a signing program puts into the form it makes. The fonts of /DR, and /DA which names one, show nothing.
_NEW_FORM_KEYS = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})
Updates = Iterable[tuple[ModificationLevel, FormUpdate]]


class _FirstFormRule(FormUpdatingRule):
    """A form may come into being, with signature fields alone in it."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Updates:
        if "/AcroForm" in old.root:
            return super().apply(old, new)
        return self._first(old, new) if "/AcroForm" in new.root else ()

    def _first(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        form = resolved(new.root, "/AcroForm", None)
        if not isinstance(form, generic.DictionaryObject) or not set(form) <= _NEW_FORM_KEYS:
            raise SuspiciousModification("the new form holds more than signature fields")
        for holder, key in ((new.root, "/AcroForm"), (form, "/Fields"), (form, "/DR")):
            yield from _fresh(holder, key, old)
        if "/DR" in form:
            for reference in new.collect_dependencies(form.raw_get("/DR"), since_revision=old.revision + 1):
                yield ModificationLevel.FORM_FILLING, FormUpdate(updated_ref=reference, field_name=None)
        path = RawPdfPath("/Root", "/AcroForm", "/Fields")
        fields = dict(_list_fields(generic.ArrayObject(), resolved(form, "/Fields", None), old_path=path))
        context = FieldComparisonContext(field_specs=fields, old=old, new=new)
        for rule in self.field_rules:
            yield from rule.apply(context)


def _fresh(
    holder: generic.DictionaryObject, key: str, old: HistoricalResolver
) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
    """The object under the key, where it is one of its own; its number must not have meant another thing before."""
    value = holder.raw_get(key) if key in holder else None
    if isinstance(value, generic.IndirectObject):
        if not old.is_ref_unassignable(value.reference):
            raise SuspiciousModification(f"{key} takes the place of another object")
        yield ModificationLevel.LTA_UPDATES, FormUpdate(updated_ref=value.reference, field_name=None)


LENT_POLICY = StandardDiffPolicy(
    global_rules=OWN_POLICY.global_rules,
    form_rule=_FirstFormRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
        ignored_acroform_keys=frozenset({"/Fields", "/SigFlags"}),
    ),
    ignore_orphaned_objects=True,
)
