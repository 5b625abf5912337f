"""Signing a PDF file: the pipeline from B-B to B-LTA."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from signing import clock
from signing.appearance import Appearance, compose
from signing.cms import signed_attributes, signed_data
from signing.deliver import check_written, replacing
from signing.desk import Desk, at
from signing.embed import Head, Prepared, Slot, fill_room, make_room
from signing.errors import Misuse, ServiceFailed
from signing.lasting import add_archive_timestamp, add_data
from signing.net import Net
from signing.page import locate, read_page
from signing.pdf import Appender, appending, composing, free_field, refuse_unsignable
from signing.signers.proof import require_own_signature
from signing.stamps import text_of, usual_place
from signing.status import STATUS_UNKNOWN, check_status, prove_stamper, require_validity, timestamp_warnings
from signing.timestamp import Stamping, fetch_token
from signing.token import Token
from signing.trust import Trust
from signing.types import Level, Patience, Signed, Signer, Stamp, StampKind

SIGNATURE_FIELD = "ChuKy"
LASTING = frozenset({Level.B_LT, Level.B_LTA})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One request to sign."""

    signer: Signer
    level: Level
    stamping: Stamping | None
    """None at B-B."""
    trust: Trust
    field: str | None
    stamp: Stamp | None
    moment: datetime
    patience: Patience
    token: Token | None = None
    """The timestamp of the signature value where it was had before; None: it is asked for."""


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
    desk: Desk | None = None,
) -> Signed:
    """Sign `source` into `target` (they may be the same file): PAdES, only appending, all or nothing.

    `tsa` is the address of an RFC 3161 service, needed above B-B; `field` None: the next free name; `now` stands in for
    the server's clock; `desk` is what files signed in a row share. At B-LT and B-LTA the file carries the proof that no
    certificate was revoked; where that cannot be had, ServiceFailed. Raises Misuse, KeyUnavailable, ServiceFailed,
    Unsignable; OSError for disk and folder. Whatever is raised, target is as it was before, and source never changes.
    """
    order = Order(
        signer=signer,
        level=level,
        stamping=stamping_for(level, tsa, trust or Trust(), patience or Patience()),
        trust=trust or Trust(),
        field=field,
        stamp=None if stamp is None or stamp.kind is StampKind.NONE else stamp,
        moment=now or clock.now(),
        patience=patience or Patience(),
    )
    require_validity(signer, order.moment)
    with at(desk) as used:
        return used.run(_sign(used.net, source, target, order))


def stamping_for(level: Level, tsa: str | None, trust: Trust, patience: Patience) -> Stamping | None:
    """Where the level's timestamps come from; None at B-B. Raises Misuse without an address above it."""
    if level is Level.B_B:
        return None
    if not tsa:
        raise Misuse("no_tsa", f"Mức {level.value} cần địa chỉ dịch vụ dấu thời gian")
    return Stamping(tsa=tsa, trust=trust, patience=patience)


async def _sign(net: Net, source: Path, target: Path, order: Order) -> Signed:
    lasting = order.level in LASTING
    signer, patience = order.signer, order.patience
    warnings = await check_status(net, signer, order.trust, order.moment, patience, proven=lasting)
    head = Head()
    with replacing(source, target, head) as copy:
        with appending(copy) as (stream, writer):
            with composing():
                refuse_unsignable(writer)
                slot = slot_for(writer, order)
                prepared = make_room(stream, writer, slot, head)
            cms, token = await _seal(net, order, prepared)
            fill_room(stream, prepared, cms)
            stream.flush()
            check_written(source, copy, prepared, cms, head)
        newest, more = await finish(net, source, copy, order, token) if token else (None, ())
    return Signed(
        level=order.level,
        field=slot.field,
        signed_at=order.moment,
        timestamped_at=token.generated_at if token else None,
        lasts_until=newest.certificate.not_valid_after if newest else None,
        warnings=(*warnings, *more),
    )


async def finish(net: Net, source: Path, copy: Path, order: Order, token: Token) -> tuple[Token, tuple[str, ...]]:
    """Append what the level asks for beyond B-T; the newest timestamp, and warnings about the authority."""
    stamping, own = order.stamping, order.signer.memory.found.data
    if order.level not in LASTING or stamping is None:
        return token, await timestamp_warnings(token, order.trust)
    if own is None:  # revoked or unreachable since, as another thread found out
        raise ServiceFailed("status_unknown", STATUS_UNKNOWN)
    stampers, warnings = await prove_stamper(net, token, stamping)
    if order.level is Level.B_LTA:
        token, _ = await add_archive_timestamp(net, source, copy, stamping, own | stampers)
    else:
        add_data(copy, own | stampers)
    return token, warnings


async def _seal(net: Net, order: Order, prepared: Prepared) -> tuple[bytes, Token | None]:
    """The CMS over the prepared file, and the timestamp in it."""
    signer = order.signer
    attributes = signed_attributes(prepared.digest, signer.leaf, signer.algorithm)
    signature = signer.sign_bytes(attributes)
    require_own_signature(signer, attributes, signature)
    return await enclose(net, order, attributes, signature)


async def enclose(net: Net, order: Order, attributes: bytes, signature: bytes) -> tuple[bytes, Token | None]:
    """The CMS around the attributes and the value signed over them, and the timestamp in it."""
    signer, token = order.signer, None
    if order.stamping:
        digest = sha256(signature).digest()
        if order.token and order.token.imprint != digest:
            raise Misuse("other_timestamp", "Dấu thời gian không phải của chữ ký này")
        token = order.token or await fetch_token(net, order.stamping.tsa, digest, order.patience)
    cms = signed_data(
        attributes=attributes,
        signature=signature,
        algorithm=signer.algorithm,
        certificate=signer.leaf,
        chain=signer.memory.chain or signer.chain,
        timestamp_token=token.der if token else None,
    )
    return cms, token


def slot_for(writer: Appender, order: Order) -> Slot:
    """The field to create, and how it looks. Raises Unsignable."""
    field = free_field(writer, order.field, SIGNATURE_FIELD)
    page, look = _look(writer, order, order.stamp) if order.stamp else (0, None)
    return Slot(field=field, signed_at=order.moment, page=page, appearance=look)


def _look(writer: Appender, order: Order, stamp: Stamp) -> tuple[int, Appearance]:
    certificate = order.signer.certificate
    page = read_page(writer, stamp.placement.page if stamp.placement else 1)
    placement = stamp.placement or usual_place(stamp.kind, *page.size_mm)
    lines = text_of(stamp, certificate, clock.iso(order.moment))
    return page.index, compose(stamp, lines, locate(page, placement))
