"""What annotations and fields show on a page is read with it."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.paper import a_page, save_pdf
from tests.unit.ocr.conftest import Digitise


def test_a_number_in_a_field_is_read_with_the_page(digitise: Digitise, tmp_path: Path) -> None:
    """Registrars write number and date in the appearance of a signature field."""
    scan = save_pdf([a_page(seed=7, dpi=100)], tmp_path / "scan.pdf")
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look = pdf.make_stream(
            b"BT /F 24 Tf 4 6 Td (CV 2468) Tj ET",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 140, 30],
            Resources=Dictionary(Font=Dictionary(F=font)),
        )
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="so", F=4, Rect=[60, 20, 200, 50])
        field.AP = Dictionary(N=look)
        placed = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([placed])
        pdf.Root.AcroForm = Dictionary(Fields=Array([placed]))
        pdf.save(scan)
    (page,) = digitise(scan).recognised()
    assert "2468" in page.text
