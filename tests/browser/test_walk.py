"""A person's way through the pages, in a real browser."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from service.demo import SAMPLE_CODE
from tests.browser.chromium import Chromium
from tests.browser.conftest import log_in
from tests.paper import a_page, save_jpeg, save_tiff
from tests.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_jpeg(a_page(seed=21, dpi=150), tmp_path_factory.mktemp("scan") / "Đơn đề nghị.jpg")


def open_dossier(browser: Chromium, title: str) -> str:
    """A new dossier by the form of the first page; its code."""
    browser.fill("#f-title", title)
    browser.click("aside button.main")
    browser.until("location.pathname.startsWith('/dossiers/')")
    return str(browser.run("document.querySelector('h1').textContent"))


def send(browser: Chromium, *files: Path) -> None:
    browser.choose("#f-file", *files)
    browser.fill("#f-component", "Đơn đề nghị")
    browser.click("form[enctype] button")


def colours(picture: bytes) -> int:
    """How many shades a picture has: a page that shows nothing has next to none."""
    return len(Image.open(BytesIO(picture)).convert("L").resize((200, 120)).getcolors() or ())


def test_a_clerk_takes_a_paper_from_the_scan_to_the_archive(browser: Chromium, product: Product, scan: Path) -> None:
    log_in(browser, product, "canbo")
    assert "TEST – không dùng thật" in browser.text()
    code = open_dossier(browser, "Đăng ký biến động đất đai")
    send(browser, scan)
    browser.until("document.querySelector('.paper form.sign button') !== null", 120)  # by itself, without a reload
    assert "Đã số hóa" in browser.text()
    browser.click(".paper form.sign button")
    browser.until("document.querySelector('.verdict.valid') !== null", 60)
    assert "Hợp lệ" in browser.text()
    assert "B-T, có dấu thời gian" in browser.text()
    browser.click("form[action$='/archive'] button")
    browser.until("document.body.innerText.includes('10 · Đã trả kết quả')")
    browser.fill("#find", code)
    browser.click(".find button")
    browser.until(f"location.pathname === '/dossiers/{code}'")
    assert browser.console == []


def test_the_pages_work_without_javascript(browser: Chromium, product: Product, tmp_path: Path) -> None:
    log_in(browser, product, "canbo")
    browser.without_scripts()
    browser.open(f"{product.url}/")
    open_dossier(browser, "Không có JavaScript")
    send(browser, save_tiff([a_page(seed=seed, dpi=150) for seed in (31, 32)], tmp_path / "hai trang.tif"))
    assert "Trang tự cập nhật sau mỗi 3 giây" in browser.text()
    browser.until("document.body.innerText.includes('Đã số hóa')", 120)
    assert "2 trang" in browser.text()
    assert "Trang tự cập nhật" not in browser.text()


def test_several_files_tell_each_its_outcome(browser: Chromium, product: Product, scan: Path, tmp_path: Path) -> None:
    other = tmp_path / "lạ.pdf"
    other.write_bytes(b"khong phai pdf")
    log_in(browser, product, "canbo")
    open_dossier(browser, "Nhiều tệp")
    send(browser, scan)
    browser.until("document.body.innerText.includes('Đã nhận 1 tệp')")
    send(browser, scan, other)
    browser.until("document.querySelector('.outcomes') !== null")
    told = str(browser.run("document.querySelector('.outcomes').innerText"))
    assert f"Đã có {scan.name}: xem giấy tờ {scan.name}" in told
    assert f"Không nhận {other.name}: Không nhận dạng được loại tệp" in told


def test_early_archiving_lists_what_is_missing(browser: Chromium, product: Product) -> None:
    log_in(browser, product, "canbo")
    open_dossier(browser, "Hồ sơ rỗng")
    browser.click("form[action$='/archive'] button")
    browser.until("document.body.innerText.includes('hồ sơ chưa có giấy tờ nào')")


@pytest.mark.parametrize("which", ["file", "original"])
def test_a_paper_is_seen_in_the_browser_s_own_viewer(browser: Chromium, product: Product, which: str) -> None:
    identity = product.call("GET", f"/dossiers/{SAMPLE_CODE}").json["documents"][0]["id"]
    log_in(browser, product, "luutru")
    browser.open(f"{product.url}/documents/{identity}/{which}")
    product.wait(lambda: colours(browser.picture()) > 40, 20)


@pytest.mark.parametrize("path", ["/", "/search?q=ho+so", "/verify", f"/dossiers/{SAMPLE_CODE}", "/nowhere"])
def test_a_page_fits_the_office_screen_and_the_phone(browser: Chromium, product: Product, path: str) -> None:
    log_in(browser, product, "canbo")
    for width, height in ((1366, 768), (390, 844)):
        browser.window(width, height)
        browser.open(product.url + path)
        assert browser.run("document.documentElement.scrollWidth") == width
        assert colours(browser.picture()) > 40
