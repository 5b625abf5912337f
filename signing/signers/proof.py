"""Never believe a key: what it returns is checked against its certificate before it goes into a document."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from signing.der import ecdsa_value
from signing.errors import KeyUnavailable
from signing.types import KeyAlgorithm, Signer

SMALLEST_RSA = 2048
SMALLEST_EC = 256


def require_own_signature(signer: Signer, data: bytes, signature: bytes) -> None:
    """Raise KeyUnavailable unless `signature` over `data` verifies under the signer's certificate."""
    require_signature(signer.leaf, data, signature)


def require_signature(certificate: bytes, data: bytes, signature: bytes) -> None:
    """Raise KeyUnavailable unless `signature` over `data` verifies under this DER certificate."""
    key = _public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), SHA256())
        else:
            key.verify(signature, data, ec.ECDSA(SHA256()))
    except InvalidSignature as fault:
        raise KeyUnavailable("wrong_key", "Khóa không khớp với chứng thư") from fault


def key_algorithm(certificate: bytes) -> KeyAlgorithm:
    """The algorithm of the key in this DER certificate. Raises KeyUnavailable for another kind or a weak key."""
    key = _public_key(certificate)
    is_rsa = isinstance(key, rsa.RSAPublicKey)
    if key.key_size < (SMALLEST_RSA if is_rsa else SMALLEST_EC):
        raise KeyUnavailable("weak_key", "Khóa không đủ mạnh: cần RSA từ 2048 bit hoặc ECDSA từ 256 bit")
    return KeyAlgorithm.RSA if is_rsa else KeyAlgorithm.ECDSA


def encoded_signature(certificate: bytes, value: bytes) -> bytes:
    """The value as CMS carries it: ECDSA in DER, also where it came as r and s in a row."""
    key = _public_key(certificate)
    is_plain = isinstance(key, ec.EllipticCurvePublicKey) and len(value) == 2 * ((key.key_size + 7) // 8)
    return ecdsa_value(value) if is_plain else value


@lru_cache(maxsize=64)
def _public_key(certificate: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise KeyUnavailable("weak_key", "Loại khóa này chưa dùng để ký được")
    return key
