"""The CMS of one signature (RFC 5652), with the signed attributes PAdES baseline asks for (EN 319 142-1).

In three steps, so that the key may be far away: the attributes, the signature over them, the envelope around both.
"""

from hashlib import sha256

from asn1crypto import x509

from signing.der import NULL, integer, octets, oid, sequence, set_of, tlv
from signing.types import KeyAlgorithm

DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
STAMP = "1.2.840.113549.1.9.16.2.14"
ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52"

SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"))
SIGNATURE_ALGORITHMS = {
    KeyAlgorithm.RSA: (oid("1.2.840.113549.1.1.11"), NULL),
    KeyAlgorithm.ECDSA: (oid("1.2.840.10045.4.3.2"),),
}


def signed_attributes(digest: bytes, certificate: bytes, algorithm: KeyAlgorithm, content_type: str = DATA) -> bytes:
    """The DER SET OF attributes whose bytes are signed.

    `digest` is the SHA-256 of the content; the certificate (DER) is bound by its hash (ESSCertIDv2, RFC 5035), the
    algorithms by RFC 6211. No signing time: PAdES keeps it in the PDF's own /M.
    """
    certificate_id = sequence(octets(sha256(certificate).digest()))
    protection = sequence(SHA256, tlv(0xA1, *SIGNATURE_ALGORITHMS[algorithm]))
    return set_of(
        _attribute(CONTENT_TYPE, oid(content_type)),
        _attribute(MESSAGE_DIGEST, octets(digest)),
        _attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(certificate_id))),
        _attribute(ALGORITHM_PROTECTION, protection),
    )


def signed_data(
    *,
    attributes: bytes,
    signature: bytes,
    algorithm: KeyAlgorithm,
    certificate: bytes,
    chain: tuple[bytes, ...] = (),
    timestamp_token: bytes | None = None,
    content: tuple[str, bytes] = (DATA, b""),
) -> bytes:
    """The finished ContentInfo, DER. `content` is (type, bytes); no bytes: detached."""
    content_type, encapsulated = content
    enclosed = (tlv(0xA0, octets(encapsulated)),) if encapsulated else ()
    return sequence(
        oid(SIGNED_DATA),
        tlv(
            0xA0,
            sequence(
                integer(1 if content_type == DATA else 3),
                set_of(SHA256),
                sequence(oid(content_type), *enclosed),
                set_of(*{certificate, *chain}, tag=0xA0),
                set_of(_signer_info(attributes, signature, algorithm, certificate, timestamp_token)),
            ),
        ),
    )


def _signer_info(
    attributes: bytes, signature: bytes, algorithm: KeyAlgorithm, certificate: bytes, token: bytes | None
) -> bytes:
    parsed = x509.Certificate.load(certificate)
    unsigned = () if token is None else (set_of(_attribute(STAMP, token), tag=0xA1),)
    return sequence(
        integer(1),
        sequence(parsed.issuer.dump(), integer(parsed.serial_number)),
        SHA256,
        b"\xa0" + attributes[1:],  # the SET OF that was signed, under its implicit tag
        sequence(*SIGNATURE_ALGORITHMS[algorithm]),
        octets(signature),
        *unsigned,
    )


def _attribute(kind: str, value: bytes) -> bytes:
    return sequence(oid(kind), set_of(value))
