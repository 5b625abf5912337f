"""Signing with a key on another machine, in two steps that may lie minutes and a restart apart.

`prepare` makes room in a copy and says what must be signed; `embed` takes the value, believes nothing, and finishes.
Between them stand only the prepared file and a `Pending` as JSON.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from signing import clock
from signing.cms import signed_attributes, signed_data
from signing.deliver import check_filled, digest_around, replacing
from signing.embed import Prepared, fill_room, make_room
from signing.errors import KeyUnavailable, Misuse, Stale
from signing.net import Net
from signing.pdf import appending, composing, refuse_unsignable
from signing.prepared import Pending
from signing.signers.proof import require_own_signature
from signing.slots import signature_slot
from signing.status import check_status, require_validity, timestamp_warnings
from signing.timestamp import fetch_token
from signing.trust import Trust
from signing.types import Level, Patience, Signed, Signer, Stamp

VALID_FOR = timedelta(minutes=30)
"""How long a prepared signature waits: its time of signing stands in the file already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One request to embed."""

    pending: Pending
    signature: bytes
    signer: Signer
    level: Level
    tsa: str | None
    trust: Trust
    moment: datetime
    patience: Patience


def prepare(
    source: Path,
    prepared: Path,
    signer: Signer,
    *,
    trust: Trust | None = None,
    field: str | None = None,
    stamp: Stamp | None = None,
    now: datetime | None = None,
    valid_for: timedelta = VALID_FOR,
    patience: Patience | None = None,
) -> Pending:
    """Write `source` with room for a signature of `signer` to `prepared`; only appending, all or nothing.

    The certificate is judged already now, so that nobody is asked for a PIN in vain. One `signer` for a whole batch
    asks for its status once. Raises KeyUnavailable, Unsignable; OSError for disk and folder.
    """
    moment = (now or clock.now()).replace(microsecond=0)
    require_validity(signer, moment)
    asyncio.run(_check(signer, trust or Trust(), moment, patience or Patience()))
    with replacing(source, prepared) as copy, appending(copy) as (stream, writer), composing():
        refuse_unsignable(writer)
        slot = signature_slot(writer, signer.certificate, moment, field=field, stamp=stamp)
        room = make_room(stream, writer, slot)
    return Pending(
        field=slot.field,
        room=room,
        attributes=signed_attributes(room.digest, signer.leaf, signer.algorithm),
        certificate=sha256(signer.leaf).hexdigest(),
        signed_at=moment,
        expires_at=moment + valid_for,
    )


def embed(
    pending: Pending,
    prepared: Path,
    target: Path,
    signature: bytes,
    signer: Signer,
    *,
    level: Level,
    tsa: str | None = None,
    trust: Trust | None = None,
    now: datetime | None = None,
    patience: Patience | None = None,
) -> Signed:
    """Put the value `signature` into the prepared file and write the finished one to `target`.

    `signer` is whose value is awaited: the assigned certificate as it is now. Raises Stale (the file is not the one
    that was prepared, or the time is over), KeyUnavailable (another certificate, a value that is not its signature, or
    one that may sign no more), ServiceFailed, Misuse; OSError. Whatever is raised, target is as it was before, and the
    prepared file is never changed, so that the same value may be tried again.
    """
    order = _Order(
        pending=pending,
        signature=signature,
        signer=signer,
        level=level,
        tsa=tsa if level is Level.B_T else None,
        trust=trust or Trust(),
        moment=now or clock.now(),
        patience=patience or Patience(),
    )
    _require_offered(order)
    require_awaited(pending, signature, signer, order.moment)
    return asyncio.run(_embed(order, prepared, target))


def require_awaited(pending: Pending, signature: bytes, signer: Signer, moment: datetime) -> None:
    """Raise Stale or KeyUnavailable unless this is the value awaited, of this certificate and in time."""
    if moment >= pending.expires_at:
        raise Stale("expired_state", "Đã quá thời hạn của lần ký này, hãy chuẩn bị lại")
    if sha256(signer.leaf).hexdigest() != pending.certificate:
        raise KeyUnavailable("other_certificate", "Chứng thư không phải chứng thư đã giao để ký văn bản này")
    require_validity(signer, moment)
    require_own_signature(signer, pending.attributes, signature)


def _require_offered(order: _Order) -> None:
    if order.level in (Level.B_LT, Level.B_LTA):
        raise Misuse("not_offered", f"Mức {order.level.value} chưa có trong phiên bản này")
    if order.level is Level.B_T and not order.tsa:
        raise Misuse("no_tsa", "Mức B-T cần địa chỉ dịch vụ dấu thời gian")


async def _check(signer: Signer, trust: Trust, moment: datetime, patience: Patience) -> tuple[str, ...]:
    async with Net() as net:
        return await check_status(net, signer, trust, moment, patience)


async def _embed(order: _Order, prepared: Path, target: Path) -> Signed:
    pending = order.pending
    async with Net() as net:
        warnings = await check_status(net, order.signer, order.trust, order.moment, order.patience)
        with replacing(prepared, target) as copy, copy.open("r+b") as stream:
            _require_unchanged(stream, pending)
            cms, stamped_at, more = await _seal(net, order)
            fill_room(stream, pending.room, cms)
            stream.flush()
            check_filled(copy, pending.room, cms)
    return Signed(
        level=order.level,
        field=pending.field,
        signed_at=pending.signed_at,
        timestamped_at=stamped_at,
        warnings=(*warnings, *more),
    )


def _require_unchanged(stream: BinaryIO, pending: Pending) -> None:
    """Hash the file again, see that its room is empty and that the attributes are over this hash.

    pyHanko would embed into a changed file without a word.
    """
    room = pending.room
    if (
        digest_around(stream, room) != room.digest
        or not _is_empty(stream, room)
        or room.digest not in pending.attributes
    ):
        raise Stale("changed_file", "Tệp chờ ký đã bị thay đổi sau khi chuẩn bị, không ghép chữ ký")


def _is_empty(stream: BinaryIO, room: Prepared) -> bool:
    stream.seek(room.start)
    length = room.end - room.start
    return stream.read(length) == b"<" + b"0" * (length - 2) + b">"


async def _seal(net: Net, order: _Order) -> tuple[bytes, datetime | None, tuple[str, ...]]:
    """The CMS, the time of its timestamp, and warnings about that."""
    signer, token = order.signer, None
    if order.tsa:
        token = await fetch_token(net, order.tsa, sha256(order.signature).digest(), order.patience)
    cms = signed_data(
        attributes=order.pending.attributes,
        signature=order.signature,
        algorithm=signer.algorithm,
        certificate=signer.leaf,
        chain=signer.memory.chain or signer.chain,
        timestamp_token=token.der if token else None,
    )
    if token is None:
        return cms, None, ()
    return cms, token.generated_at, await timestamp_warnings(token, order.trust)
