"""RFC 3161 timestamp tokens: reading them and finding what is wrong with them.

Used when a token arrives from a service and again when a file is verified: pyHanko accepts tokens for another digest
and of any date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import new as new_hash

from asn1crypto import cms, tsp, x509
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from signing.certificates import may_timestamp
from signing.parsing import Malformed, parsing

CLOCK_TOLERANCE = timedelta(minutes=5)
STRONG_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})


class Fault(StrEnum):
    """What can be wrong with a token, in words for a log."""

    WEAK_DIGEST = "weak digest"
    OTHER_DIGEST = "another digest"
    BAD_SIGNATURE = "bad signature"
    WRONG_USAGE = "certificate not for timestamping"
    OUT_OF_FORCE = "outside its certificate's validity"


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


def faults(token: Token, digest: Callable[[str], bytes]) -> list[Fault]:
    """What is wrong with the token itself; trust in its certificate is judged elsewhere.

    `digest` gives the digest of the stamped data under the algorithm named.
    """
    certificate, strong = token.certificate, token.imprint_algorithm in STRONG_DIGESTS
    in_force = certificate.not_valid_before <= token.generated_at <= certificate.not_valid_after
    checks = (
        (not strong, Fault.WEAK_DIGEST),
        (strong and token.imprint != digest(token.imprint_algorithm), Fault.OTHER_DIGEST),
        (not signature_holds(token), Fault.BAD_SIGNATURE),
        (not may_timestamp(certificate), Fault.WRONG_USAGE),
        (not in_force, Fault.OUT_OF_FORCE),
    )
    return [fault for found, fault in checks if found]


def signature_holds(token: Token) -> bool:
    """Whether the token is signed by the certificate it names."""
    with parsing("timestamp signature"):
        algorithm = token.signer_info["digest_algorithm"]["algorithm"].native
        if algorithm not in STRONG_DIGESTS:
            return False
        content_digest = new_hash(algorithm, token.content).digest()
        intact, valid = validate_sig_integrity(token.signer_info, token.certificate, "tst_info", content_digest)
    return bool(intact and valid)
