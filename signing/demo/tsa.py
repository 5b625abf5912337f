"""The demo timestamp authority (RFC 3161): real time, nonce echoed, bad requests refused with the proper status."""

import secrets
from datetime import UTC, datetime
from hashlib import new as new_hash

from asn1crypto import cms as asn1_cms
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms import signed_attributes, signed_data
from signing.demo.issue import Key
from signing.der import sequence
from signing.types import KeyAlgorithm

POLICY = "1.3.6.1.4.1.99999.1.1"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
ACCEPTED = {"sha256": 32, "sha384": 48, "sha512": 64}


def answer(request: bytes, key: Key, certificate: x509.Certificate, chain: tuple[bytes, ...]) -> bytes:
    """The DER TimeStampResp to a DER TimeStampReq."""
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint = asked["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        policy, with_certificates = asked["req_policy"].native, asked["cert_req"].native
    except (ValueError, TypeError, KeyError):
        return _refusal("bad_data_format")
    if algorithm not in ACCEPTED:
        return _refusal("bad_alg")
    if len(digest) != ACCEPTED[algorithm]:
        return _refusal("bad_data_format")
    if policy not in (None, POLICY):
        return _refusal("unaccepted_policy")
    der = certificate.public_bytes(Encoding.DER)
    token = _token(_info(asked), key, der, chain if with_certificates else ())
    response = tsp.TimeStampResp(
        {"status": {"status": "granted"}, "time_stamp_token": asn1_cms.ContentInfo.load(token)}
    )
    encoded: bytes = response.dump()
    return encoded


def _info(asked: tsp.TimeStampReq) -> bytes:
    fields = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": datetime.now(UTC).replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if asked["nonce"].native is not None:
        fields["nonce"] = asked["nonce"].native
    encoded: bytes = tsp.TSTInfo(fields).dump()
    return encoded


def _token(info: bytes, key: Key, certificate: bytes, chain: tuple[bytes, ...]) -> bytes:
    algorithm = KeyAlgorithm.RSA if isinstance(key, rsa.RSAPrivateKey) else KeyAlgorithm.ECDSA
    attributes = signed_attributes(new_hash("sha256", info).digest(), certificate, algorithm, TST_INFO)
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(attributes, padding.PKCS1v15(), SHA256())
    else:
        signature = key.sign(attributes, ec.ECDSA(SHA256()))
    return signed_data(
        attributes=attributes,
        signature=signature,
        algorithm=algorithm,
        certificate=certificate,
        chain=chain,
        content=(TST_INFO, info),
    )


def _refusal(reason: str) -> bytes:
    # asn1crypto takes the token for mandatory and cannot write an answer without one.
    return sequence(tsp.PKIStatusInfo({"status": "rejection", "fail_info": {reason}}).dump())
