"""May this certificate sign now? Its validity always, its revocation where that can be found out in time.

At B-LT and above "could not be found out" is a failure: the file must carry the proof.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from asn1crypto import x509
from pyhanko_certvalidator.fetchers import Fetchers

from signing import clock
from signing.certificates import is_root, ladder
from signing.chain import PASSES, Evidence, Judgement, judge
from signing.errors import KeyUnavailable, ServiceFailed
from signing.net import Net
from signing.parsing import Malformed, parsing
from signing.report import Code
from signing.timestamp import Stamping
from signing.token import Token
from signing.trust import Trust
from signing.types import Finding, Patience, Signer, StatusMemory, ValidationData

REMEMBERED = timedelta(minutes=5)
"""How long a good status serves the next documents of a batch: longer, and a revocation would be missed."""
SILENCE = 60.0
"""Seconds for which one desk does not ask again where nobody answered in time; any other asks anew."""

STATUS_UNKNOWN = "Chưa kiểm tra được chứng thư người ký có bị thu hồi hay không"
STAMPER_UNKNOWN = "Tổ chức cấp dấu thời gian không thuộc danh sách tin cậy đã khai báo"
NOT_ROOTED = "Chứng thư người ký không thuộc tổ chức chứng thực đã khai báo là tin cậy"
STAMPER_UNPROVEN = "Chưa kiểm tra được chứng thư của dịch vụ dấu thời gian"

UNFOUND = frozenset({Code.REVOCATION_UNKNOWN, Code.UNTRUSTED})
REFUSALS = {
    Code.REVOKED: "Chứng thư người ký đã bị thu hồi",
    Code.EXPIRED: "Một chứng thư cấp trên của người ký đã hết hạn",
    Code.NOT_YET_VALID: "Một chứng thư cấp trên của người ký chưa có hiệu lực",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What is asked about: a certificate with what is known above it, judged by these roots."""

    leaf: bytes
    others: tuple[bytes, ...]
    trust: Trust
    moment: datetime
    """When it is asked."""
    patience: Patience
    at: datetime | None = None
    """The proven time to judge at; None: now."""


def require_validity(signer: Signer, moment: datetime) -> None:
    """Raise KeyUnavailable unless the certificate is in force at `moment` and issued for signing."""
    certificate = signer.certificate
    if moment > certificate.not_after:
        raise KeyUnavailable("expired", f"Chứng thư của {certificate.common_name} đã hết hạn")
    if moment < certificate.not_before:
        raise KeyUnavailable("not_yet_valid", f"Chứng thư của {certificate.common_name} chưa có hiệu lực")
    if not certificate.may_sign:
        raise KeyUnavailable("wrong_key_usage", f"Chứng thư của {certificate.common_name} không được cấp để ký văn bản")


async def check_status(
    net: Net, signer: Signer, trust: Trust, moment: datetime, patience: Patience, *, proven: bool = False
) -> tuple[str, ...]:
    """Refuse a revoked certificate; return warnings for what could not be found out.

    The signer's memory then holds the finding, with the chain that the signature carries and the data that proves it.
    `proven`: what cannot be found out is no warning but a ServiceFailed. Raises KeyUnavailable.
    """
    inquiry = Inquiry(leaf=signer.leaf, others=signer.chain, trust=trust, moment=moment, patience=patience)
    found = await inquire(net, signer.memory, inquiry)
    for code, sentence in REFUSALS.items():
        if code in found.problems:
            raise KeyUnavailable(code.value, sentence)
    if proven and found.data is None:
        raise ServiceFailed("status_unknown", STATUS_UNKNOWN)
    unknown, strange = not UNFOUND.isdisjoint(found.problems), bool(trust.roots) and not found.rooted
    return (STATUS_UNKNOWN,) * unknown + (NOT_ROOTED,) * strange


async def prove_stamper(
    net: Net, token: Token, stamping: Stamping, *, afresh: bool = False
) -> tuple[ValidationData, tuple[str, ...]]:
    """What proves that the token's certificate is good, and warnings. Raises ServiceFailed where nothing does.

    `afresh`: asked now, so that the proof is younger than the token.
    """
    leaf, others = token.certificate.dump(), tuple(certificate.dump() for certificate in token.others)
    trust = stamping.trust
    inquiry = Inquiry(leaf=leaf, others=others, trust=trust, moment=clock.now(), patience=stamping.patience)
    found = await inquire(net, StatusMemory() if afresh else _memory_of(leaf), inquiry)
    if found.data is None:
        raise ServiceFailed("stamper_unproven", f"{STAMPER_UNPROVEN} ({', '.join(sorted(found.problems))})")
    return found.data, (STAMPER_UNKNOWN,) * (bool(trust.roots) and not found.rooted)


@lru_cache(maxsize=64)
def _memory_of(certificate: bytes) -> StatusMemory:
    """Of timestamp authorities: there are few, and all files of this process are stamped by them."""
    return StatusMemory()


