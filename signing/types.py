"""The values a caller hands in and gets back when signing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Level(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1)."""

    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class StampKind(StrEnum):
    """Who stamps, and so how the stamp looks and where it stands (NĐ 30/2020, TT 01/2023)."""

    LEADER = "leader"
    SEAL = "seal"
    COPY = "copy"
    SCAN = "scan"
    APPENDIX = "appendix"
    NONE = "none"


class KeyAlgorithm(StrEnum):
    """The public key algorithms this package signs with, always over SHA-256."""

    RSA = "rsa"
    ECDSA = "ecdsa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A box on a page, in millimetres from the top left of the page as shown (after /Rotate, inside CropBox)."""

    page: int  # counts from 1
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A visible stamp. Times-metric text, 10 pt where it fits and never under 6, black."""

    kind: StampKind
    lines: tuple[str, ...] = ()
    """Text above the signing time; empty: the usual text of this kind, from the signer's certificate."""
    image: Path | None = None
    """Drawn as large as the box allows, proportions kept; None: text only."""
    placement: Placement | None = None
    """None: the usual place of this kind, on page 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateInfo:
    """What a certificate says about its holder."""

    common_name: str
    organisation: str | None
    issuer: str
    """Common name of the authority that issued it."""
    not_before: datetime
    not_after: datetime
    is_test: bool
    """The word TEST stands in its subject: it has no legal value and every stamp says so."""
    may_sign: bool
    """Its key usage, where it states one, allows digitalSignature or nonRepudiation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationData:
    """What a file must carry so that a chain can be judged without the network (EN 319 142-1 §5.4.2); all DER."""

    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def __or__(self, other: "ValidationData") -> "ValidationData":
        """Both, each thing once."""
        return ValidationData(
            certificates=tuple(dict.fromkeys(self.certificates + other.certificates)),
            ocsps=tuple(dict.fromkeys(self.ocsps + other.ocsps)),
            crls=tuple(dict.fromkeys(self.crls + other.crls)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found out about a certificate and those above it."""

    known_at: datetime | None = None
    """None: its status could not be found out."""
    until: datetime | None = None
    """When an authority says that newer news will be out; None: it does not say."""
    roots: tuple[bytes, ...] | None = None
    """Which roots it was judged by; None: whichever."""
    rooted: bool = True
    """False: judged by its own issuers, because it does not reach those roots."""
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    """DER of the authorities below the root."""
    problems: frozenset[str] = frozenset()
    """Codes of what speaks against it."""
    data: ValidationData | None = field(default=None, repr=False)
    """What proves that nothing does; None where the proof has a gap."""


@dataclass(slots=True)
class StatusMemory:
    """The last finding, so that a batch does not ask again for each document. Threads may share it."""

    found: Finding = Finding()

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER of the authorities found below the root."""
        return self.found.chain


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key ready to sign, wherever it lives. Made by the loaders in `signing.signers`."""

    certificate: CertificateInfo
    algorithm: KeyAlgorithm
    leaf: bytes = field(repr=False)
    """The signer's certificate, DER."""
    chain: tuple[bytes, ...] = field(repr=False)
    """DER certificates that came with the key, roots excluded."""
    sign_bytes: Callable[[bytes], bytes] = field(repr=False)
    """Signs the bytes given: hashes them with SHA-256, then PKCS#1 v1.5 or ECDSA (DER)."""
    sign_batch: Callable[[Sequence[bytes]], Sequence[bytes]] | None = field(default=None, repr=False)
    """Signs many in one go, where the kind of key gains by that; use `sign_many`."""
    close: Callable[[], None] = field(default=_nothing, repr=False)
    """Logs out; the key signs no more after that."""
    memory: StatusMemory = field(default_factory=StatusMemory, repr=False, compare=False)

    def sign_many(self, many: Sequence[bytes]) -> tuple[bytes, ...]:
        """As `sign_bytes` for each, in this order, with as few authorizations as the key allows: all or none."""
        if self.sign_batch is not None:
            return tuple(self.sign_batch(many))
        return tuple(self.sign_bytes(each) for each in many)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What was written."""

    level: Level
    field: str
    signed_at: datetime
    timestamped_at: datetime | None
    """None at B-B."""
    warnings: tuple[str, ...]
    """Vietnamese sentences for a person, for instance that a certificate's status could not be had."""
    lasts_until: datetime | None = None
    """When the certificate of the newest timestamp ends: `renew` before that. None at B-B."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """What `timestamp`, `lift` or `renew` appended."""

    field: str
    timestamped_at: datetime
    lasts_until: datetime
    """When the certificate of this timestamp ends."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long services are waited for, in seconds."""

    tries: int = 3
    one_try: float = 180.0
    """A timestamp service under load has been seen to take three minutes."""
    all_tries: float = 235.0
    pauses: tuple[float, ...] = (0.5, 2.0)
    status: float = 10.0
    """For the revocation status of one certificate and its authorities, all addresses together."""
