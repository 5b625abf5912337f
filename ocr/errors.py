"""What can go wrong, by what the caller should do about it: tell the sender, or try again."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "unknown_type": "Không nhận dạng được loại tệp: chỉ nhận PDF, JPEG, PNG và TIFF.",
        "encrypted": "Tệp PDF có mật khẩu hoặc bị hạn chế quyền: xin gửi bản không mã hóa.",
        "too_large": "Tệp hoặc trang quá lớn so với giới hạn.",
        "empty": "Tệp rỗng.",
        "damaged": "Tệp bị hỏng hoặc thiếu dữ liệu: xin quét hoặc tải lại.",
        "too_many_pages": "Tệp có quá nhiều trang so với giới hạn.",
        "signed": "Tệp đã ký số: không được làm bản khác từ tệp này.",
    }
)
INTERRUPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "engine_unavailable": "Chưa có bộ nhận dạng chữ: cần cài tesseract-ocr và tesseract-ocr-vie.",
        "timed_out": "Nhận dạng chữ quá thời gian cho phép.",
        "out_of_memory": "Nhận dạng chữ cần nhiều bộ nhớ hơn giới hạn.",
        "crashed": "Tiến trình nhận dạng chữ dừng đột ngột.",
        "cancelled": "Đã hủy việc nhận dạng chữ.",
    }
)


class OcrError(Exception):
    """Base of all. `code` is a stable English word, `str()` a Vietnamese sentence for people."""

    sentences: Mapping[str, str] = MappingProxyType({})

    def __init__(self, code: str, sentence: str = "") -> None:
        """`sentence` replaces the code's own words where more can be said: the page, the size, what to install."""
        if code not in self.sentences:
            raise ValueError(f"{type(self).__name__} has no code {code!r}")
        super().__init__(sentence or self.sentences[code])
        self.code = code


class Refused(OcrError):
    """This file will never be taken as it is; its sender must be told. `code` is a key of REFUSALS.

    `source` is the file, where one of several was asked about; else None.
    """

    sentences = REFUSALS

    def __init__(self, code: str, sentence: str = "", source: Path | None = None) -> None:
        super().__init__(code, sentence)
        self.source = source


@contextmanager
def told_of(source: Path) -> Iterator[None]:
    """What is refused in this context is refused of that file."""
    try:
        yield
    except Refused as error:
        error.source = error.source or source
        raise


class Interrupted(OcrError):
    """The file may be good: try again, with more time, memory or software. `code` is a key of INTERRUPTIONS."""

    sentences = INTERRUPTIONS


class PageFailed(Exception):
    """This page cannot be read, the others may be; never leaves the package. `str()` is the Vietnamese reason."""

    @classmethod
    def by_fault(cls, error: Exception) -> "PageFailed":
        """Where one of our own steps tripped over the page: what to report, and the place in the code."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return cls(f"Lỗi chương trình khi đọc trang, xin báo lại: {type(error).__name__}, {where}.")
