"""May this certificate sign now? Its validity always, its revocation where that can be found out in time."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from asn1crypto import x509

from signing.certificates import ladder
from signing.chain import PASSES, Evidence, Judgement, judge
from signing.errors import KeyUnavailable
from signing.net import Net
from signing.parsing import Malformed, parsing
from signing.report import Code
from signing.token import Token
from signing.trust import Trust
from signing.types import Patience, Signer

REMEMBERED = timedelta(minutes=5)
"""How long a good status serves the next documents of a batch: longer, and a revocation would be missed."""

STATUS_UNKNOWN = "Chưa kiểm tra được chứng thư người ký có bị thu hồi hay không"
STAMPER_UNKNOWN = "Tổ chức cấp dấu thời gian không thuộc danh sách tin cậy đã khai báo"
NOT_ROOTED = "Chứng thư người ký không thuộc tổ chức chứng thực đã khai báo là tin cậy"

UNFOUND = frozenset({Code.REVOCATION_UNKNOWN, Code.UNTRUSTED})
REFUSALS = {
    Code.REVOKED: "Chứng thư người ký đã bị thu hồi",
    Code.EXPIRED: "Một chứng thư cấp trên của người ký đã hết hạn",
    Code.NOT_YET_VALID: "Một chứng thư cấp trên của người ký chưa có hiệu lực",
}


def require_validity(signer: Signer, moment: datetime) -> None:
    """Raise KeyUnavailable unless the certificate is in force at `moment` and issued for signing."""
    certificate = signer.certificate
    if moment > certificate.not_after:
        raise KeyUnavailable("expired", f"Chứng thư của {certificate.common_name} đã hết hạn")
    if moment < certificate.not_before:
        raise KeyUnavailable("not_yet_valid", f"Chứng thư của {certificate.common_name} chưa có hiệu lực")
    if not certificate.may_sign:
        raise KeyUnavailable("wrong_key_usage", f"Chứng thư của {certificate.common_name} không được cấp để ký văn bản")


async def check_status(net: Net, signer: Signer, trust: Trust, moment: datetime, patience: Patience) -> tuple[str, ...]:
    """Refuse a revoked certificate; return warnings for what could not be found out.

    Remembers the chain it found, which the signature then carries. Raises KeyUnavailable.
    """
    memory = signer.memory
    if memory.known_at is not None and timedelta() <= moment - memory.known_at < REMEMBERED:
        return memory.warnings
    try:
        with parsing("status"):
            judgement = await asyncio.wait_for(_judge(net, signer, trust), patience.status)
            chain = ladder(signer.leaf, judgement.known)
    except (TimeoutError, Malformed):
        return (STATUS_UNKNOWN,)
    for code, sentence in REFUSALS.items():
        if code in judgement.codes:
            raise KeyUnavailable(code.value, sentence)
    memory.chain = chain
    unknown = not UNFOUND.isdisjoint(judgement.codes)
    memory.warnings = (STATUS_UNKNOWN,) * unknown + (NOT_ROOTED,) * (bool(trust.roots) and not judgement.rooted)
    memory.known_at = None if unknown else moment
    return memory.warnings


async def _judge(net: Net, signer: Signer, trust: Trust) -> Judgement:
    """Judge against the given roots; where the chain does not reach them, against the issuers that are known."""
    leaf = x509.Certificate.load(signer.leaf)
    evidence = Evidence(certificates=tuple(x509.Certificate.load(der) for der in signer.chain), fetchers=net.fetchers())
    judgement = await judge(leaf, trust, evidence, None)
    if Code.UNTRUSTED not in judgement.codes:
        return judgement
    issuers = tuple(certificate.dump() for certificate in judgement.known)
    return replace(await judge(leaf, Trust(issuers), evidence, None), rooted=False, known=judgement.known)


async def timestamp_warnings(token: Token, trust: Trust) -> tuple[str, ...]:
    """A warning when the timestamp authority's chain does not reach the given roots; no root given: nothing to say."""
    if not trust.roots:
        return ()
    judgement = await judge(token.certificate, trust, Evidence(certificates=token.others), None, passes=PASSES[:1])
    return (STAMPER_UNKNOWN,) if judgement.codes else ()
