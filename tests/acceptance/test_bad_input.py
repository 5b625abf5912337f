"""Bad input gets a clear answer in Vietnamese, is never a 500, and loses nothing."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.paper import a_page, save_jpeg, save_pdf, save_png
from tests.product import Answer, Product


@pytest.fixture(scope="module")
def code(product: Product) -> str:
    return product.open_dossier(title="Giấy tờ lạ")


def send(product: Product, code: str, name: str, data: bytes, **more: Any) -> Answer:
    return product.call("POST", f"/dossiers/{code}/documents", fields={"file": (name, data), **more})


def many_pages(count: int) -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(200, 200))
        pdf.save(out := io.BytesIO())
    return out.getvalue()


def protected(user: str) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out := io.BytesIO(), encryption=pikepdf.Encryption(owner="chủ", user=user))
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 300 million white pixels in few bytes."""
    image = Image.new("1", (20_000, 15_000))
    image.save(out := io.BytesIO(), "PNG")
    return out.getvalue()


def zipped() -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr("đơn.txt", "xin chào")
    return out.getvalue()


CASES = {
    "a zip named .pdf": (zipped, 415, "unknown_type"),
    "a text named .jpg": (lambda: b"xin chao", 415, "unknown_type"),
    "nothing": (lambda: b"", 422, "empty"),
    "a PDF with a password": (lambda: protected("mật khẩu"), 422, "encrypted"),
    "a PDF with an owner's password": (lambda: protected(""), 422, "encrypted"),
    "a PDF cut short": (lambda: many_pages(3)[:300], 422, "damaged"),
    "a PDF of 10,000 pages": (lambda: many_pages(10_000), 422, "too_many_pages"),
    "a bomb": (bomb, 413, "too_large"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(product: Product, code: str, case: str) -> None:
    make, status, reason = CASES[case]
    answer = send(product, code, "tệp.pdf", make())
    problem = answer.json
    assert (answer.status, problem["code"], problem["status"]) == (status, reason, status), problem
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert problem["detail"]
    assert "Traceback" not in problem["detail"]


def test_refusals_come_in_english_when_asked_for(product: Product, code: str) -> None:
    fields = {"file": ("a.pdf", b"")}
    answer = product.call("POST", f"/dossiers/{code}/documents", fields=fields, headers={"Accept-Language": "en"})
    assert answer.json["title"] == "Empty file"


def test_a_scan_cut_short_is_refused(product: Product, code: str, tmp_path: Path) -> None:
    whole = save_jpeg(a_page(seed=5, dpi=100), tmp_path / "a.jpg").read_bytes()
    assert send(product, code, "a.jpg", whole[: len(whole) // 2]).json["code"] == "damaged"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.png", "passwd.png"),
        ("đ" * 300 + ".png", "đ" * 146 + ".png"),
        ("..", "giay-to.png"),
        ("a\u202egnp.exe", "a gnp.exe.png"),
    ],
)
def test_a_strange_name_is_made_harmless(product: Product, name: str, shown: str, tmp_path: Path) -> None:
    code = product.open_dossier()
    data = save_png(a_page(seed=6, dpi=70), tmp_path / "a.png").read_bytes()
    answer = send(product, code, name, data)
    assert (answer.status, answer.json["name"]) == (202, shown)


def test_a_form_without_a_file_is_told_so(product: Product, code: str) -> None:
    answer = product.call("POST", f"/dossiers/{code}/documents", fields={"kind": "component"})
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")


def test_an_unknown_kind_is_told_so(product: Product, code: str) -> None:
    answer = send(product, code, "a.png", b"x", kind="thư tình")
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("wrong", ["không phải mã", "H29-261301-0001", "H29.17.30-260230-0001", "' OR 1=1 --"])
def test_a_code_that_is_none_is_refused(product: Product, wrong: str) -> None:
    answer = product.call("POST", "/dossiers", body={"code": wrong})
    assert (answer.status, answer.json["code"]) == (422, "not_a_code")


def test_a_code_is_normalised_and_taken_once(product: Product) -> None:
    answer = product.call("POST", "/dossiers", body={"code": " 000.00.17.h29–210819–0007 "})
    assert (answer.status, answer.json["code"]) == (201, "000.00.17.H29-210819-0007")
    again = product.call("POST", "/dossiers", body={"code": "000.00.17.H29-210819-0007"})
    assert (again.status, again.json["code"]) == (409, "already_exists")
    assert product.call("GET", "/dossiers/000.00.17.H29-2l0819-0007").status in {404, 422}
    assert product.call("GET", "/dossiers/000.O0.17.H29-210819-OO07").json["code"] == "000.00.17.H29-210819-0007"


@pytest.mark.parametrize("body", ["{", "[1]", '"x"', '{"title": 5}', '{"title": "' + "x" * 600 + '"}'])
def test_a_body_that_is_no_dossier_is_the_callers_fault(product: Product, body: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {product.accounts['canbo']['token']}"}
    answer = product._http.request("POST", product.url + "/api/v1/dossiers", body=body, headers=headers)
    assert answer.status in {400, 422}, answer.data
    assert json.loads(answer.data)["code"] in {"bad_request", "invalid_request"}


def test_the_same_file_twice_is_told_and_kept_once(product: Product, tmp_path: Path) -> None:
    code = product.open_dossier()
    scan = save_jpeg(a_page(seed=8, dpi=100), tmp_path / "a.jpg")
    first = product.add(code, scan)
    answer = send(product, code, "b.jpg", scan.read_bytes())
    assert (answer.status, answer.json["duplicate"], answer.json["id"]) == (200, True, first["id"])
    assert len(product.call("GET", f"/dossiers/{code}").json["documents"]) == 1


def test_a_signed_pdf_is_kept_as_it_is_and_still_found(product: Product, tmp_path: Path) -> None:
    source = product.open_dossier()
    identity = product.add(source, save_pdf([a_page(seed=9, dpi=150)], tmp_path / "a.pdf"))["id"]
    product.until(identity, "digitised")
    product.sign(identity, "canbo")
    signed = product.file(identity, tmp_path / "signed.pdf")
    code = product.open_dossier()
    arrived = product.add(code, signed)
    assert arrived["signed_on_arrival"] is True
    done = product.until(arrived["id"], "signed")
    assert [version["sha256"] for version in done["versions"]] == [arrived["sha256"]]
    assert product.call("GET", f"/documents/{arrived['id']}/file").body == signed.read_bytes()
    found = product.call("GET", "/search", fields={"q": "cộng hòa xã hội chủ nghĩa", "limit": "100"}).json["items"]
    assert arrived["id"] in [item["document"] for item in found]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/dossiers/H29.17.30-200101-9999"),
        ("GET", "/documents/00000000-0000-0000-0000-000000000000"),
        ("GET", "/documents/not-an-id"),
        ("GET", "/nothing"),
        ("POST", "/documents/00000000-0000-0000-0000-000000000000/retry"),
    ],
)
def test_what_is_not_there_is_not_found(product: Product, method: str, path: str) -> None:
    answer = product.call(method, path)
    assert (answer.status, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("token", [None, "wrong", ""])
def test_without_a_token_nothing_is_told(product: Product, code: str, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    answer = product.call("GET", f"/dossiers/{code}", account=None, headers=headers)
    assert (answer.status, answer.json["code"]) == (401, "unauthenticated")


def test_each_role_does_its_own_work_only(product: Product, code: str) -> None:
    assert product.call("POST", "/dossiers", account="lanhdao", body={}).status == 403
    assert product.call("GET", f"/dossiers/{code}", account="quantri").status == 403
    assert product.call("POST", f"/dossiers/{code}/archive", account="kiemtra").status == 403


def test_an_unknown_level_and_a_needless_retry_are_told(product: Product, code: str, tmp_path: Path) -> None:
    identity = product.add(code, save_png(a_page(seed=10, dpi=100), tmp_path / "a.png"))["id"]
    product.until(identity, "digitised")
    level = product.call("POST", f"/documents/{identity}/signatures", body={"level": "B-X"})
    assert level.status == 422
    nothing = product.call("POST", f"/documents/{identity}/retry")
    assert (nothing.status, nothing.json["code"]) == (409, "nothing_failed")


@pytest.mark.parametrize("query", ["", "'", "%", "\\", '"', "&|!():*", "a" * 900, "\u0000", "🙂", "-", "000.00"])
def test_no_question_breaks_the_search(product: Product, query: str) -> None:
    assert product.call("GET", "/search", fields={"q": query}).status == 200


def test_a_foreign_cursor_or_date_is_refused(product: Product) -> None:
    assert product.call("GET", "/search", fields={"q": "hồ sơ", "cursor": "xxx"}).json["code"] == "bad_cursor"
    assert product.call("GET", "/search", fields={"q": "hồ sơ", "from": "hôm qua"}).json["code"] == "invalid_request"


def test_verify_tells_of_any_pdf_and_refuses_what_is_none(product: Product, tmp_path: Path) -> None:
    pdf = save_pdf([a_page(seed=12, dpi=70)], tmp_path / "a.pdf")
    unsigned = product.call("POST", "/verify", fields={"file": ("a.pdf", pdf.read_bytes())})
    assert (unsigned.status, unsigned.json["verdict"]) == (200, "unsigned")
    none = product.call("POST", "/verify", fields={"file": ("a.pdf", b"not a pdf")})
    assert (none.status, none.json["code"]) == (422, "unreadable")
