"""Pages of a PDF as PDFium shows them, however many there are."""

from pathlib import Path

import pytest

from ocr.load import pdf_pages
from tests.paper import a_page, save_pdf


def test_a_long_file_is_opened_anew_and_every_page_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium keeps the compressed pictures of the pages it has shown until the file is closed."""
    papers = [a_page(seed=1, dpi=20) for _ in range(7)]
    path = save_pdf(papers, tmp_path / "long.pdf")
    opened: list[Path] = []
    real = pdf_pages.pdfium.PdfDocument

    def counted(path: Path) -> object:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(pdf_pages, "OPENED_AT_ONCE", 4)
    monkeypatch.setattr(pdf_pages.pdfium, "PdfDocument", counted)
    with pdf_pages.opened(path) as pages:
        drawn = [pages.draw(pages.look(index))[0] for index in range(len(papers))]
    assert len(opened) == 4  # 14 times a page was looked at or drawn
    assert all((pixels == drawn[0]).all() and pixels.min() < 128 for pixels in drawn)
