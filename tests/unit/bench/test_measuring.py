"""What the benches say of programs, pages and fields is so."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bench.contest_plot import plot
from bench.contest_report import Result, markdown
from bench.field_hits import judged, share, wrongly
from bench.measure import Run, Usage, measured
from bench.page_scores import PageScore
from bench.samples import Document, Sample, of_real, real
from tests.paper import a_page, save_pdf

HUNGRY = "import time; held = bytearray(80 << 20); time.sleep(1)"


def test_the_memory_of_a_grandchild_counts() -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HUNGRY!r}])"
    usage = measured(Run(commands=[[sys.executable, "-c", parent]], outputs=[]))
    assert 80 < usage.largest < 130
    assert usage.together > usage.largest


def test_what_ran_before_is_no_part_of_the_run() -> None:
    hungrier = HUNGRY.replace("80 << 20", "200 << 20").replace("sleep(1)", "sleep(60)")
    with subprocess.Popen([sys.executable, "-c", hungrier]) as server:
        try:
            usage = measured(Run(commands=[[sys.executable, "-c", HUNGRY]], outputs=[]))
        finally:
            server.kill()
    assert 80 < usage.together < 130


def test_the_processor_time_of_children_counts_and_ours_does_not() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    usage = measured(Run(commands=[[sys.executable, "-c", busy]] * 2, outputs=[], at_once=2))
    assert 1.0 < usage.cpu < 1.6


def test_a_program_that_fails_stops_the_contest() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measured(Run(commands=[["false"]], outputs=[]))


def test_pages_are_found_beside_their_text_and_inside_pdfs(tmp_path: Path) -> None:
    papers = [a_page(seed=seed, dpi=72) for seed in (1, 2)]
    papers[0].image.save(tmp_path / "one.png")
    save_pdf(papers, tmp_path / "two.pdf")
    for name in ("one", "two.p2", "lost"):
        (tmp_path / f"{name}.gt.txt").write_text("Ủy ban", "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    found = {sample.name: sample for sample in real(tmp_path, work)}
    assert set(found) == {"one", "two.p2"}
    assert found["two.p2"].path.parent == work
    with Image.open(found["two.p2"].path) as image:
        assert image.size == pytest.approx(papers[1].image.size, abs=2)


def test_the_fields_of_real_documents_come_from_their_table(tmp_path: Path) -> None:
    save_pdf([a_page(seed=seed, dpi=72) for seed in (1, 2)], tmp_path / "cv.pdf")
    heads = ("file", "so_ky_hieu", "loai", "nguoi_ky", "so_trang")
    rows = (heads, ("cv", "1/UBND-VP", "Công văn", "Lê An", "2"), ("lost", "2/QĐ-UBND", "Quyết định", "Lê An", "1"))
    (tmp_path / "metadata.tsv").write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    (document,) = of_real(tmp_path, tmp_path)
    assert len(document.pages) == 2
    assert document.fields == {"number_symbol": "1/UBND-VP", "document_type": "CV", "signer_name": "Lê An"}


def test_a_field_is_found_by_its_value_not_by_its_dress() -> None:
    fields = {
        "agency": "ỦY BAN NHÂN DÂN",
        "summary": "Về việc sửa chữa nhà văn hóa và sân chơi thôn Đông",
        "place": "Mỹ Đức",
    }
    document = Document(name="a", pages=(), fields=fields)
    right = {
        "agency": ["Uỷ ban  nhân dân"],
        "summary": ["V/v sửa chữa nhà văn hoá và sân chơi thôn Đong"],
        "place": ["Hà Nội", "Mỹ Đức."],
    }
    assert all(judged(document, right).hits.values())
    wrong = {"agency": ["ỦY BAN NHÂN DÂM"], "summary": ["sửa chữa nhà"]}
    scores = [judged(document, right), judged(document, wrong)]
    assert share(scores) == pytest.approx(50)
    assert share(scores, "place") == pytest.approx(50)
    assert share(scores, "code") is None
    assert wrongly(scores) == pytest.approx(100 * 2 / 6)  # the place was not told at all
    assert wrongly([]) is None


def test_table_and_plot_name_every_program_and_condition() -> None:
    results = [_result("ours", 0.5), _result("theirs <old>", 12.0)]
    page = markdown(results, "so")
    drawing = ElementTree.fromstring(plot(results))  # noqa: S314 our own text
    assert "| fax (1) | 0.50 | 12.00 |" in page
    assert "`ours`: CPU" not in page
    assert "`theirs <old>`: CPU ×1.00" in page
    texts = "".join(drawing.itertext())
    assert all(name in texts for name in ("ours", "theirs <old>", "fax"))
    places = [float(dot.attrib["cx"]) for dot in drawing.findall(".//{*}circle") if dot.attrib["r"] == "6"]
    assert len(places) == 2
    assert places[0] > places[1]  # ours is drawn last, and further left


def _result(name: str, rate: float) -> Result:
    sample = Sample(name="a", group="fax", path=Path("a"), readings=("a",))
    rates = {"pypdf": rate, "pdfium": rate / 2, "pdftotext": 0.0}
    score = PageScore(sample=sample, cer=rates, order_free=0.0, recall=None)
    return Result(name=name, usages=[Usage(wall=1, cpu=1, largest=1, together=1)], kilobytes=1, scores=[score])
