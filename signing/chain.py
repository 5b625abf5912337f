"""Judging a certificate's chain: does it reach a root, was it in force, was it revoked?

Three passes, each able to fail alone, so that an unreachable revocation service never hides an expired or revoked
certificate: the path itself, then the leaf's status, then the authorities'.
"""

from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as faults
from pyhanko_certvalidator.fetchers import Fetchers
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import CertificateRegistry, SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input
from pyhanko_certvalidator.revinfo.manager import RevinfoManager

from signing.parsing import PARSER_FAULTS
from signing.report import Code
from signing.trust import Trust

_REQUIRED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
_NO_CHECK = RevocationCheckingRule.NO_CHECK
PASSES = (
    NO_REVOCATION,
    RevocationCheckingPolicy(ee_certificate_rule=_REQUIRED, intermediate_ca_cert_rule=_NO_CHECK),
    RevocationCheckingPolicy(ee_certificate_rule=_NO_CHECK, intermediate_ca_cert_rule=_REQUIRED),
)

# The first class that fits names the problem.
CODES: tuple[tuple[type[Exception], Code], ...] = (
    (faults.RevokedError, Code.REVOKED),
    (faults.InsufficientRevinfoError, Code.REVOCATION_UNKNOWN),
    (faults.ExpiredError, Code.EXPIRED),
    (faults.NotYetValidError, Code.NOT_YET_VALID),
    (faults.DisallowedAlgorithmError, Code.WEAK_ALGORITHM),
    (faults.PathError, Code.UNTRUSTED),
    (faults.ValidationError, Code.UNTRUSTED),
)

FAULTS = (faults.PathError, *PARSER_FAULTS)  # every ValidationError is among the latter


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What may be used to judge: certificates and revocation data at hand, and the network or None."""

    certificates: tuple[x509.Certificate, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    fetchers: Fetchers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The outcome: no codes means good and known to be good."""

    codes: tuple[Code, ...]
    known: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    """Every certificate at hand in the end, fetched issuers included."""
    rooted: bool = True
    """False: judged against its issuers, because it does not reach the roots given."""
    complete: bool = True
    """False: the chain was not followed up to a root."""


async def judge(
    certificate: x509.Certificate,
    trust: Trust,
    evidence: Evidence,
    moment: datetime | None,
    passes: tuple[RevocationCheckingPolicy, ...] = PASSES,
) -> Judgement:
    """Judge `certificate` at `moment`; None: now, where any revocation counts, whatever its date.

    At a past moment later revocation data is accepted, and a revocation after the moment does not count.
    """
    codes: list[Code] = []
    registry = CertificateRegistry.build(
        evidence.certificates, cert_fetcher=evidence.fetchers.cert_fetcher if evidence.fetchers else None
    )
    for policy in passes:
        context = _context(trust, evidence, registry, moment, policy)
        try:
            await CertificateValidator(certificate, validation_context=context).async_validate_path()
        except FAULTS as fault:
            codes.append(next((code for kind, code in CODES if isinstance(fault, kind)), Code.MALFORMED))
            if policy is NO_REVOCATION:
                break
    return Judgement(codes=tuple(dict.fromkeys(codes)), known=tuple(registry))


def _context(
    trust: Trust,
    evidence: Evidence,
    registry: CertificateRegistry,
    moment: datetime | None,
    policy: RevocationCheckingPolicy,
) -> ValidationContext:
    return ValidationContext(
        trust_manager=SimpleTrustManager.build(trust_roots=trust.certificates()),
        certificate_registry=registry,
        moment=moment,
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=moment is not None),
        revinfo_manager=RevinfoManager(
            certificate_registry=registry,
            poe_manager=POEManager(),
            crls=process_legacy_crl_input(evidence.crls),
            ocsps=process_legacy_ocsp_input(evidence.ocsps),
            fetchers=evidence.fetchers,
        ),
    )
