import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.workflow.intake import clean_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\tạm\\Tờ  khai.PDF", "Tờ khai.pdf"),
        ("don.jpg", "don.pdf"),
        ("báo cáo v1.2.pdf", "báo cáo v1.2.pdf"),
        ("", "giay-to.pdf"),
        (". .", "giay-to.pdf"),
        ("a\x00b\u202ec.pdf", "a b c.pdf"),
        ("x" * 300, "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_shown_clean(name: str, shown: str) -> None:
    assert clean_name(name, ".pdf") == shown


@given(st.text(max_size=400))
def test_no_name_is_too_long_hidden_or_a_path(name: str) -> None:
    shown = clean_name(name, ".tif")
    assert len(shown) <= 150
    assert shown.endswith(".tif")
    assert not {"/", "\\", "\0", "\n"} & set(shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert not shown.startswith(".")
