"""Reading what a certificate says."""

from collections.abc import Iterable

from asn1crypto import x509

from signing.types import CertificateInfo

# What a certificate that names extended usages must name one of before its holder may sign documents: any usage,
# e-mail, client authentication (what Vietnamese authorities issue), and the document signing usages of RFC 9336,
# Adobe and Microsoft.
SIGNING_USES = frozenset(
    {
        "any_extended_key_usage",
        "email_protection",
        "client_auth",
        "1.3.6.1.5.5.7.3.36",
        "adobe_authentic_documents_trust",
        "microsoft_document_signing",
        "1.2.840.113583.1.1.5",
        "1.3.6.1.4.1.311.10.3.12",
    }
)


def common_name(name: x509.Name) -> str:
    """The (last) common name; the whole name where there is none."""
    return _part(name, "common_name") or str(name.human_friendly)


def describe(der: bytes) -> CertificateInfo:
    """What the DER certificate says about its holder."""
    certificate = x509.Certificate.load(der)
    subject = certificate.subject
    words = " ".join(str(value) for value in (_part(subject, "common_name"), _part(subject, "organization_name")))
    return CertificateInfo(
        common_name=common_name(subject),
        organisation=_part(subject, "organization_name"),
        issuer=common_name(certificate.issuer),
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        is_test="TEST" in words.split(),
        may_sign=may_sign(certificate),
    )


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether its key usage and extended key usage, where stated, allow signing documents."""
    usage = certificate.key_usage_value
    extended = certificate.extended_key_usage_value
    return (usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)) and (
        extended is None or bool(SIGNING_USES & set(extended.native))
    )


def may_timestamp(certificate: x509.Certificate) -> bool:
    """RFC 3161 §2.3: exactly one extended key usage, timeStamping, and critical."""
    extended = certificate.extended_key_usage_value
    critical = {
        extension["extn_id"].native
        for extension in certificate["tbs_certificate"]["extensions"]
        if extension["critical"].native
    }
    return extended is not None and extended.native == ["time_stamping"] and "extended_key_usage" in critical


def is_root(der: bytes) -> bool:
    """Self-issued and self-signed by its identifiers: carried by nobody, trusted only from configuration."""
    return str(x509.Certificate.load(der).self_signed) != "no"


def ladder(leaf: bytes, known: Iterable[x509.Certificate]) -> tuple[bytes, ...]:
    """The authorities above `leaf` among `known`, nearest first, up to but without the root; DER."""
    found: list[bytes] = []
    by_subject = {certificate.subject.hashable: certificate for certificate in known}
    step = x509.Certificate.load(leaf)
    while (step := by_subject.pop(step.issuer.hashable, None)) is not None and not is_root(step.dump()):
        found.append(step.dump())
    return tuple(found)


def _part(name: x509.Name, kind: str) -> str | None:
    value = name.native.get(kind)
    return str(value[-1] if isinstance(value, list) else value) if value else None
