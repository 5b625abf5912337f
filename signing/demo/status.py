"""What the demo authorities say about their certificates: OCSP answers (RFC 6960) and CRLs (RFC 5280)."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from signing.demo.issue import Key

OCSP_FRESH, CRL_FRESH = timedelta(hours=1), timedelta(days=1)


def ocsp_answer(
    request: bytes, issuer: x509.Certificate, responder: tuple[Key, x509.Certificate], revoked: dict[int, datetime]
) -> bytes:
    """The DER answer to a DER request about one certificate of `issuer`."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
        serial, digest = asked.serial_number, asked.hash_algorithm
        names = asked.issuer_name_hash, asked.issuer_key_hash
    except ValueError:
        return _failure(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    now = datetime.now(UTC).replace(microsecond=0)
    key, certificate = responder
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            issuer_name_hash=names[0],
            issuer_key_hash=names[1],
            serial_number=serial,
            algorithm=digest,
            cert_status=ocsp.OCSPCertStatus.REVOKED if serial in revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + OCSP_FRESH,
            revocation_time=revoked.get(serial),
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, certificate)
        .certificates([certificate])
    )
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, False)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def crl(issuer: x509.Certificate, key: Key, revoked: dict[int, datetime]) -> bytes:
    """The DER list of everything revoked."""
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder(issuer_name=issuer.subject, last_update=now, next_update=now + CRL_FRESH)
        .add_extension(x509.CRLNumber(int(now.timestamp())), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
            False,
        )
    )
    for serial, moment in revoked.items():
        entry = x509.RevokedCertificateBuilder(serial_number=serial, revocation_date=moment).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def _failure(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
