"""A real browser before the real product."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, chromium, find_chromium
from tests.product import Product


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    """A fresh browser with an office's screen."""
    command = find_chromium()
    if command is None:
        pytest.skip("no Chromium here")
    with chromium(command, tmp_path / "profile") as started:
        started.window(1366, 768)
        yield started


def log_in(browser: Chromium, product: Product, name: str) -> None:
    """Log in by the form."""
    browser.open(f"{product.url}/login")
    browser.fill("#f-name", name)
    browser.fill("#f-password", product.accounts[name]["password"])
    browser.click("button.main")
    browser.until("location.pathname === '/'")
