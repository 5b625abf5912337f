"""Signs and checks PDF files (PAdES), and keeps a demo PKI to do it with."""

from signing import demo
from signing.desk import Desk
from signing.errors import KeyUnavailable, Misuse, ServiceFailed, SigningError, Unreadable, Unsignable
from signing.lasting import timestamp
from signing.limits import Limits
from signing.pipeline import sign
from signing.renewal import lift, renew
from signing.report import MESSAGES, Change, Code, Kind, Report, SignatureReport, Verdict
from signing.signers import load_pkcs12
from signing.trust import Trust, load_trust
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

__all__ = [
    "MESSAGES",
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
    "Placement",
    "Profile",
    "Report",
    "ServiceFailed",
    "SignatureReport",
    "Signed",
    "Signer",
    "SigningError",
    "Stamp",
    "StampKind",
    "Stamped",
    "Trust",
    "Unreadable",
    "Unsignable",
    "Verdict",
    "demo",
    "lift",
    "load_pkcs12",
    "load_trust",
    "renew",
    "sign",
    "timestamp",
    "verify",
]
