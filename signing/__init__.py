"""Signs and checks PDF files (PAdES), and keeps a demo PKI to do it with."""

from signing import demo
from signing.ahead import stamp_values
from signing.deferred import embed, prepare, require_awaited
from signing.desk import Desk
from signing.errors import KeyUnavailable, Misuse, Rejected, ServiceFailed, SigningError, Stale, Unreadable, Unsignable
from signing.lasting import timestamp
from signing.limits import Limits
from signing.pipeline import sign
from signing.prepared import Pending
from signing.renewal import lift, renew
from signing.report import MESSAGES, Change, Code, Kind, Report, SignatureReport, Verdict
from signing.signers import (
    Token,
    TokenCertificate,
    list_certificates,
    load_certificate,
    load_csc,
    load_pkcs11,
    load_pkcs12,
)
from signing.signers.kinds import read_secret
from signing.token import Token as TimestampToken
from signing.trust import Root, Trust, load_trust, read_roots
from signing.types import (
    CertificateInfo,
    Level,
    Patience,
    Placement,
    Signed,
    Signer,
    Stamp,
    Stamped,
    StampKind,
)
from signing.validate import Profile, verify
from signing.validate.returned import MOST_GROWTH, Accepted, require_faithful

__all__ = [
    "MESSAGES",
    "MOST_GROWTH",
    "Accepted",
    "CertificateInfo",
    "Change",
    "Code",
    "Desk",
    "KeyUnavailable",
    "Kind",
    "Level",
    "Limits",
    "Misuse",
    "Patience",
    "Pending",
    "Placement",
    "Profile",
    "Rejected",
    "Report",
    "Root",
    "ServiceFailed",
    "SignatureReport",
    "Signed",
    "Signer",
    "SigningError",
    "Stale",
    "Stamp",
    "StampKind",
    "Stamped",
    "TimestampToken",
    "Token",
    "TokenCertificate",
    "Trust",
    "Unreadable",
    "Unsignable",
    "Verdict",
    "demo",
    "embed",
    "lift",
    "list_certificates",
    "load_certificate",
    "load_csc",
    "load_pkcs11",
    "load_pkcs12",
    "load_trust",
    "prepare",
    "read_roots",
    "read_secret",
    "renew",
    "require_awaited",
    "require_faithful",
    "sign",
    "stamp_values",
    "timestamp",
    "verify",
]
