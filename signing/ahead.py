"""Timestamps for many signature values before they are embedded: several at once, so that nobody waits for each."""

import asyncio
from collections.abc import Iterable, Mapping
from hashlib import sha256

from signing.desk import Desk, at
from signing.errors import ServiceFailed
from signing.net import Net
from signing.timestamp import fetch_token
from signing.token import Token
from signing.types import Patience

AT_ONCE = 4
"""So many requests wait at the authority at a time: enough to hide the way there, few enough for any authority."""


def stamp_values(
    values: Iterable[bytes], *, tsa: str, patience: Patience | None = None, desk: Desk | None = None
) -> Mapping[bytes, Token]:
    """A checked timestamp for each signature value, for `embed` to take; values that got none are left out.

    After the first that could not be had no more are asked for: who waits for a failing service, waits once.
    """
    with at(desk) as used:
        return used.run(_stamp(used.net, tuple(dict.fromkeys(values)), tsa, patience or Patience()))


async def _stamp(net: Net, values: tuple[bytes, ...], tsa: str, patience: Patience) -> dict[bytes, Token]:
    room, made = asyncio.Semaphore(AT_ONCE), dict[bytes, Token]()
    failed = asyncio.Event()

    async def one(value: bytes) -> None:
        async with room:
            if not failed.is_set():
                try:
                    made[value] = await fetch_token(net, tsa, sha256(value).digest(), patience)
                except ServiceFailed:
                    failed.set()

    await asyncio.gather(*map(one, values))
    return made
