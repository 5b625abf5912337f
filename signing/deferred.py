"""Signing with a key on another machine, in two steps that may lie minutes and a restart apart.

`prepare` makes room in a copy and says what must be signed; `embed` takes the value, believes nothing, and finishes.
Between them stand only the prepared file and a `Pending` as JSON.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from signing import clock
from signing.cms import signed_attributes
from signing.deliver import check_filled, copied, replacing
from signing.desk import Desk, at
from signing.embed import Prepared, digest_around, fill_room, make_room
from signing.errors import KeyUnavailable, Stale
from signing.net import Net
from signing.pdf import appending, composing, refuse_unsignable
from signing.pipeline import LASTING, Order, enclose, finish, slot_for, stamping_for
from signing.prepared import Pending
from signing.signers.proof import require_own_signature
from signing.status import check_status, require_validity
from signing.token import Token
from signing.trust import Trust
from signing.types import Level, Patience, Signed, Signer, Stamp, StampKind

VALID_FOR = timedelta(minutes=30)
"""How long a prepared signature waits: its time of signing stands in the file already."""


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
    desk: Desk | None = None,
) -> Pending:
    """Write `source` with room for a signature of `signer` to `prepared`; only appending, all or nothing.

    The certificate is judged already now, so that nobody is asked for a PIN in vain. One `signer` for a whole batch
    asks for its status once. Raises KeyUnavailable, Unsignable; OSError for disk and folder.
    """
    order = Order(
        signer=signer,
        level=Level.B_B,  # the bytes signed are the same at every level: it is chosen when the value is there
        stamping=None,
        trust=trust or Trust(),
        field=field,
        stamp=None if stamp is None or stamp.kind is StampKind.NONE else stamp,
        moment=(now or clock.now()).replace(microsecond=0),
        patience=patience or Patience(),
    )
    require_validity(signer, order.moment)
    with at(desk) as used:
        used.run(check_status(used.net, signer, order.trust, order.moment, order.patience))
    # Not synced, 12 ms each: a prepared file that a power cut tore is told by its hash, and prepared again.
    with replacing(source, prepared, durable=False) as copy, appending(copy) as (stream, writer), composing():
        refuse_unsignable(writer)
        slot = slot_for(writer, order)
        room = make_room(stream, writer, slot)
    return Pending(
        field=slot.field,
        room=room,
        attributes=signed_attributes(room.digest, signer.leaf, signer.algorithm),
        certificate=sha256(signer.leaf).hexdigest(),
        signed_at=order.moment,
        expires_at=order.moment + valid_for,
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
    desk: Desk | None = None,
    token: Token | None = None,
) -> Signed:
    """Put the value `signature` into the prepared file and write the finished one to `target`.

    `signer` is whose value is awaited: the assigned certificate as it is now; `token` the value's timestamp where
    `stamp_values` had it already, of no use at B-B. Raises Stale (the file is not the one
    that was prepared, or the time is over), KeyUnavailable (another certificate, a value that is not its signature, or
    one that may sign no more), ServiceFailed, Misuse; OSError. Whatever is raised, target is as it was before, and the
    prepared file is never changed, so that the same value may be tried again.
    """
    order = Order(
        signer=signer,
        level=level,
        stamping=stamping_for(level, tsa, trust or Trust(), patience or Patience()),
        trust=trust or Trust(),
        field=pending.field,
        stamp=None,
        moment=now or clock.now(),
        patience=patience or Patience(),
        token=token,
    )
    require_awaited(pending, signature, signer, order.moment)
    with at(desk) as used:
        return used.run(_embed(used.net, pending, prepared, target, signature, order))


def require_awaited(pending: Pending, signature: bytes, signer: Signer, moment: datetime) -> None:
    """Raise Stale or KeyUnavailable unless this is the value awaited, of this certificate and in time."""
    if moment >= pending.expires_at:
        raise Stale("expired_state", "Đã quá thời hạn của lần ký này, hãy chuẩn bị lại")
    if sha256(signer.leaf).hexdigest() != pending.certificate:
        raise KeyUnavailable("other_certificate", "Chứng thư không phải chứng thư đã giao để ký văn bản này")
    require_validity(signer, moment)
    require_own_signature(signer, pending.attributes, signature)


async def _embed(net: Net, pending: Pending, prepared: Path, target: Path, signature: bytes, order: Order) -> Signed:
    lasting = order.level in LASTING
    warnings = await check_status(net, order.signer, order.trust, order.moment, order.patience, proven=lasting)
    with replacing(prepared, target) as copy:
        with copy.open("r+b") as stream:
            _require_unchanged(stream, pending)
            cms, token = await enclose(net, order, pending.attributes, signature)
            fill_room(stream, pending.room, cms)
        check_filled(copy, pending.room, cms)
        newest, more = await _finish(net, copy, target, order, token) if token else (None, ())
    return Signed(
        level=order.level,
        field=pending.field,
        signed_at=pending.signed_at,
        timestamped_at=token.generated_at if token else None,
        lasts_until=newest.certificate.not_valid_after if newest else None,
        warnings=(*warnings, *more),
    )


async def _finish(net: Net, signed: Path, target: Path, order: Order, token: Token) -> tuple[Token, tuple[str, ...]]:
    """Append what the level asks for beyond B-T, checked against the signed file as it stands now."""
    if order.level not in LASTING:
        return await finish(net, signed, signed, order, token)
    with copied(signed, target) as before:
        return await finish(net, before, signed, order, token)


def _require_unchanged(stream: BinaryIO, pending: Pending) -> None:
    """Hash the file again, see that its room is empty and that the attributes are over this hash.

    pyHanko would embed into a changed file without a word.
    """
    room = pending.room
    if (
        digest_around(stream, room.start, room.end, None) != room.digest
        or not _is_empty(stream, room)
        or room.digest not in pending.attributes
    ):
        raise Stale("changed_file", "Tệp chờ ký đã bị thay đổi sau khi chuẩn bị, không ghép chữ ký")


def _is_empty(stream: BinaryIO, room: Prepared) -> bool:
    stream.seek(room.start)
    length = room.end - room.start
    return stream.read(length) == b"<" + b"0" * (length - 2) + b">"
