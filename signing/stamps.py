"""Which text and place each kind of stamp has (`NĐ 30/2020`, TT 01/2023/TT-VPCP): rules as data."""

from collections.abc import Callable
from dataclasses import dataclass

from signing.types import CertificateInfo, Placement, Stamp, StampKind

TEST = "TEST"

Head = Callable[[CertificateInfo], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one kind looks when the caller says no more than its name."""

    head: Head
    """The lines above the time."""
    width: float
    height: float
    """Millimetres."""
    x: float
    """From the left edge; negative: from the right edge to the box's right side."""
    y: float
    """From the top edge; negative: from the bottom edge to the box's bottom side."""


def _name(certificate: CertificateInfo) -> tuple[str, ...]:
    return (certificate.common_name,)


def _agency(certificate: CertificateInfo) -> tuple[str, ...]:
    return (certificate.organisation or certificate.common_name,)


# Leader: over the signer's name, bottom right. Seal: over the left third of the leader's signature. The rest stand in
# the top margin of the first page, the scan's on the left, the others on the right.
RULES = {
    StampKind.LEADER: Rule(head=_name, width=50, height=25, x=-30, y=-55),
    StampKind.SEAL: Rule(head=_agency, width=36, height=36, x=-63.3, y=-49.5),
    StampKind.COPY: Rule(head=lambda certificate: ("SAO Y", *_agency(certificate)), width=65, height=17, x=-10, y=4),
    StampKind.APPENDIX: Rule(head=lambda certificate: (), width=65, height=13, x=-10, y=4),
    StampKind.SCAN: Rule(head=_name, width=65, height=13, x=10, y=4),
}


def text_of(stamp: Stamp, certificate: CertificateInfo, time: str) -> tuple[str, ...]:
    """The lines to draw: what the caller gave or the usual ones, the time, and TEST for a test certificate.

    A leader's or agency's image stands alone: no time is drawn over it.
    """
    rule = RULES[stamp.kind]
    if stamp.image is not None and stamp.kind in (StampKind.LEADER, StampKind.SEAL):
        lines = stamp.lines
    else:
        lines = (*(stamp.lines or rule.head(certificate)), time)
    return (*lines, TEST) if certificate.is_test else lines


def usual_place(kind: StampKind, page_width: float, page_height: float) -> Placement:
    """Where this kind stands on page 1 of so many millimetres as shown."""
    rule = RULES[kind]
    x = rule.x if rule.x >= 0 else page_width + rule.x - rule.width
    y = rule.y if rule.y >= 0 else page_height + rule.y - rule.height
    return Placement(page=1, x=x, y=y, width=rule.width, height=rule.height)
