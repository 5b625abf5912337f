"""Keys that are on another machine: here stands only the certificate, and what its owner will sign with is unseen."""

from typing import NoReturn

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing.certificates import describe, is_root
from signing.errors import KeyUnavailable
from signing.parsing import Malformed, parsing
from signing.signers.pkcs12 import SMALLEST_EC, SMALLEST_RSA
from signing.types import KeyAlgorithm, Signer


def load_certificate(content: bytes) -> Signer:
    """The holder of a certificate, PEM or DER; in PEM the authorities below the root may follow it.

    Its `sign_bytes` always raises KeyUnavailable: use it with `prepare` and `embed`. Raises KeyUnavailable when there
    is no certificate in `content`, or its key is of no kind that may sign.
    """
    leaf, *others = _certificates(content)
    key = leaf.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        algorithm = KeyAlgorithm.RSA
    elif isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= SMALLEST_EC:
        algorithm = KeyAlgorithm.ECDSA
    else:
        raise KeyUnavailable("weak_key", "Khóa không đủ mạnh: cần RSA từ 2048 bit hoặc ECDSA từ 256 bit")
    chain = (other.public_bytes(Encoding.DER) for other in others)
    der = leaf.public_bytes(Encoding.DER)
    return Signer(
        certificate=describe(der),
        algorithm=algorithm,
        leaf=der,
        chain=tuple(each for each in chain if not is_root(each)),
        sign_bytes=_refuse,
    )


def _certificates(content: bytes) -> list[x509.Certificate]:
    try:
        with parsing("certificate"):
            if b"-----BEGIN" in content:
                return x509.load_pem_x509_certificates(content)
            return [x509.load_der_x509_certificate(content)]
    except Malformed as fault:
        raise KeyUnavailable("bad_certificate", "Không đọc được chứng thư") from fault


def _refuse(data: bytes) -> NoReturn:
    raise KeyUnavailable("key_elsewhere", "Khóa nằm trên máy của người ký, không có trên máy chủ")
