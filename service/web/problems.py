"""Every failure a caller can see: HTTP status and words for each stable code (RFC 9457), in one table."""

from dataclasses import dataclass

import ocr
import signing
import storage
from service.workflow import errors as workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one failure is shown. The Vietnamese detail comes with the error itself."""

    status: int
    vi: str
    en: str


# Which exceptions are somebody's answer rather than a fault of ours.
TYPED: tuple[type[Exception], ...] = (
    workflow.WorkflowError,
    ocr.OcrError,
    signing.SigningError,
    storage.StorageError,
)

CODES: dict[str, Words] = {
    "unauthenticated": Words(status=401, vi="Chưa đăng nhập", en="Not signed in"),
    "forbidden": Words(status=403, vi="Không có quyền", en="Not allowed for this role"),
    "not_found": Words(status=404, vi="Không tìm thấy", en="Not found"),
    "method_not_allowed": Words(status=405, vi="Không dùng được cách gọi này", en="Method not allowed"),
    "already_exists": Words(status=409, vi="Đã có", en="Exists already"),
    "duplicate": Words(status=409, vi="Đã có tệp này", en="Duplicate file"),
    "conflict": Words(status=409, vi="Vừa có thay đổi khác", en="Changed by somebody else"),
    "not_ready": Words(status=409, vi="Chưa thực hiện được", en="Not ready for this step"),
    "not_your_turn": Words(status=409, vi="Chưa đến lượt ký", en="Not your turn to sign"),
    "nothing_failed": Words(status=409, vi="Không có lỗi để làm lại", en="Nothing failed"),
    "over": Words(status=410, vi="Địa chỉ không còn dùng được", en="This address serves no more"),
    "too_large": Words(status=413, vi="Tệp quá lớn", en="File too large"),
    "unknown_type": Words(status=415, vi="Loại tệp không nhận", en="File type not accepted"),
    "bad_range": Words(status=416, vi="Khoảng dữ liệu không có", en="Range not satisfiable"),
    "empty": Words(status=422, vi="Tệp rỗng", en="Empty file"),
    "damaged": Words(status=422, vi="Tệp hỏng", en="Damaged file"),
    "encrypted": Words(status=422, vi="Tệp có mật khẩu", en="Password-protected file"),
    "too_many_pages": Words(status=422, vi="Quá nhiều trang", en="Too many pages"),
    "not_a_code": Words(status=422, vi="Mã không đúng", en="Not a valid code"),
    "agency_closed": Words(status=422, vi="Cơ quan không còn nhận hồ sơ", en="Agency takes no new dossiers"),
    "invalid_request": Words(status=422, vi="Yêu cầu không đúng", en="Invalid request"),
    "bad_request": Words(status=400, vi="Yêu cầu không đọc được", en="Unreadable request"),
    "bad_cursor": Words(status=422, vi="Vị trí tìm tiếp không đúng", en="Unknown search cursor"),
    "key_unavailable": Words(status=409, vi="Khóa ký không dùng được", en="Signing key unavailable"),
    "unsignable": Words(status=422, vi="Tệp không ký được", en="This PDF cannot be signed"),
    "rejected": Words(status=422, vi="Tệp ký trả về không được nhận", en="The signed file was not accepted"),
    "not_available": Words(status=422, vi="Chưa có trong phiên bản này", en="Not available in this version"),
    "unreadable": Words(status=422, vi="Không đọc được tệp PDF", en="Not readable as PDF"),
    "store_unavailable": Words(status=503, vi="Kho tệp không trả lời", en="Object store unavailable"),
    "store_refused": Words(status=503, vi="Kho tệp từ chối", en="Object store refused"),
    "database_unavailable": Words(status=503, vi="Cơ sở dữ liệu không trả lời", en="Database unavailable"),
    "try_again": Words(status=503, vi="Xin thử lại", en="Try again"),
    "disk_full": Words(status=507, vi="Đĩa của máy chủ đầy", en="The server's disk is full"),
    "corrupt": Words(status=500, vi="Tệp trong kho bị hỏng", en="Stored object is damaged"),
    "audit_broken": Words(status=500, vi="Nhật ký không nguyên vẹn", en="Audit chain broken"),
    "internal": Words(status=500, vi="Lỗi của hệ thống", en="Internal error"),
}
# Codes that an exception may carry and this table does not name, by what the caller can do about them.
_FAMILIES: tuple[tuple[type[Exception], str], ...] = (
    (signing.Unreadable, "unreadable"),
    (signing.Misuse, "invalid_request"),
    (signing.KeyUnavailable, "key_unavailable"),
    (signing.Stale, "conflict"),
    (signing.Rejected, "rejected"),
    (signing.Unsignable, "unsignable"),
    (ocr.Refused, "damaged"),
    (ocr.Interrupted, "try_again"),
    (signing.ServiceFailed, "try_again"),
)


def code_of(error: Exception) -> str:
    """The stable code under which this error is shown."""
    code = str(getattr(error, "code", "internal"))
    if code in CODES:
        return code
    return next((family for kind, family in _FAMILIES if isinstance(error, kind)), "internal")
