"""RFC 3161 timestamp tokens: reading them and finding what is wrong with them.

Used when a token arrives from a service and again when a file is verified: pyHanko accepts tokens for another digest
and of any date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import new as new_hash

from asn1crypto import cms, tsp, x509
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from signing.certificates import may_timestamp
from signing.parsing import Malformed, parsing

CLOCK_TOLERANCE = timedelta(minutes=5)
STRONG_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A parsed token."""

    der: bytes
    generated_at: datetime
    imprint_algorithm: str
    imprint: bytes
    nonce: int | None
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    signer_info: cms.SignerInfo
    content: bytes


def read_token(der: bytes) -> Token:
    """Parse a DER ContentInfo (zero padding after it is ignored). Raises Malformed."""
    with parsing("timestamp token"):
        wrapper = cms.ContentInfo.load(der)
        signed = wrapper["content"]
        encapsulated = signed["encap_content_info"]
        info = encapsulated["content"].parsed
        if encapsulated["content_type"].native != "tst_info" or not isinstance(info, tsp.TSTInfo):
            raise Malformed("no TSTInfo")
        certificates = extract_certs_for_validation(signed)
        imprint = info["message_imprint"]
        (signer_info,) = signed["signer_infos"]
        return Token(
            der=wrapper.dump(),
            generated_at=info["gen_time"].native,
            imprint_algorithm=imprint["hash_algorithm"]["algorithm"].native,
            imprint=imprint["hashed_message"].native,
            nonce=info["nonce"].native,
            certificate=certificates.signer_cert,
            others=tuple(certificates.other_certs),
            signer_info=signer_info,
            content=bytes(encapsulated["content"]),
        )


def faults(token: Token, digest: Callable[[str], bytes]) -> list[str]:
    """What is wrong with the token itself, in English words for a log; trust in its certificate is judged elsewhere.

    `digest` gives the digest of the stamped data under the algorithm named.
    """
    return [words for found, words in _checks(token, digest) if found]


def _checks(token: Token, digest: Callable[[str], bytes]) -> list[tuple[bool, str]]:
    certificate = token.certificate
    strong = token.imprint_algorithm in STRONG_DIGESTS
    return [
        (not strong, "weak digest"),
        (strong and token.imprint != digest(token.imprint_algorithm), "another digest"),
        (not signature_holds(token), "bad signature"),
        (not may_timestamp(certificate), "certificate not for timestamping"),
        (
            not certificate.not_valid_before <= token.generated_at <= certificate.not_valid_after,
            "outside the certificate's validity",
        ),
    ]


def signature_holds(token: Token) -> bool:
    """Whether the token is signed by the certificate it names."""
    with parsing("timestamp signature"):
        algorithm = token.signer_info["digest_algorithm"]["algorithm"].native
        if algorithm not in STRONG_DIGESTS:
            return False
        content_digest = new_hash(algorithm, token.content).digest()
        intact, valid = validate_sig_integrity(token.signer_info, token.certificate, "tst_info", content_digest)
    return bool(intact and valid)
