"""What may lawfully follow a signature: the strict rules for our own files, the tolerant ones for others'.

pyHanko's default allows form filling, any new /Info and any well-formed XMP, /DA and NeedAppearances: too much for us.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.metadata_rules import DocInfoRule

from signing.pdf import resolved


class Profile(StrEnum):
    """How strictly a file is judged."""

    OWN = "own"
    """After a signature only further signatures, timestamps and validation data."""
    FOREIGN = "foreign"
    """Also what the standard lets others append, such as form filling where the signer allowed it."""


# A signing program may say when and with what it signed. Nothing else about the document may change.
INFO_KEYS = frozenset({"/ModDate", "/Producer"})
XMP_NAMES = frozenset({"ModifyDate", "MetadataDate", "Producer", "InstanceID"})
XMP_WRAPPING = ("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{adobe:ns:meta/}")
XMP_BYTES = 1024 * 1024


class _SigningInfoRule(DocInfoRule):
    """/Info may change in its date and producer only."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before, after = (_plain_info(handler.trailer_view) for handler in (old, new))
        if before != after:
            raise SuspiciousModification("/Info says something else")
        return super().apply(old, new)


class _SigningXmpRule(MetadataUpdateRule):
    """XMP may change in its dates and producer only."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before, after = (_plain_xmp(handler.root) for handler in (old, new))
        if before != after:
            raise SuspiciousModification("XMP says something else")
        return super().apply(old, new)


def _plain_info(trailer: Any) -> dict[str, str]:
    info = resolved(trailer, "/Info", {})
    return {str(key): str(info[key]) for key in info if key not in INFO_KEYS}


def _plain_xmp(root: Any) -> set[tuple[str, str]]:
    """Every statement as (name, text), whether written as an element or as an attribute."""
    if "/Metadata" not in root:
        return set()
    stream = root.get_value_as_reference("/Metadata").get_object()  # `root[...]` would parse it pyHanko's way
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    tree = etree.fromstring(stream.data[:XMP_BYTES], parser=parser)
    said: set[tuple[str, str]] = set()
    for element in tree.iter(etree.Element):
        said |= {(_property(element, str(name)), str(text)) for name, text in element.attrib.items()}
        if not len(element) and element.text and element.text.strip():
            said.add((_property(element, ""), element.text.strip()))
    return {(name, text) for name, text in said if name and name.rpartition("}")[2] not in XMP_NAMES}


def _property(element: Any, attribute: str) -> str:
    """The names from the packet down to the statement, the wrapping of RDF left out."""
    names = [*reversed([str(each.tag) for each in element.iterancestors()]), str(element.tag), attribute]
    return "/".join(name for name in names if name and not name.startswith(XMP_WRAPPING))


_LTA = ModificationLevel.LTA_UPDATES

OWN_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(  # type: ignore[no-untyped-call]
            ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"}),
        ),
        _SigningInfoRule().as_qualified(_LTA),
        XrefStreamRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
        _SigningXmpRule().as_qualified(_LTA),  # type: ignore[no-untyped-call]
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
        ignored_acroform_keys=frozenset({"/Fields", "/SigFlags"}),
    ),
    ignore_orphaned_objects=True,
)

POLICIES = {Profile.OWN: OWN_POLICY, Profile.FOREIGN: DEFAULT_DIFF_POLICY}
