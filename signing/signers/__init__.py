"""Kinds of key. A kind is one file with one loader that returns a `Signer`, and one line in `kinds`."""

from signing.signers.csc import load_csc
from signing.signers.elsewhere import load_certificate
from signing.signers.pkcs11 import Token, TokenCertificate, list_certificates, load_pkcs11
from signing.signers.pkcs12 import load_pkcs12

__all__ = [
    "Token",
    "TokenCertificate",
    "list_certificates",
    "load_certificate",
    "load_csc",
    "load_pkcs11",
    "load_pkcs12",
]
