import errno
from uuid import UUID

import pytest

import ocr
import signing
import storage
from service.workflow import failures
from service.workflow.deps import Digitise, Sign, Timestamp
from storage import SignerRole

JOB = Digitise(document=UUID(int=1), expected=0)
SIGN = Sign(document=UUID(int=1), expected=1, account="canbo", role=SignerRole.CLERK, level=None)


def test_a_passing_fault_is_tried_again_with_longer_and_longer_waits() -> None:
    error = storage.StoreUnavailable("kho không trả lời")
    waits = [failures.patience_left(JOB, error, attempt) for attempt in (1, 2, 3, 4)]
    assert waits == [2, 4, 8, None]


def test_a_fault_that_no_try_can_mend_is_given_up_at_once() -> None:
    assert failures.patience_left(JOB, ocr.Refused("damaged", "hỏng"), 1) is None
    assert failures.patience_left(JOB, ValueError("lỗi của ta"), 1) is None


def test_an_owed_timestamp_is_never_given_up() -> None:
    job = Timestamp(document=UUID(int=1), expected=2)
    assert failures.patience_left(job, signing.ServiceFailed("timestamp_failed", "x"), 500) == 1800


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_waited_for_and_named(fault: int) -> None:
    error = OSError(fault, "No space left on device", "/tmp/hoso-x/after.pdf")
    waits = [failures.patience_left(SIGN, error, attempt) for attempt in (1, 2, 3, 4)]
    assert waits == [2, 4, 8, None]
    told = failures.describe(error)
    assert (told.code, told.retryable) == ("disk_full", True)
    assert "/tmp" not in told.message


def test_another_fault_of_the_disk_is_our_own() -> None:
    error = OSError(errno.EACCES, "Permission denied")
    assert failures.patience_left(JOB, error, 1) is None
    assert failures.describe(error).code == "internal"


def test_a_failure_of_our_own_tells_nothing_of_the_inside_but_its_kind() -> None:
    told = failures.describe(KeyError("mật khẩu=abc"))
    assert (told.code, told.retryable) == ("internal", True)
    assert "abc" not in told.message
    assert "KeyError" in told.message


def test_a_typed_failure_speaks_for_itself() -> None:
    told = failures.describe(ocr.Refused("damaged", "Tệp hỏng ở trang 2."))
    assert (told.code, told.message, told.retryable) == ("damaged", "Tệp hỏng ở trang 2.", False)
