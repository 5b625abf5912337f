"""What makes a signature last: validation data after it, and document timestamps over both (EN 319 142-1 §5.4, §5.5).

Every step appends one revision to a copy that nobody else sees yet.
"""

from pathlib import Path

from signing.deliver import check_written, replacing
from signing.desk import Desk, at
from signing.dss import add_validation_data
from signing.embed import Slot, fill_room, make_room
from signing.net import Net
from signing.pdf import appending, composing, free_field
from signing.status import prove_stamper, timestamp_warnings
from signing.timestamp import Stamping, fetch_token
from signing.token import Token
from signing.trust import Trust
from signing.types import Patience, Stamped, ValidationData

TIMESTAMP_FIELD = "DauThoiGian"


def timestamp(
    source: Path,
    target: Path,
    *,
    tsa: str,
    trust: Trust | None = None,
    patience: Patience | None = None,
    desk: Desk | None = None,
) -> Stamped:
    """Append a document timestamp (EN 319 142-1 §5.5): lifts a B-B signature to B-T after its service had failed.

    Raises ServiceFailed, Unsignable, OSError, with the same promise about the files as `sign`.
    """
    stamping = Stamping(tsa=tsa, trust=trust or Trust(), patience=patience or Patience())
    with at(desk) as used:
        return used.run(_timestamp(used.net, source, target, stamping))


async def _timestamp(net: Net, source: Path, target: Path, stamping: Stamping) -> Stamped:
    with replacing(source, target) as copy:
        token, field = await add_timestamp(net, source, copy, stamping, ValidationData())
        warnings = await timestamp_warnings(token, stamping.trust)
    return stamped(token, field, warnings)


def stamped(token: Token, field: str, warnings: tuple[str, ...]) -> Stamped:
    """What was appended, for the caller."""
    ends = token.certificate.not_valid_after
    return Stamped(field=field, timestamped_at=token.generated_at, lasts_until=ends, warnings=warnings)


async def add_timestamp(
    net: Net, source: Path, copy: Path, stamping: Stamping, data: ValidationData
) -> tuple[Token, str]:
    """Append `data` and, in the same revision, a document timestamp over it; the token and its field."""
    with appending(copy) as (stream, writer):
        with composing():
            add_validation_data(writer, data)
            slot = Slot(field=free_field(writer, None, TIMESTAMP_FIELD), signed_at=None)
            prepared = make_room(stream, writer, slot)
        token = await fetch_token(net, stamping.tsa, prepared.digest, stamping.patience)
        fill_room(stream, prepared, token.der)
        stream.flush()
        check_written(source, copy, prepared, token.der)
    return token, slot.field


def add_data(copy: Path, data: ValidationData) -> None:
    """Append a revision with what the file's store lacks of `data`; none where it lacks nothing."""
    with appending(copy) as (_, writer), composing():
        if add_validation_data(writer, data):
            writer.append()


async def add_archive_timestamp(
    net: Net, source: Path, copy: Path, stamping: Stamping, data: ValidationData
) -> tuple[Token, str]:
    """Append `data`, a document timestamp, and the latter's own proof where its authority is not in `data` yet."""
    token, field = await add_timestamp(net, source, copy, stamping, data)
    own, _ = await prove_stamper(net, token, stamping)
    if data | own != data:
        add_data(copy, own)
    return token, field
