"""Text is compared without marks and capitals."""

import pytest

from ocr.folding import folded


@pytest.mark.parametrize("text", ["Độc lập - Tự do", "ĐỘC LẬP - TỰ DO", "Ðộc lap - tu dỏ"])
def test_words_are_found_whatever_their_marks(text: str) -> None:
    assert folded(text) == "DOC LAP - TU DO"


@pytest.mark.parametrize("text", ["Số: 15/QĐ-UBND", "straße", "\ufb01n", "㎏", "a\u0301", "\x00"])
def test_a_place_in_the_folded_text_is_the_same_place_in_the_text(text: str) -> None:
    assert len(folded(text)) == len(text)
