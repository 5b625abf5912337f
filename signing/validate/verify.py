"""Verification: one file in, one report out."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

from signing import clock
from signing.certificates import common_name
from signing.chain import Evidence
from signing.errors import Unreadable
from signing.limits import Limits
from signing.net import Net
from signing.parsing import Malformed, parsing
from signing.pdf import open_pdf
from signing.report import Code, Kind, Report, SignatureReport, Verdict
from signing.trust import Trust
from signing.validate import ending
from signing.validate.changes import changes_after
from signing.validate.found import Found, gather, removed
from signing.validate.integrity import check
from signing.validate.policies import Profile
from signing.validate.standing import (
    Court,
    Proof,
    Standing,
    evidence_in,
    level_of,
    of_signature,
    of_timestamp,
    store_in,
)

__all__ = ["Profile", "verify"]

TOO_LARGE = Report(signatures=(), codes=(Code.TOO_LARGE,))


def verify(
    path: Path,
    trust: Trust,
    *,
    profile: Profile | str = Profile.FOREIGN,
    offline: bool = False,
    at: datetime | None = None,
    limits: Limits | None = None,
) -> Report:
    """Judge every signature of the file at `path`, trusting only the roots given.

    `offline`: nothing but the file and the roots. `at`: judge as if it were that time; None: now. Raises Unreadable
    (no PDF, damaged, encrypted) and OSError; whatever else a hostile file holds ends in the report.
    """
    limits, profile = limits or Limits(), Profile(profile)
    size = path.stat().st_size
    if size > limits.size:
        return TOO_LARGE
    if size == 0:
        raise Unreadable("not_pdf", "Tệp rỗng")
    with path.open("rb") as stream:
        try:
            reader = open_pdf(ending.readable(stream, size, ending.last_mark(path)))
            everyone = _gather(reader, limits)
        except Malformed:
            return Report(signatures=(), codes=(Code.MALFORMED,))
        if everyone is None:
            return TOO_LARGE
        case = _Case(path, reader, everyone, profile, at, limits)
        codes = tuple(case.file_codes())
        return Report(signatures=asyncio.run(case.judge(trust, offline)), codes=codes)


def _gather(reader: PdfFileReader, limits: Limits) -> list[Found] | None:
    """None: too many."""
    with parsing("revisions"):
        revisions = reader.xrefs.total_revisions
    everyone = gather(reader)
    return None if len(everyone) > limits.signatures or revisions > limits.revisions else everyone


class _Case:
    """One file before the court."""

    def __init__(
        self,
        path: Path,
        reader: PdfFileReader,
        everyone: list[Found],
        profile: Profile,
        at: datetime | None,
        limits: Limits,
    ) -> None:
        self._path, self._reader, self._everyone = path, reader, everyone
        self._profile, self._at = profile, at
        self._size = path.stat().st_size
        self._deadline = time.monotonic() + limits.seconds

    def file_codes(self) -> Iterator[Code]:
        """Problems of the file itself."""
        try:
            if removed(self._reader):
                yield Code.SIGNATURE_REMOVED
            with parsing("ending"):
                ends = [found.end for found in self._everyone]
                if ends and ending.hangs_on(self._path, self._reader, ends, self._profile):
                    yield Code.TRAILING_BYTES
        except Malformed:
            yield Code.MALFORMED

    async def judge(self, trust: Trust, offline: bool) -> tuple[SignatureReport, ...]:
        """Newest first, because a timestamp proves the time of what stands before it; reported oldest first."""
        try:
            evidence = evidence_in(self._reader, self._everyone)
        except Malformed:
            evidence = Evidence()
        reports: list[SignatureReport] = []
        async with Net() as net:
            usable = evidence if offline else replace(evidence, fetchers=net.fetchers())
            court = Court(trust=trust, evidence=usable, at=self._at)
            proof: Proof | None = None
            for found in reversed(self._everyone):
                report, own_proof = await self._one(found, court, proof)
                reports.append(report)
                if found.kind is Kind.TIMESTAMP and report.verdict is not Verdict.INVALID:
                    proof = own_proof or proof
        return tuple(reversed(reports))

    def _sealed(self, newer: Proof | None) -> Evidence:
        """What the newest timestamp covers of the file's validation data."""
        if newer is None:
            return Evidence()
        stamped = max(found.revision for found in self._everyone if found.kind is Kind.TIMESTAMP)
        return store_in(self._reader.get_historical_resolver(stamped))

    async def _one(self, found: Found, court: Court, newer: Proof | None) -> tuple[SignatureReport, Proof | None]:
        if time.monotonic() > self._deadline:
            return _unjudged(found, Code.TOO_LARGE), None
        judged = of_timestamp if found.kind is Kind.TIMESTAMP else of_signature
        try:
            with parsing("standing"):
                codes = check(found, self._profile)
                standing = await judged(found, court, newer)
                standing = replace(standing, codes=tuple(dict.fromkeys((*codes, *standing.codes))))
                return self._report(found, standing, court, newer), standing.proof
        except Malformed:
            return _unjudged(found, Code.MALFORMED), None

    def _report(self, found: Found, standing: Standing, court: Court, newer: Proof | None) -> SignatureReport:
        embedded = found.embedded
        certificate = embedded.signer_cert if embedded else None
        timestamp = found.kind is Kind.TIMESTAMP
        return SignatureReport(
            field=found.field,
            kind=found.kind,
            signer=common_name(certificate.subject) if certificate else None,
            issuer=common_name(certificate.issuer) if certificate else None,
            signed_at=None if timestamp else _claimed_time(found),
            timestamped_at=standing.proof.at if standing.proof else None,
            level=None if timestamp else level_of(found, court.evidence, self._sealed(newer), standing.proof),
            covers_document=found.end == self._size,
            changes_after=changes_after(found, self._everyone),
            codes=standing.codes,
            lasts_until=standing.lasts_until,
        )


def _unjudged(found: Found, code: Code) -> SignatureReport:
    """A signature of which nothing more can be said."""
    return SignatureReport(
        field=found.field,
        kind=found.kind,
        signer=None,
        issuer=None,
        signed_at=None,
        timestamped_at=None,
        level=None,
        covers_document=False,
        changes_after=(),
        codes=(code,),
    )


def _claimed_time(found: Found) -> datetime | None:
    """What the signer says; None where nothing readable is said."""
    if found.embedded is None:
        return None
    try:
        with parsing("signing time"):
            claimed = extract_self_reported_ts(found.embedded.signer_info)
            if claimed is None:
                claimed = parse_pdf_date(found.embedded.sig_object["/M"], strict=False)
            return clock.in_vietnam(claimed)
    except Malformed:
        return None
