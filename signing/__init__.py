"""Signs and checks PDF files (PAdES), and keeps a demo PKI to do it with."""

from signing import demo
from signing.errors import KeyUnavailable, Misuse, ServiceFailed, SigningError, Unreadable, Unsignable
from signing.limits import Limits
from signing.pipeline import sign, timestamp
from signing.report import MESSAGES, Change, Code, Kind, Report, SignatureReport, Verdict
from signing.signers import Token, TokenCertificate, list_certificates, load_csc, load_pkcs11, load_pkcs12
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
    "Token",
    "TokenCertificate",
    "Trust",
    "Unreadable",
    "Unsignable",
    "Verdict",
    "demo",
    "list_certificates",
    "load_csc",
    "load_pkcs11",
    "load_pkcs12",
    "load_trust",
    "sign",
    "timestamp",
    "verify",
]
