"""`python -m ocr`: what it writes, what it says, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageFilter

from tests.paper import Paper, a_page, save_jpeg, save_png, save_tiff
from tests.paper.vocabulary import SENTENCES
from tests.unit.ocr.reading import pdftotext, words_missing

ROOT = Path(__file__).parents[3]
PEAK = "import resource, sys; from ocr.__main__ import main; assert main(sys.argv[1:]) == 0; " + (
    "print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10)"
)
# Answers as Tesseract does when asked who it is, and fails on every page.
BROKEN_TESSERACT = """#!/bin/sh
case "$1" in
    --version) echo "tesseract 5.3.0" ;;
    --list-langs) echo "vie" ;;
    *) echo "hỏng rồi" >&2; exit 1 ;;
esac
"""


def command(*arguments: object, path: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    settings = {**os.environ, "PATH": f"{path}:/usr/bin:/bin" if path else os.environ["PATH"]}
    words = [sys.executable, "-m", "ocr", *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, env=settings)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return a_page(seed=2, dpi=200)


@pytest.fixture(scope="module")
def scan(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_jpeg(paper, tmp_path_factory.mktemp("scan") / "đơn đề nghị.jpg")


def test_it_writes_the_pdf_and_what_else_was_asked_for(scan: Path, paper: Paper, tmp_path: Path) -> None:
    out, text, words, fields = (tmp_path / f"ra.{kind}" for kind in ("pdf", "txt", "words", "fields"))
    light, hocr, alto = tmp_path / "ra.access.pdf", tmp_path / "ra.hocr", tmp_path / "ra.xml"
    asked = ("--text", text, "--words", words, "--fields", fields, "--hocr", hocr, "--alto", alto, "--optimize")
    done = command(scan, scan, "-o", out, *asked, "--jobs", 2)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert words_missing(pdftotext(out, 2), paper) <= 5
    pages = text.read_text().split("\f")
    assert words_missing(pages[0], paper) <= 5
    told = json.loads(words.read_text())
    assert [page["number"] for page in told["pages"]] == [1, 2]
    first = told["pages"][0]["words"][0]
    assert first["text"] == paper.text.split()[0]
    assert first["box"] == pytest.approx(paper.words[0].box, abs=3)
    assert 0 < first["confidence"] <= 100
    assert first["line"] == 0
    facts = {field["name"]: field for field in json.loads(fields.read_text())["fields"]}
    assert f"Số: {facts['number_symbol']['value']}" in paper.text
    assert facts["number_symbol"]["page"] == 1
    assert out.read_bytes().count(scan.read_bytes()) == 2, "the light copy must leave its master alone"
    assert light.stat().st_size < out.stat().st_size / 4
    assert pdftotext(light) == pdftotext(out)
    assert f">{first['text']}</span>" in hocr.read_text()
    assert f'CONTENT="{first["text"]}"' in alto.read_text()
    assert set(tmp_path.iterdir()) == {out, text, words, fields, hocr, alto, light}


def test_it_names_the_pages_that_a_person_must_check(tmp_path: Path) -> None:
    blurred = a_page(seed=2, dpi=100, sentences=SENTENCES[:2]).image.filter(ImageFilter.GaussianBlur(2))
    scan = tmp_path / "nhòe.png"
    blurred.save(scan, dpi=(100, 100))
    done = command(scan, "-o", tmp_path / "ra.pdf")
    assert done.returncode == 0
    assert done.stderr.decode() == "Trang 1: đọc chưa chắc, cần người xem lại. / to be checked by a person\n"


def test_a_dash_is_standard_output(scan: Path, tmp_path: Path) -> None:
    assert command(scan, "-o", "-").stdout.startswith(b"%PDF-")
    told = command(scan, "-o", tmp_path / "a.pdf", "--words", "-").stdout
    assert json.loads(told)["pages"][0]["rotation"] == 0


def test_an_older_output_is_replaced(scan: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra.pdf"
    out.write_text("cũ")
    assert command(scan, "-o", out).returncode == 0
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "arguments",
    [
        ["SCAN"],
        ["-o", "OUT"],
        ["SCAN", "-o", "OUT", "--mode", "maybe"],
        ["SCAN", "-o", "OUT", "--jobs", "0"],
        ["SCAN", "-o", "OUT", "--jobs", "two"],
        ["SCAN", "-o", "OUT", "--unknown"],
        ["SCAN", "-o", "OUT", "--text", "OUT"],
        ["SCAN", "-o", "OUT", "--words", "OTHER", "--fields", "OTHER"],
        ["SCAN", "-o", "-", "--text", "-"],
        ["SCAN", "-o", "-", "--optimize"],
        ["SCAN", "-o", "OUT", "--words", "LIGHT", "--optimize"],
        ["SCAN", "-o", "SCAN"],
        ["SCAN", "-o", "no/such/folder/out.pdf"],
    ],
)
def test_a_wrong_command_is_2_and_writes_nothing(scan: Path, tmp_path: Path, arguments: list[str]) -> None:
    places = {
        "SCAN": scan,
        "OUT": tmp_path / "ra.pdf",
        "OTHER": tmp_path / "ra.json",
        "LIGHT": tmp_path / "ra.access.pdf",
    }
    before = scan.read_bytes()
    done = command(*(places.get(word, word) for word in arguments))
    assert done.returncode == 2
    assert "Dùng sai lệnh" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
    assert scan.read_bytes() == before


def test_a_bad_input_is_3_named_and_nothing_is_written(scan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    bad = tmp_path / "hỏng.png"
    bad.write_bytes(save_png(a_page(seed=1, dpi=60), tmp_path / "a.png").read_bytes()[:-3000])
    (tmp_path / "ghi chú.txt").write_text("Không phải ảnh")
    for source in (bad, tmp_path / "ghi chú.txt", tmp_path / "không có.pdf", tmp_path):
        done = command(scan, source, "-o", out / "ra.pdf", "--text", out / "ra.txt")
        assert done.returncode == 3
        assert str(source) in done.stderr.decode()
        assert len(done.stderr.decode().splitlines()) == 1
        assert list(out.iterdir()) == []


def test_a_signed_input_is_3_because_it_must_not_be_altered(shared: Path, tmp_path: Path) -> None:
    done = command(shared / "corpus" / "hostile" / "pyhanko__base.pdf", "-o", tmp_path / "ra.pdf")
    assert done.returncode == 3
    assert "Đã ký số, không được sửa" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_pages_that_fail_are_4_named_and_kept_as_pictures(scan: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "tesseract"
    broken.write_text(BROKEN_TESSERACT)
    broken.chmod(0o755)
    out = tmp_path / "ra.pdf"
    done = command(scan, scan, "-o", out, path=tmp_path / "bin")
    assert done.returncode == 4
    assert "Trang 1:" in done.stderr.decode()
    assert "Trang 2:" in done.stderr.decode()
    assert pdftotext(out).strip() == ""
    assert scan.read_bytes() in out.read_bytes()


def test_a_missing_engine_says_what_to_install(scan: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for program in ("sh", "env", "setpriv"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or program)
    settings = {**os.environ, "PATH": str(tmp_path / "bin")}
    words = [sys.executable, "-m", "ocr", scan, "-o", tmp_path / "ra.pdf"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, env=settings)
    assert done.returncode == 3
    assert "tesseract-ocr-vie" in done.stderr.decode()
    assert not (tmp_path / "ra.pdf").exists()


def test_help_teaches_in_vietnamese_first() -> None:
    told = command("--help").stdout.decode()
    assert told.index("Ghép ảnh quét") < told.index("Images and PDFs")
    for word in ("ví dụ", "mã thoát", "--mode", "  4  "):
        assert word in told


@pytest.mark.slow
def test_memory_is_that_of_a_few_pages_whatever_the_length(tmp_path: Path) -> None:
    page = a_page(seed=10, dpi=200)
    page.image.paste("white", (0, 0, *page.image.size))  # nothing to read: it is the pixels that weigh

    def peak(count: int) -> int:
        source = save_tiff([page] * count, tmp_path / f"{count}.tif")
        # A shell in between: a process begins with the peak of the one that started it, and ours is large.
        words = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", PEAK, source, "-o", tmp_path / "ra.pdf"]
        return int(subprocess.run([*words, "--jobs", "2"], cwd=ROOT, capture_output=True, check=True).stdout)

    short, long = peak(16), peak(48)
    assert long < 350, "MiB, the limit for one worker"
    assert long < 1.2 * short