async def inquire(net: Net, memory: StatusMemory, inquiry: Inquiry) -> Finding:
    """Find out, unless `memory` still holds, what speaks against a certificate, and what proves it good.

    Files signed in a row wait for a responder that says nothing once: a hundred would wait a hundred times.
    """
    if _holds(memory.found, inquiry):
        return memory.found
    unknown = Finding(chain=memory.chain, problems=frozenset({Code.REVOCATION_UNKNOWN}))
    if time.monotonic() < net.silent.get(inquiry.leaf, 0.0):
        return unknown
    try:
        with parsing("status"):
            memory.found = await asyncio.wait_for(_find(net.fetchers(), inquiry), inquiry.patience.status)
    except TimeoutError:
        net.silent[inquiry.leaf] = time.monotonic() + SILENCE
        memory.found = unknown
    except Malformed:
        memory.found = unknown
    return memory.found


async def _find(fetchers: Fetchers, inquiry: Inquiry) -> Finding:
    judgement = await _judge(inquiry, fetchers)
    chain = ladder(inquiry.leaf, judgement.known)
    proven, known = not judgement.codes and judgement.complete, UNFOUND.isdisjoint(judgement.codes)
    return Finding(
        known_at=inquiry.moment if known else None,
        until=min(_next_updates(fetchers), default=None),
        roots=inquiry.trust.roots,
        rooted=judgement.rooted,
        chain=chain,
        problems=frozenset(judgement.codes),
        data=_gathered((inquiry.leaf, *chain), fetchers) if proven else None,
    )


def _holds(found: Finding, inquiry: Inquiry) -> bool:
    return (
        _is_fresh(found, inquiry.moment)
        and (found.until is None or inquiry.moment < found.until)
        and found.roots in (None, inquiry.trust.roots)
    )


def _is_fresh(found: Finding, moment: datetime) -> bool:
    return found.known_at is not None and timedelta() <= moment - found.known_at < REMEMBERED


async def _judge(inquiry: Inquiry, fetchers: Fetchers) -> Judgement:
    """Judge against the given roots; where the chain does not reach them, against its own; else its known issuers."""
    leaf = x509.Certificate.load(inquiry.leaf)
    evidence = Evidence(certificates=tuple(x509.Certificate.load(der) for der in inquiry.others), fetchers=fetchers)
    judgement = await judge(leaf, inquiry.trust, evidence, inquiry.at)
    if Code.UNTRUSTED not in judgement.codes:
        return judgement
    known = judgement.known
    issuers = tuple(certificate.dump() for certificate in known)
    own_root = tuple(der for der in issuers if is_root(der))
    evidence = replace(evidence, certificates=known)
    for anchors in (own_root, issuers):
        judgement = await judge(leaf, Trust(anchors), evidence, inquiry.at)
        if Code.UNTRUSTED not in judgement.codes:
            break
    return replace(judgement, rooted=False, complete=anchors is own_root, known=known)


def _gathered(chain: tuple[bytes, ...], fetchers: Fetchers) -> ValidationData:
    return ValidationData(
        certificates=chain,
        ocsps=tuple(answer.dump() for answer in fetchers.ocsp_fetcher.fetched_responses()),
        crls=tuple(each.dump() for each in fetchers.crl_fetcher.fetched_crls()),
    )


def _next_updates(fetchers: Fetchers) -> Iterator[datetime]:
    for answer in fetchers.ocsp_fetcher.fetched_responses():
        if answer["response_status"].native == "successful":
            for single in answer.response_data["responses"]:
                yield from _said(single["next_update"].native)
    for each in fetchers.crl_fetcher.fetched_crls():
        yield from _said(each["tbs_cert_list"]["next_update"].native)


def _said(moment: datetime | None) -> tuple[datetime, ...]:
    return () if moment is None else (moment,)


async def timestamp_warnings(token: Token, trust: Trust) -> tuple[str, ...]:
    """A warning when the timestamp authority's chain does not reach the given roots; no root given: nothing to say."""
    if not trust.roots:
        return ()
    memory = _reach_of(token.certificate.dump(), tuple(each.dump() for each in token.others), trust.roots)
    moment = clock.now()
    if not _is_fresh(memory.found, moment):
        judgement = await judge(token.certificate, trust, Evidence(certificates=token.others), None, passes=PASSES[:1])
        memory.found = Finding(known_at=moment, rooted=not judgement.codes)
    return () if memory.found.rooted else (STAMPER_UNKNOWN,)


@lru_cache(maxsize=64)
def _reach_of(certificate: bytes, others: tuple[bytes, ...], roots: tuple[bytes, ...]) -> StatusMemory:
    """Whether this authority's chain, as its tokens carry it, reaches these roots: 5 ms to find out anew."""
    return StatusMemory()
