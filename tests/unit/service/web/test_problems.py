import inspect

import pytest

import ocr
import signing
import storage
from service.web.problems import CODES, TYPED, code_of
from service.workflow import errors as workflow


def every_error() -> list[type[Exception]]:
    found = []
    for module in (workflow, storage, signing, ocr):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, TYPED) and kind not in TYPED:
                found.append(kind)
    return found


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_typed_error_has_a_status_and_words(kind: type[Exception]) -> None:
    error = Exception.__new__(kind)
    assert code_of(error) in CODES
    if getattr(kind, "code", None) in CODES:
        assert code_of(error) == kind.code  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["unknown_type", "encrypted", "too_large", "empty", "damaged", "too_many_pages"])
def test_refusals_of_a_file_keep_their_own_code(code: str) -> None:
    assert code_of(ocr.Refused(code, "x")) == code
    assert 400 <= CODES[code].status < 500


def test_a_fault_of_ours_is_a_500() -> None:
    assert code_of(ValueError("x")) == "internal"
