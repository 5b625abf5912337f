"""Kinds of key. A kind is one file with one loader that returns a `Signer`."""

from signing.signers.elsewhere import load_certificate
from signing.signers.pkcs12 import load_pkcs12

__all__ = ["load_certificate", "load_pkcs12"]
