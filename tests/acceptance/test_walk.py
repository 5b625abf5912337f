"""The main job from outside: one scan goes in over HTTP, the signed searchable PDF comes out and is found."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from signing import load_trust, verify
from tests.eyes import pdf_text, signed_range, trusts, verdicts
from tests.paper import Paper, a_page, save_jpeg, save_tiff
from tests.product import Product


@pytest.fixture(scope="module")
def paper() -> Paper:
    return a_page(seed=11, dpi=200, seal=True, skew=1.5)


@pytest.fixture(scope="module")
def scan(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_jpeg(paper, tmp_path_factory.mktemp("scan") / "Đơn đề nghị.jpg")


@pytest.fixture(scope="module")
def signed(product: Product, scan: Path) -> dict[str, object]:
    code = product.open_dossier(title="Cấp giấy chứng nhận", procedure="1.004193")
    document = product.add(code, scan)
    product.until(document["id"], "digitised")
    done: dict[str, object] = product.sign(document["id"], "canbo")
    return done


def test_the_signed_pdf_holds_the_words_of_the_paper(
    product: Product, signed: dict[str, object], paper: Paper, tmp_path: Path
) -> None:
    text = pdf_text(product.file(str(signed["id"]), tmp_path / "signed.pdf")).split()
    wanted = [word for word in paper.text.split() if word.isalpha()]
    assert sum(word in text for word in wanted) >= 0.97 * len(wanted)


def test_pdfsig_and_openssl_call_the_signature_valid(
    product: Product, signed: dict[str, object], tmp_path: Path
) -> None:
    path = product.file(str(signed["id"]), tmp_path / "signed.pdf")
    root = product.data_dir / "pki" / "root.pem"
    assert verdicts(path, root) == ["Signature is Valid."]
    assert trusts(path, root) == ["Certificate is Trusted."]
    content, cms = signed_range(path, tmp_path)
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", cms, "-content", content, "-binary"]
    done = subprocess.run([*command, "-purpose", "any", "-CAfile", root, "-out", "/dev/null"], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_signature_asked_for_at_b_lta_is_valid_without_the_network(product: Product, tmp_path: Path) -> None:
    scan = save_jpeg(a_page(seed=12, dpi=100), tmp_path / "a.jpg")
    identity = product.add(product.open_dossier(title="Lâu dài"), scan)["id"]
    product.until(identity, "digitised")
    product.sign(identity, "canbo", level="B-LTA")
    path = product.file(identity, tmp_path / "lasting.pdf")
    root = load_trust([product.data_dir / "pki" / "root.pem"])
    report = verify(path, root, profile="own", offline=True)
    assert (report.verdict, report.signatures[0].level) == ("valid", "B-LTA")


def test_the_api_calls_it_valid_with_a_timestamp(product: Product, signed: dict[str, object]) -> None:
    report = product.call("GET", f"/documents/{signed['id']}/signatures").json
    assert report["verdict"] == "valid", report
    (signature,) = report["signatures"]
    assert signature["level"] == "B-T"
    assert signature["covers_document"] is True
    assert signature["timestamped_at"]
    assert "TEST" in signature["signer"]


def test_every_version_can_be_had_and_is_what_its_hash_says(
    product: Product, signed: dict[str, object], tmp_path: Path
) -> None:
    kinds = []
    for version in signed["versions"]:  # type: ignore[attr-defined]
        path = product.file(str(signed["id"]), tmp_path / "one.pdf", version["number"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == version["sha256"]
        assert path.stat().st_size == version["size"]
        kinds.append(version["kind"])
    assert kinds == ["digitised", "signed"]


def test_the_original_comes_back_byte_for_byte(product: Product, signed: dict[str, object], scan: Path) -> None:
    answer = product.call("GET", f"/documents/{signed['id']}/original")
    assert answer.body == scan.read_bytes()
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_a_range_of_the_file_can_be_asked_for(product: Product, signed: dict[str, object]) -> None:
    path = f"/documents/{signed['id']}/file"
    whole = product.call("GET", path)
    piece = product.call("GET", path, headers={"Range": "bytes=100-299"})
    assert (piece.status, piece.body) == (206, whole.body[100:300])
    assert piece.headers["Content-Range"] == f"bytes 100-299/{len(whole.body)}"
    assert whole.headers["ETag"].strip('"') == hashlib.sha256(whole.body).hexdigest()
    again = product.call("GET", path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    beyond = product.call("GET", path, headers={"Range": f"bytes={len(whole.body)}-"})
    assert beyond.status == 416


def test_words_have_boxes_on_the_page(product: Product, signed: dict[str, object]) -> None:
    (page,) = product.call("GET", f"/documents/{signed['id']}/words").json["pages"]
    assert page["width"] == pytest.approx(606, abs=13)  # turned upright, the sheet needs a little more room
    words = {word["text"]: word for word in page["words"]}
    left, top, right, bottom = words["CỘNG"]["box"]
    assert page["width"] * 0.4 < left < right < page["width"]
    assert 0 < top < bottom < page["height"] * 0.2
    assert 0 <= words["CỘNG"]["confidence"] <= 100


@pytest.mark.parametrize(
    ("form", "media_type", "mark"),
    [("hocr", "application/xhtml+xml", "'ocrx_word'"), ("alto", "application/xml", "<String ")],
)
def test_words_come_in_the_forms_of_other_programs(
    product: Product, signed: dict[str, object], form: str, media_type: str, mark: str
) -> None:
    path = f"/documents/{signed['id']}/words"
    told = product.call("GET", f"{path}?format={form}")
    assert told.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert told.body.decode().count(mark) == sum(len(page["words"]) for page in product.call("GET", path).json["pages"])
    assert product.call("GET", f"{path}?format=docx").status == 422


def test_facts_are_told_with_their_evidence(product: Product, signed: dict[str, object], paper: Paper) -> None:
    answer = product.call("GET", f"/documents/{signed['id']}/fields")
    facts = {fact["name"]: fact for fact in answer.json["fields"]}
    number = facts["number_symbol"]
    assert f"Số: {number['value']}" in paper.text
    assert set(number) == {"name", "value", "confidence", "page", "boxes"}
    assert (number["page"], 0 < number["confidence"] <= 100) == (1, True)
    ((left, top, right, bottom),) = number["boxes"]
    assert 0 < left < right < 300
    assert 0 < top < bottom < 200
    assert facts["issued_on"]["value"].startswith("2025-1")
    assert product.call("GET", f"/documents/{signed['id']}/fields", account="quantri").status == 403


@pytest.mark.parametrize(
    "query",
    ["Độc lập - Tự do - Hạnh phúc", "doc lap tu do hanh phuc", '"Độc lập - Tự do"', "hạnh phúc"],
)
def test_the_paper_is_found_by_its_words_with_and_without_accents(
    product: Product, signed: dict[str, object], query: str
) -> None:
    found = product.call("GET", "/search", fields={"q": query, "limit": "100"}, account="luutru").json
    hit = next(item for item in found["items"] if item["document"] == signed["id"])
    assert hit["page"] == 1
    assert hit["boxes"]
    assert hit["snippet"]


def test_the_paper_is_found_by_its_dossiers_code_and_a_part_of_it(product: Product, signed: dict[str, object]) -> None:
    code = str(signed["dossier"])
    for query in (code, code.lower(), code[4:], code[-8:]):
        found = product.call("GET", "/search", fields={"q": query}, account="luutru").json
        assert code in [item["dossier"] for item in found["items"]], query


def test_a_result_is_signed_by_the_leader_then_sealed_then_archived(product: Product, tmp_path: Path) -> None:
    code = product.open_dossier(title="Kết quả")
    pages = [a_page(seed=21, dpi=150), a_page(seed=22, dpi=150)]
    identity = product.add(code, save_tiff(pages, tmp_path / "kq.tif"), kind="result")["id"]
    digitised = product.until(identity, "digitised")
    assert digitised["pages"] == {"done": 2, "total": 2}
    early = product.call("POST", f"/documents/{identity}/signatures", account="vanthu", body={})
    assert (early.status, early.json["code"]) == (409, "not_your_turn")
    missing = product.call("POST", f"/dossiers/{code}/archive", account="luutru")
    assert (missing.status, missing.json["code"]) == (409, "not_ready")
    assert any("lãnh đạo" in reason for reason in missing.json["errors"])
    product.sign(identity, "lanhdao", role="leader")
    again = product.call("POST", f"/documents/{identity}/signatures", account="lanhdao", body={})
    assert (again.status, again.json["code"]) == (409, "not_your_turn")
    product.sign(identity, "vanthu")
    path = product.file(identity, tmp_path / "result.pdf")
    assert verdicts(path, product.data_dir / "pki" / "root.pem") == ["Signature is Valid."] * 2
    closed = product.call("POST", f"/dossiers/{code}/archive", account="luutru")
    assert closed.status == 200, closed.body
    assert (closed.json["state"], closed.json["state_number"]) == ("returned", 10)
    assert [document["status"] for document in closed.json["documents"]] == ["archived"]
    assert product.call("POST", f"/dossiers/{code}/archive", account="luutru").status == 200
    late = product.call("POST", f"/dossiers/{code}/documents", fields={"file": ("a.pdf", b"%PDF-1.7")})
    assert (late.status, late.json["code"]) == (409, "not_ready")


def test_the_sample_dossier_went_the_whole_way(product: Product) -> None:
    found = product.call("GET", "/search", fields={"q": '"giấy tờ mẫu"'}).json["items"]
    view = product.call("GET", f"/dossiers/{found[0]['dossier']}").json
    assert view["archived_at"]
    assert view["documents"][0]["status"] == "archived"


def test_the_openapi_description_names_every_call_of_the_interface(product: Product) -> None:
    paths = json.loads(product.call("GET", "/openapi.json", account=None).body)["paths"]
    wanted = {
        "/api/v1/dossiers": {"post"},
        "/api/v1/dossiers/{code}": {"get"},
        "/api/v1/dossiers/{code}/documents": {"post"},
        "/api/v1/dossiers/{code}/archive": {"post"},
        "/api/v1/documents/{identity}": {"get"},
        "/api/v1/documents/{identity}/file": {"get"},
        "/api/v1/documents/{identity}/original": {"get"},
        "/api/v1/documents/{identity}/text": {"get"},
        "/api/v1/documents/{identity}/words": {"get"},
        "/api/v1/documents/{identity}/fields": {"get"},
        "/api/v1/documents/{identity}/signatures": {"get", "post"},
        "/api/v1/documents/{identity}/signatures/request": {"post"},
        "/api/v1/documents/{identity}/decline": {"post"},
        "/api/v1/documents/{identity}/withdraw": {"post"},
        "/api/v1/documents/{identity}/number": {"post"},
        "/api/v1/documents/{identity}/retry": {"post"},
        "/api/v1/ceremonies": {"get", "post"},
        "/api/v1/ceremonies/{identity}": {"get", "delete"},
        "/api/v1/ceremonies/{identity}/signatures": {"post"},
        "/api/v1/verify": {"post"},
        "/api/v1/search": {"get"},
    }
    for path, methods in wanted.items():
        assert methods <= set(paths[path]), path
    refusal = paths["/api/v1/dossiers"]["post"]["responses"]["409"]["content"]
    assert list(refusal) == ["application/problem+json"]


def test_the_service_tells_that_it_is_alive_ready_and_busy(product: Product) -> None:
    assert product.call("GET", "//healthz", account=None).status == 200
    ready = product.call("GET", "//readyz", account=None)
    assert (ready.status, ready.json["database"], ready.json["store"], ready.json["workers"]) == (200, True, True, True)
    assert b"hoso_http_requests_total" in product.call("GET", "//metrics", account=None).body
