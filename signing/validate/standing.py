"""The standing of a signature's certificate: whom it belongs to, at which proven time, and whether it was good then."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import new as new_hash
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import clock
from signing.certificates import may_sign
from signing.chain import Evidence, judge
from signing.parsing import Malformed, parsing
from signing.report import Code
from signing.token import CLOCK_TOLERANCE, Token, faults, read_token
from signing.trust import Trust
from signing.types import Level
from signing.validate.found import Found
from signing.validate.integrity import document_token

STAMP_ATTRIBUTE = "signature_time_stamp_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """What a judgement is based on."""

    trust: Trust
    evidence: Evidence
    at: datetime | None
    """None: now."""

    @property
    def moment(self) -> datetime:
        """The time of judging."""
        return self.at or clock.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That something existed at a time, by a timestamp."""

    at: datetime
    certain: bool
    """False: whether the stamper's certificate was revoked could not be found out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The outcome for one signature."""

    codes: tuple[Code, ...]
    proof: Proof | None
    """The earliest proof of its existence; None where no timestamp holds."""
    lasts_until: datetime | None = None
    """When the certificate of its own timestamp ends."""


def evidence_in(reader: PdfFileReader, everyone: list[Found]) -> Evidence:
    """Certificates, OCSP answers and CRLs that the file brings along. Raises Malformed."""
    with parsing("validation data"):
        certificates = [
            certificate
            for found in everyone
            if found.embedded is not None
            for certificate in (*found.embedded.other_embedded_certs, found.embedded.signer_cert)
        ]
        kept = store_in(reader)
        return replace(kept, certificates=(*certificates, *kept.certificates))


def store_in(handler: PdfHandler) -> Evidence:
    """What the security store holds, in the file as it is or as it was in a revision. Raises Malformed."""
    with parsing("validation data"):
        try:
            store = DocumentSecurityStore.read_dss(handler)
        except NoDSSFoundError:
            return Evidence()
        return Evidence(
            certificates=tuple(store.load_certs()),
            ocsps=tuple(ocsp.OCSPResponse.load(_data(stream)) for stream in store.ocsps),
            crls=tuple(crl.CertificateList.load(_data(stream)) for stream in store.crls),
        )


async def of_timestamp(found: Found, court: Court, newer: Proof | None) -> Standing:
    """Judge a document timestamp now, or, once its certificate has expired, at the time a `newer` one proves."""
    if found.embedded is None:
        return Standing(codes=(), proof=None)
    try:
        token = document_token(found.embedded)
    except Malformed:
        return Standing(codes=(Code.MALFORMED,), proof=None)
    codes = await _stamper_codes(token, court, newer)
    return Standing(codes=codes, proof=_proof(token, codes), lasts_until=token.certificate.not_valid_after)


async def of_signature(found: Found, court: Court, newer: Proof | None) -> Standing:
    """Judge a signature at its own timestamp's time, else at the time a `newer` document timestamp proves, else now."""
    embedded = found.embedded
    if embedded is None:
        return Standing(codes=(), proof=None)
    codes: tuple[Code, ...] = ()
    proof, token = newer, None
    try:
        token = signature_token(embedded)
        if token is not None:
            codes = await _token_codes(embedded, token, court, newer)
            proof = _proof(token, codes) or newer
    except Malformed:
        codes = (Code.TIMESTAMP_INVALID,)
    if proof is not None and not proof.certain:
        codes += (Code.REVOCATION_UNKNOWN,)
    certificate = embedded.signer_cert
    if not may_sign(certificate):
        codes += (Code.WRONG_KEY_USAGE,)
    codes += (await judge(certificate, court.trust, court.evidence, proof.at if proof else court.at)).codes
    ends = token.certificate.not_valid_after if token else None
    return Standing(codes=tuple(dict.fromkeys(codes)), proof=proof, lasts_until=ends)


def _proof(token: Token, codes: tuple[Code, ...]) -> Proof | None:
    if set(codes) <= {Code.REVOCATION_UNKNOWN}:
        return Proof(at=token.generated_at, certain=not codes)
    return None


def signature_token(embedded: EmbeddedPdfSignature) -> Token | None:
    """The timestamp inside the signature; None where there is none. Raises Malformed."""
    with parsing("unsigned attributes"):
        attributes: Any = embedded.signer_info["unsigned_attrs"]
        values = [
            value
            for attribute in (attributes if isinstance(attributes, cms.CMSAttributes) else ())
            if attribute["type"].native == STAMP_ATTRIBUTE
            for value in attribute["values"]
        ]
    return read_token(values[0].dump()) if values else None


def level_of(found: Found, evidence: Evidence, sealed: Evidence, proof: Proof | None) -> Level | None:
    """The PAdES level the signature reaches; None for other kinds of signature.

    `sealed` is that part of the evidence which a later timestamp covers (EN 319 142-1 §6.3: B-LTA).
    """
    if not found.is_pades or found.embedded is None:
        return None
    if proof is None:
        return Level.B_B
    if not revocation_kept(found.embedded.signer_cert, evidence):
        return Level.B_T
    return Level.B_LTA if revocation_kept(found.embedded.signer_cert, sealed) else Level.B_LT


def revocation_kept(certificate: x509.Certificate, evidence: Evidence) -> bool:
    """Whether the evidence speaks of the certificate's revocation."""
    lists = any(each.issuer == certificate.issuer for each in evidence.crls)
    return lists or any(
        single["cert_id"]["serial_number"].native == certificate.serial_number
        for answer in evidence.ocsps
        if answer["response_status"].native == "successful"
        for single in answer.response_data["responses"]
    )


async def _token_codes(
    embedded: EmbeddedPdfSignature, token: Token, court: Court, newer: Proof | None
) -> tuple[Code, ...]:
    """Problems of a signature's own timestamp: any but an unknown status makes it worthless."""
    signature = embedded.signer_info["signature"].native
    if faults(token, lambda algorithm: new_hash(algorithm, signature).digest()):
        return (Code.TIMESTAMP_INVALID,)
    codes = await _stamper_codes(token, court, newer)
    return codes if set(codes) <= {Code.REVOCATION_UNKNOWN} else (Code.TIMESTAMP_INVALID,)


async def _stamper_codes(token: Token, court: Court, newer: Proof | None) -> tuple[Code, ...]:
    if token.generated_at > court.moment + CLOCK_TOLERANCE:
        return (Code.TIMESTAMP_INVALID,)
    evidence = replace(court.evidence, certificates=(*court.evidence.certificates, *token.others))
    codes = (await judge(token.certificate, court.trust, evidence, court.at)).codes
    if codes and newer is not None:
        codes = (await judge(token.certificate, court.trust, evidence, newer.at)).codes
    return codes


def _data(stream: Any) -> bytes:
    content: bytes = stream.get_object().data
    return content
