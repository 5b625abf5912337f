"""Chromium driven over its DevTools pipe (NUL-separated JSON on descriptors 3 and 4): no driver, no port, no sandbox
helper needed. Only what the browser tests use."""

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
    "--remote-debugging-pipe",
)
_SECONDS = 30.0


class Chromium:
    """One tab; tabs of one browser answer in turn, never at once."""

    def __init__(self, command: str, read: int, write: int, beside: "Chromium | None" = None) -> None:
        self._read, self._write = read, write
        self._number = beside._number + 1_000_000 if beside else 0
        self._buffer = beside._buffer if beside else bytearray()
        self._session: str | None = None
        self.command = command
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")
        self.console: list[str] = []
        self.send("Log.enable")
        self.send("Runtime.enable")
        if beside:
            self.send("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
            # A tab told to come to the front is focused only some time later, and only a focused one may read.
            self.send("Emulation.setFocusEmulationEnabled", enabled=True)

    def send(self, method: str, **params: Any) -> Any:
        """One command and its answer; what the page logs in between is kept in `console`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _SECONDS
        while (answer := self._next(until)).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def _next(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert select.select([self._read], [], [], max(0.0, until - time.monotonic()))[0], (
                "Chromium does not answer"
            )
            piece = os.read(self._read, 1 << 20)
            assert piece, "Chromium has ended"
            self._buffer.extend(piece)
        line, _, _ = self._buffer.partition(b"\0")
        del self._buffer[: len(line) + 1]
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Log.entryAdded":
            entry = event["params"]["entry"]
            if entry["level"] == "error":
                self.console.append(f"{entry['text']} {entry.get('url', '')}")
        elif event.get("method") == "Runtime.exceptionThrown":
            self.console.append(str(event["params"]["exceptionDetails"]))

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        found = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def open(self, url: str) -> Self:
        self.send("Page.navigate", url=url)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the page asked for is there."""
        time.sleep(0.15)
        self.until("document.readyState === 'complete'")

    def until(self, condition: str, seconds: float = _SECONDS) -> None:
        """Wait for a condition of the page, across a change of page too."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.send("Runtime.evaluate", expression=condition, returnByValue=True)
            if found["result"].get("value"):
                return
            time.sleep(0.1)
        raise AssertionError(f"waited in vain for {condition}; the page says:\n{self.text()}")

    def text(self) -> str:
        return str(self.run("document.body.innerText"))

    def fill(self, selector: str, value: str) -> None:
        """Type into a field, as a person does."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.send("Input.insertText", text=value)

    def click(self, selector: str) -> None:
        """Press with the mouse what the selector finds, at its middle."""
        box = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        self.settle()

    def double_click(self, x: float, y: float) -> None:
        """Press twice with the mouse where the window shows (x, y)."""
        for count in (1, 2):
            for kind in ("mousePressed", "mouseReleased"):
                self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)

    def copy(self, reader: "Chromium") -> str:
        """Copy what is selected by the keyboard; what `reader`, a tab of the same place, then finds copied."""
        key = {"key": "c", "code": "KeyC", "modifiers": 2, "windowsVirtualKeyCode": 67}
        self.send("Input.dispatchKeyEvent", type="keyDown", commands=["copy"], **key)
        self.send("Input.dispatchKeyEvent", type="keyUp", **key)
        time.sleep(0.2)  # the viewer is a process of its own
        return str(reader.run("navigator.clipboard.readText()"))

    def tab(self) -> "Chromium":
        """Another tab, which may read what is copied."""
        return Chromium(self.command, self._read, self._write, self)

    def choose(self, selector: str, *files: Path) -> None:
        """Choose files in a file field."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def window(self, width: int, height: int) -> None:
        """The size of the page's window in CSS pixels."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def without_scripts(self) -> None:
        """Switch JavaScript of pages off."""
        self.send("Emulation.setScriptExecutionDisabled", value=True)

    def picture(self, *, whole: bool = False) -> bytes:
        """What the window shows as PNG; `whole`: the page to its end."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])


def find_chromium() -> str | None:
    """The browser's program; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def chromium(command: str, profile: Path) -> Iterator[Chromium]:
    """A fresh browser that ends with the block."""
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    # A shell puts the pipes where the browser looks for them: subprocess keeps descriptors, but renumbers none.
    place = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", place, command, *_FLAGS, f"--user-data-dir={profile}"],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Chromium(command, ours_in, ours_out)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(ours_in)
        os.close(ours_out)
