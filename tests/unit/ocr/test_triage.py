"""What a file is, is decided by its bytes; what cannot be taken is refused by its reason."""

import struct
import sys
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

import ocr
from ocr.load.pdf_check import PIECE, TAIL
from tests.paper import a_page, save_g4, save_jpeg, save_pdf, save_png, save_tiff

PAGE = a_page(seed=1, dpi=60)
LIMITS = ocr.Limits(seconds=20)


def refused(path: Path, limits: ocr.Limits = LIMITS) -> str:
    with pytest.raises(ocr.Refused) as caught:
        ocr.triage(path, limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("save", "media_type", "extension"),
    [
        (save_jpeg, "image/jpeg", ".jpg"),
        (save_png, "image/png", ".png"),
        (save_g4, "image/tiff", ".tif"),
        (lambda paper, path: save_pdf([paper], path), "application/pdf", ".pdf"),
    ],
)
def test_the_type_is_told_by_the_bytes_and_not_by_the_name(tmp_path: Path, save, media_type, extension) -> None:  # type: ignore[no-untyped-def]
    found = ocr.triage(save(PAGE, tmp_path / "letter.docx"), LIMITS)
    assert found == ocr.Triage(media_type=media_type, extension=extension, pages=1, signed=False)


def test_pages_of_a_tiff_and_of_a_pdf_are_counted(tmp_path: Path) -> None:
    assert ocr.triage(save_tiff([PAGE] * 5, tmp_path / "five.tif"), LIMITS).pages == 5
    assert ocr.triage(save_pdf([PAGE] * 3, tmp_path / "three.pdf"), LIMITS).pages == 3


def test_an_empty_an_unknown_and_a_too_large_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "text.pdf").write_text("Kính gửi ông bà")
    assert refused(tmp_path / "empty") == "empty"
    assert refused(tmp_path / "text.pdf") == "unknown_type"
    assert refused(save_png(PAGE, tmp_path / "large.png"), ocr.Limits(max_bytes=1000)) == "too_large"


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(a_pdf_of(10_000))
    assert refused(path) == "too_many_pages"
    assert refused(save_tiff([PAGE] * 3, tmp_path / "three.tif"), ocr.Limits(max_pages=2)) == "too_many_pages"


@pytest.mark.parametrize("user", ["", "bí mật"])
def test_any_encryption_is_refused_even_where_no_password_is_asked_for(tmp_path: Path, user: str) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(save_pdf([PAGE], tmp_path / "open.pdf")) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="chủ", user=user))
    assert refused(path) == "encrypted"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_file_cut_short_is_damaged(tmp_path: Path, share: float) -> None:
    page = a_page(seed=2, dpi=100)
    for path in (
        save_jpeg(page, tmp_path / "a.jpg"),
        save_png(page, tmp_path / "a.png"),
        save_tiff([page] * 2, tmp_path / "a.tif"),
        save_pdf([page] * 2, tmp_path / "a.pdf"),
    ):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        assert refused(path) == "damaged", path.suffix


def test_a_pdf_cut_short_is_damaged_even_where_its_pages_can_be_found(tmp_path: Path) -> None:
    """A later revision, such as a signature, that did not arrive whole: qpdf mends the file by the earlier one."""
    path = save_pdf([PAGE] * 3, tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes() + b"99 0 obj\n<< /Length 9999 >>\nstream\n" + b"x" * 2 * TAIL)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
    assert refused(path) == "damaged"


@pytest.mark.parametrize("before", [PIECE - 5, PIECE, PIECE + 5, 3 * PIECE - 12])
def test_a_signature_is_seen_wherever_in_a_large_file_it_stands(tmp_path: Path, before: int) -> None:
    path, mark = save_pdf([PAGE], tmp_path / "large.pdf"), b"\n% /ByteRange \n [0 1 2 3]\n"
    content = path.read_bytes()
    path.write_bytes(content + b"%" * (before - len(content)) + mark + content[content.rindex(b"startxref") :])
    assert ocr.triage(path, LIMITS).signed


def test_a_decompression_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(a_png(60_000, 60_000, b""))
    assert refused(bomb) == "too_large"


def test_a_picture_that_needs_more_memory_than_allowed_is_too_large(tmp_path: Path) -> None:
    path = save_png(a_page(seed=1, dpi=600), tmp_path / "huge.png")
    assert refused(path, ocr.Limits(memory=420 << 20)) == "too_large"


def test_a_file_that_keeps_its_parsers_busy_is_given_up_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["ocr.triage"], "TICK", 0.05)
    path = save_tiff([PAGE] * 3, tmp_path / "slow.tif")
    started = time.monotonic()
    assert refused(path, ocr.Limits(seconds=0)) == "damaged"
    assert time.monotonic() - started < 0.5


def test_a_missing_file_is_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ocr.triage(tmp_path / "none.pdf", LIMITS)


def a_pdf_of(pages: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>", *[page] * pages]
    out, table = "%PDF-1.4\n", "0000000000 65535 f \n"
    pieces = [out]
    at = len(out)
    for number, body in enumerate(bodies, start=1):
        table += f"{at:010d} 00000 n \n"
        pieces.append(f"{number} 0 obj\n{body}\nendobj\n")
        at += len(pieces[-1])
    size = len(bodies) + 1
    end = f"xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    return "".join([*pieces, end]).encode()


def a_png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
