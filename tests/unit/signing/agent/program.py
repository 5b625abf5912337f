"""The agent as a program of its own, with a terminal before which somebody sits."""

import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.signing.agent.conftest import ORIGIN, Page


@dataclass(frozen=True)
class Program:
    """What is seen and typed at its terminal, and its page."""

    terminal: int
    page: Page

    def until(self, pattern: str) -> re.Match[str]:
        """Read on until this stands there; all of what was shown is its `string`."""
        return _until(self.terminal, pattern)

    def type(self, line: bytes) -> None:
        os.write(self.terminal, line + b"\n")

    def ended(self, ceremony: str) -> dict[str, Any]:
        """The ceremony once it waits no more: the terminal may be told a moment before the page is."""
        end = time.monotonic() + 10
        while True:
            told = self.page.ask("GET", f"/v1/ceremonies/{ceremony}")[1]
            if told["state"] != "waiting" or time.monotonic() > end:
                return told
            time.sleep(0.05)


@contextmanager
def program(*key: object, **environment: str) -> Iterator[Program]:
    """Start it with these options for its key, and end it after the block."""
    command = [sys.executable, "-m", "signing.agent", "--origin", ORIGIN, "--port", "0", *map(str, key)]
    controller, terminal = pty.openpty()
    changed: Mapping[str, str] = {**os.environ, **environment}
    # A session of its own, so that the PIN is asked at this terminal and not at the one the tests run in.
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=Path.cwd(), start_new_session=True, env=changed
    )
    os.close(terminal)
    try:
        told = _until(controller, r"http://127\.0\.0\.1:(\d+)")
        yield Program(controller, Page(int(told[1])))
    finally:
        process.terminate()
        process.wait(10)
        os.close(controller)


def _until(terminal: int, pattern: str) -> re.Match[str]:
    shown, end = b"", time.monotonic() + 30
    while time.monotonic() < end:
        shown += os.read(terminal, 4096)
        if found := re.search(pattern, shown.decode(errors="replace")):
            return found
    raise AssertionError(shown)
