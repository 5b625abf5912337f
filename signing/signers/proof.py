"""Never believe a key: what it returns is checked against its certificate before it goes into a document."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from signing.errors import KeyUnavailable
from signing.types import Signer


def require_own_signature(signer: Signer, data: bytes, signature: bytes) -> None:
    """Raise KeyUnavailable unless `signature` over `data` verifies under the signer's certificate."""
    key = _public_key(signer.leaf)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), SHA256())
        else:
            key.verify(signature, data, ec.ECDSA(SHA256()))
    except InvalidSignature as fault:
        raise KeyUnavailable("wrong_key", "Khóa không khớp với chứng thư") from fault


@lru_cache(maxsize=64)
def _public_key(certificate: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise KeyUnavailable("weak_key", "Loại khóa này chưa dùng để ký được")
    return key
