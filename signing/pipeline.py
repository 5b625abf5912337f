"""Signing and timestamping a PDF file: the two pipelines."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from signing import clock
from signing.appearance import Appearance, compose
from signing.cms import signed_attributes, signed_data
from signing.deliver import check_written, replacing
from signing.embed import Prepared, Slot, fill_room, make_room
from signing.errors import Misuse
from signing.net import Net
from signing.page import locate, read_page
from signing.pdf import Appender, appending, composing, free_field, refuse_unsignable
from signing.signers.proof import require_own_signature
from signing.stamps import text_of, usual_place
from signing.status import check_status, require_validity, timestamp_warnings
from signing.timestamp import fetch_token
from signing.trust import Trust
from signing.types import Level, Patience, Signed, Signer, Stamp, Stamped, StampKind

SIGNATURE_FIELD, TIMESTAMP_FIELD = "ChuKy", "DauThoiGian"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One request to sign."""

    signer: Signer
    level: Level
    tsa: str | None
    trust: Trust
    field: str | None
    stamp: Stamp | None
    moment: datetime
    patience: Patience


def sign(
    source: Path,
    target: Path,
    signer: Signer,
    *,
    level: Level,
    tsa: str | None = None,
    trust: Trust | None = None,
    field: str | None = None,
    stamp: Stamp | None = None,
    now: datetime | None = None,
    patience: Patience | None = None,
) -> Signed:
    """Sign `source` into `target` (they may be the same file): PAdES, only appending, all or nothing.

    `tsa` is the address of an RFC 3161 service, needed at B-T; `field` None: the next free name; `now` stands in for
    the server's clock. Raises Misuse, KeyUnavailable, ServiceFailed, Unsignable; OSError for disk and folder. Whatever
    is raised, target is as it was before, and source is never changed.
    """
    order = _Order(
        signer=signer,
        level=level,
        tsa=tsa if level is Level.B_T else None,
        trust=trust or Trust(),
        field=field,
        stamp=None if stamp is None or stamp.kind is StampKind.NONE else stamp,
        moment=now or clock.now(),
        patience=patience or Patience(),
    )
    _require_offered(order)
    require_validity(signer, order.moment)
    return asyncio.run(_sign(source, target, order))


def timestamp(
    source: Path, target: Path, *, tsa: str, trust: Trust | None = None, patience: Patience | None = None
) -> Stamped:
    """Append a document timestamp (EN 319 142-1 §5.5): lifts a B-B signature to B-T after its service had failed.

    Raises ServiceFailed, Unsignable, OSError, with the same promise about the files as `sign`.
    """
    return asyncio.run(_timestamp(source, target, tsa, trust or Trust(), patience or Patience()))


def _require_offered(order: _Order) -> None:
    if order.level in (Level.B_LT, Level.B_LTA):
        raise Misuse("not_offered", f"Mức {order.level.value} chưa có trong phiên bản này")
    if order.level is Level.B_T and not order.tsa:
        raise Misuse("no_tsa", "Mức B-T cần địa chỉ dịch vụ dấu thời gian")


async def _sign(source: Path, target: Path, order: _Order) -> Signed:
    async with Net() as net:
        warnings = await check_status(net, order.signer, order.trust, order.moment, order.patience)
        with replacing(source, target) as copy, appending(copy) as (stream, writer):
            with composing():
                refuse_unsignable(writer)
                slot = _slot(writer, order)
                prepared = make_room(stream, writer, slot)
            cms, stamped_at, more = await _seal(net, order, prepared)
            fill_room(stream, prepared, cms)
            stream.flush()
            check_written(source, copy, prepared, cms)
    return Signed(
        level=order.level,
        field=slot.field,
        signed_at=order.moment,
        timestamped_at=stamped_at,
        warnings=(*warnings, *more),
    )


async def _timestamp(source: Path, target: Path, tsa: str, trust: Trust, patience: Patience) -> Stamped:
    async with Net() as net:
        with replacing(source, target) as copy, appending(copy) as (stream, writer):
            with composing():
                slot = Slot(field=free_field(writer, None, TIMESTAMP_FIELD), signed_at=None)
                prepared = make_room(stream, writer, slot)
            token = await fetch_token(net, tsa, prepared.digest, patience)
            warnings = await timestamp_warnings(token, trust)
            fill_room(stream, prepared, token.der)
            stream.flush()
            check_written(source, copy, prepared, token.der)
    return Stamped(field=slot.field, timestamped_at=token.generated_at, warnings=warnings)


async def _seal(net: Net, order: _Order, prepared: Prepared) -> tuple[bytes, datetime | None, tuple[str, ...]]:
    """The CMS over the prepared file, the time of its timestamp, and warnings about that."""
    signer = order.signer
    attributes = signed_attributes(prepared.digest, signer.leaf, signer.algorithm)
    signature = signer.sign_bytes(attributes)
    require_own_signature(signer, attributes, signature)
    token = None
    if order.tsa:
        token = await fetch_token(net, order.tsa, sha256(signature).digest(), order.patience)
    cms = signed_data(
        attributes=attributes,
        signature=signature,
        algorithm=signer.algorithm,
        certificate=signer.leaf,
        chain=signer.memory.chain or signer.chain,
        timestamp_token=token.der if token else None,
    )
    if token is None:
        return cms, None, ()
    return cms, token.generated_at, await timestamp_warnings(token, order.trust)


def _slot(writer: Appender, order: _Order) -> Slot:
    field = free_field(writer, order.field, SIGNATURE_FIELD)
    page, look = _look(writer, order, order.stamp) if order.stamp else (0, None)
    return Slot(field=field, signed_at=order.moment, page=page, appearance=look)


def _look(writer: Appender, order: _Order, stamp: Stamp) -> tuple[int, Appearance]:
    certificate = order.signer.certificate
    page = read_page(writer, stamp.placement.page if stamp.placement else 1)
    placement = stamp.placement or usual_place(stamp.kind, *page.size_mm)
    lines = text_of(stamp, certificate, clock.iso(order.moment))
    return page.index, compose(stamp, lines, locate(page, placement))
