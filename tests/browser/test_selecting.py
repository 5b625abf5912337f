"""A word selected in the browser's own viewer is that word."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.browser.chromium import Chromium
from tests.paper import a_scan, save_scan

pytestmark = pytest.mark.browser

PAPER = 240  # grey level from which on a pixel is the page's paper, not the viewer's ground
TRIES = 20
CONDITIONS = ("skew", "turned", "table")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Searchable pages of each condition with their words, and the address where they are served."""
    folder = tmp_path_factory.mktemp("papers")
    for condition in CONDITIONS:
        scan = save_scan(a_scan(condition, seed=4), condition, folder / condition)
        out, words = folder / f"{condition}.pdf", folder / f"{condition}.json"
        command = [sys.executable, "-m", "ocr", str(scan), "-o", str(out), "--words", str(words)]
        subprocess.run(command, check=True, capture_output=True)
    (folder / "empty.html").write_text("<title>.</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_double_click_on_a_word_selects_that_word(browser: Chromium, place: tuple[str, Path], condition: str) -> None:
    address, folder = place
    (page,) = json.loads((folder / f"{condition}.json").read_text("utf-8"))["pages"]
    words = [word for word in page["words"] if word["text"].isalpha() and len(word["text"]) > 2][2::12][:6]
    reader = browser.tab().open(f"{address}/empty.html")
    browser.send("Page.bringToFront")
    browser.window(1000, 1400)
    browser.open(f"{address}/{condition}.pdf#toolbar=0&navpanes=0&view=Fit")
    left, top, scale = _shown(browser, page["width"])
    assert len(words) == 6
    for word in words:
        x0, y0, x1, y1 = word["box"]
        middle = left + (x0 + x1) / 2 * scale, top + (y0 + y1) / 2 * scale
        assert _selected(browser, reader, middle, word["text"]) == word["text"]


def _selected(browser: Chromium, reader: Chromium, at: tuple[float, float], awaited: str) -> str:
    """What a double click there selects; tried again while the viewer is still busy with the page."""
    found = ""
    for _ in range(TRIES):
        browser.double_click(*at)
        time.sleep(0.2)  # the viewer is a process of its own
        found = browser.copy(reader).strip()
        if found == awaited:
            break
    return found


def _shown(browser: Chromium, width: float) -> tuple[float, float, float]:
    """Where the viewer shows the page, once it has come to rest: left, top, and pixels to the point."""
    before = None
    for _ in range(TRIES):
        light = np.asarray(Image.open(BytesIO(browser.picture())).convert("L")) > PAPER
        columns, rows = np.flatnonzero(light.mean(axis=0) > 0.5), np.flatnonzero(light.mean(axis=1) > 0.5)
        if len(columns) and len(rows) and columns[0] > 0:
            place = float(columns[0]), float(rows[0]), (columns[-1] + 1 - columns[0]) / width
            if place == before:
                return place
            before = place
        time.sleep(0.5)
    raise AssertionError("the viewer shows no page")
