"""Keys that are on another machine: here stands only the certificate, and what its owner will sign with is unseen."""

from typing import NoReturn

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.certificates import describe, is_root
from signing.errors import KeyUnavailable
from signing.parsing import Malformed, parsing
from signing.signers.proof import key_algorithm
from signing.types import Signer


def load_certificate(content: bytes) -> Signer:
    """The holder of a certificate, PEM or DER; in PEM the authorities below the root may follow it.

    Its `sign_bytes` always raises KeyUnavailable: use it with `prepare` and `embed`. Raises KeyUnavailable when there
    is no certificate in `content`, or its key is of no kind that may sign.
    """
    try:
        with parsing("certificate"):
            return _holder(*_certificates(content))
    except Malformed as fault:
        raise KeyUnavailable("bad_certificate", "Không đọc được chứng thư") from fault


def _certificates(content: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN" in content:
        return x509.load_pem_x509_certificates(content)
    return [x509.load_der_x509_certificate(content)]


def _holder(leaf: x509.Certificate, *others: x509.Certificate) -> Signer:
    der, chain = leaf.public_bytes(Encoding.DER), (other.public_bytes(Encoding.DER) for other in others)
    return Signer(
        certificate=describe(der),
        algorithm=key_algorithm(der),
        leaf=der,
        chain=tuple(each for each in chain if not is_root(each)),
        sign_bytes=_refuse,
    )


def _refuse(data: bytes) -> NoReturn:
    raise KeyUnavailable("key_elsewhere", "Khóa nằm trên máy của người ký, không có trên máy chủ")
