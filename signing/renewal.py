"""Making what is signed already last longer: up to a higher level, or past the end of its timestamp's certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import x509

from signing import clock
from signing.deliver import replacing
from signing.desk import Desk, at
from signing.errors import KeyUnavailable, ServiceFailed, Unreadable, Unsignable
from signing.lasting import add_archive_timestamp, add_data, add_timestamp, stamped, timestamp
from signing.net import Net
from signing.parsing import Malformed, parsing
from signing.pdf import open_pdf
from signing.report import Code, Kind
from signing.status import STATUS_UNKNOWN, Inquiry, inquire, prove_stamper
from signing.timestamp import Stamping
from signing.token import Token
from signing.trust import Trust
from signing.types import Level, Patience, Stamped, StatusMemory, ValidationData
from signing.validate.found import Found, gather
from signing.validate.integrity import document_token
from signing.validate.standing import evidence_in, revocation_kept, signature_token


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A certificate whose good standing the file must prove."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    at: datetime
    """The time that a timestamp proves for what it signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a file holds already."""

    subjects: tuple[_Subject, ...]
    """Those that its store does not speak of yet; not the newest timestamp's."""
    newest: Token | None
    field: str
    """Where the newest timestamp is."""
    unstamped: bool
    """A signature stands in it whose time no timestamp proves."""


def lift(
    source: Path,
    target: Path,
    *,
    level: Level,
    tsa: str,
    trust: Trust | None = None,
    patience: Patience | None = None,
    desk: Desk | None = None,
) -> Stamped:
    """Bring every signature of `source` to `level` by appending: timestamp, proof, archive timestamp, as they lack.

    What is told is the newest timestamp. Raises ServiceFailed (a timestamp or a proof cannot be had), KeyUnavailable (a
    signer's certificate had been revoked), Unsignable, OSError, with the same promise about the files as `sign`.
    """
    if level in (Level.B_B, Level.B_T):
        return timestamp(source, target, tsa=tsa, trust=trust, patience=patience, desk=desk)
    stamping = Stamping(tsa=tsa, trust=trust or Trust(), patience=patience or Patience())
    with at(desk) as used:
        return used.run(_lift(used.net, source, target, stamping, level))


def renew(
    source: Path,
    target: Path,
    *,
    tsa: str,
    trust: Trust | None = None,
    patience: Patience | None = None,
    desk: Desk | None = None,
) -> Stamped:
    """Prove the newest timestamp's certificate good while that can be proven, and put a new timestamp over it.

    To be done before `lasts_until` of the newest one (EN 319 142-1 §5.5, RFC 4998 in spirit): `source` is at B-T or
    above and is at B-LTA afterwards. Raises as `lift`; Unsignable too where there is no timestamp, or it is too late.
    """
    stamping = Stamping(tsa=tsa, trust=trust or Trust(), patience=patience or Patience())
    with at(desk) as used:
        return used.run(_lift(used.net, source, target, stamping, Level.B_LTA, renewing=True))


async def _lift(
    net: Net, source: Path, target: Path, stamping: Stamping, level: Level, *, renewing: bool = False
) -> Stamped:
    with replacing(source, target) as copy:
        held = _read(copy)
        if renewing and (held.unstamped or held.newest is None):
            raise Unsignable("no_timestamp", "Văn bản chưa có dấu thời gian để gia hạn")
        if held.unstamped:
            await add_timestamp(net, source, copy, stamping, ValidationData())
            held = _read(copy)
        newest = held.newest
        if newest is None:
            raise Unsignable("unsigned", "Văn bản chưa có chữ ký")
        if newest.certificate.not_valid_after < clock.now():
            raise Unsignable("too_late", "Chứng thư của dấu thời gian mới nhất đã hết hạn, không gia hạn được nữa")
        data, warnings = await prove_stamper(net, newest, stamping, afresh=True)
        for subject in held.subjects:
            data = await _prove(net, subject, stamping) | data
        field = held.field
        if level is Level.B_LTA:
            newest, field = await add_archive_timestamp(net, source, copy, stamping, data)
        else:
            add_data(copy, data)
    return stamped(newest, field, warnings)


async def _prove(net: Net, subject: _Subject, stamping: Stamping) -> ValidationData:
    inquiry = Inquiry(
        leaf=subject.certificate.dump(),
        others=tuple(certificate.dump() for certificate in subject.others),
        trust=stamping.trust,
        moment=clock.now(),
        patience=stamping.patience,
        at=subject.at,
    )
    found = await inquire(net, StatusMemory(), inquiry)
    if Code.REVOKED in found.problems:
        raise KeyUnavailable("revoked", "Chứng thư người ký đã bị thu hồi trước thời điểm ký")
    if found.data is None:
        raise ServiceFailed("status_unknown", f"{STATUS_UNKNOWN} ({', '.join(sorted(found.problems))})")
    return found.data


def _read(path: Path) -> _Held:
    """Raises Unsignable: no PDF, damaged, encrypted."""
    with path.open("rb") as stream:
        try:
            with parsing("signatures"):
                reader = open_pdf(stream)
                everyone = gather(reader)
                evidence = evidence_in(reader, everyone)
                return _told(everyone, lambda subject: revocation_kept(subject.certificate, evidence))
        except Unreadable as fault:
            raise Unsignable(fault.code, str(fault)) from fault
        except Malformed as fault:
            raise Unsignable("damaged", "Chữ ký trong tệp PDF hỏng hoặc không đúng chuẩn") from fault


def _told(everyone: list[Found], is_proven: Callable[[_Subject], bool]) -> _Held:
    newest, field, newer = None, "", None
    subjects: list[_Subject] = []
    unstamped = False
    for found in reversed(everyone):
        embedded = found.embedded
        if embedded is None:
            raise Malformed("a signature does not parse")
        signature = found.kind is Kind.SIGNATURE
        token = signature_token(embedded) if signature else document_token(embedded)
        if token is not None and newest is not None:
            subjects.append(
                _Subject(certificate=token.certificate, others=token.others, at=newer or newest.generated_at)
            )
        elif token is not None:
            newest, field = token, found.field
        time = token.generated_at if token else newer
        if signature and time:
            others = tuple(embedded.other_embedded_certs)
            subjects.append(_Subject(certificate=embedded.signer_cert, others=others, at=time))
        unstamped |= time is None
        newer = newer if signature else time
    lacking = tuple(subject for subject in subjects if not is_proven(subject))
    return _Held(subjects=lacking, newest=newest, field=field, unstamped=unstamped)
