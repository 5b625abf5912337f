"""Kinds of key. A kind is one file with one loader that returns a `Signer`."""

from signing.signers.pkcs12 import load_pkcs12

__all__ = ["load_pkcs12"]
