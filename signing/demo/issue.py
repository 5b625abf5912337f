"""Issuing the demo certificates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

ORGANISATION = "UBND xã Mẫu TEST"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who signs a certificate, and where its revocation data and certificate are served."""

    certificate: x509.Certificate
    key: Key = field(repr=False)
    crl: str
    ocsp: str | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a certificate is for."""

    name: str
    """Common name; holds the word TEST."""
    uses: Sequence[x509.ObjectIdentifier] = ()
    critical_uses: bool = False
    authority: bool = False
    unchecked: bool = False
    """An OCSP responder: its own status is not asked for (RFC 6960 §4.2.2.2.1)."""
    rsa: bool = False
    days: float = 1095
    begins: timedelta = -DAY
    """From now."""


PROFILES = {
    "canbo": Profile(name="Nguyễn Thị Cán Bộ TEST", uses=(Use.CLIENT_AUTH, Use.EMAIL_PROTECTION)),
    "thuly": Profile(name="Lê Văn Thụ Lý TEST", uses=(Use.CLIENT_AUTH, Use.EMAIL_PROTECTION)),
    "lanhdao": Profile(name="Trần Văn Lãnh Đạo TEST", uses=(Use.CLIENT_AUTH, Use.EMAIL_PROTECTION), rsa=True),
    "vanthu": Profile(name="UBND xã Mẫu TEST", uses=(Use.CLIENT_AUTH, Use.EMAIL_PROTECTION)),
    "tsa": Profile(name="Dấu thời gian TEST", uses=(Use.TIME_STAMPING,), critical_uses=True),
    "ocsp": Profile(name="OCSP TEST", uses=(Use.OCSP_SIGNING,), unchecked=True),
}
ROOT = Profile(name="Root CA TEST", authority=True, days=3650)
CA = Profile(name="CA TEST", authority=True, days=2920)


def new_key(profile: Profile) -> Key:
    """A fresh key: P-256, or RSA-2048 where the profile asks for it."""
    return rsa.generate_private_key(65537, 2048) if profile.rsa else ec.generate_private_key(ec.SECP256R1())


def certify(profile: Profile, key: Key, issuer: Authority | None) -> x509.Certificate:
    """Issue a certificate; no issuer: self-signed."""
    subject = name_of(profile)
    begins = datetime.now(UTC).replace(microsecond=0) + profile.begins
    public = key.public_key()
    builder = (
        x509.CertificateBuilder(subject_name=subject, public_key=public)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=profile.days))
        .add_extension(x509.BasicConstraints(profile.authority, 1 if profile.authority and not issuer else None), True)
        .add_extension(_key_usage(profile), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )
    if profile.uses:
        builder = builder.add_extension(x509.ExtendedKeyUsage(profile.uses), profile.critical_uses)
    if profile.unchecked:
        builder = builder.add_extension(x509.OCSPNoCheck(), False)
    if issuer:
        builder = _pointers(builder, issuer)
    return builder.sign((issuer.key if issuer else key), SHA256())


def name_of(profile: Profile) -> x509.Name:
    """The subject."""
    parts = (
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, ORGANISATION),
        (NameOID.COMMON_NAME, profile.name),
    )
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _pointers(builder: x509.CertificateBuilder, issuer: Authority) -> x509.CertificateBuilder:
    public = issuer.certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise TypeError("demo authorities have RSA or EC keys")
    access = [x509.AccessDescription(Access.CA_ISSUERS, x509.UniformResourceIdentifier(issuer.address))]
    if issuer.ocsp:
        access.append(x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(issuer.ocsp)))
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(issuer.crl)], None, None, None)
    return (
        builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False)
        .add_extension(x509.CRLDistributionPoints([point]), False)
        .add_extension(x509.AuthorityInformationAccess(access), False)
    )


def _key_usage(profile: Profile) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not profile.authority,
        content_commitment=not profile.authority and not profile.unchecked,
        key_cert_sign=profile.authority,
        crl_sign=profile.authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
