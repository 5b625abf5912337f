"""What signatures made in a row share: one event loop and one HTTP session."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from signing.net import Net

Outcome = TypeVar("Outcome")


class Desk:
    """Hand one to `sign`, `timestamp`, `lift` or `renew` for many files; use it as a context manager.

    Threads may share it: they take turns. Not to be carried over a fork.
    """

    def __init__(self) -> None:
        self.net = Net()
        self._runner = asyncio.Runner()
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        self._runner.run(self.net.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self.net.__aexit__(kind, fault, trace))
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """Do the work on this desk's loop, and wait for it."""
        with self._turn:
            return self._runner.run(_awake(work))


async def _awake(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    # The loop slept since the last call: let it first notice which connections were closed meanwhile.
    for _ in range(2):
        await asyncio.sleep(0)
    return await work


@contextmanager
def at(desk: Desk | None) -> Iterator[Desk]:
    """The desk given, or one for this occasion."""
    if desk is not None:
        yield desk
        return
    with Desk() as own:
        yield own
