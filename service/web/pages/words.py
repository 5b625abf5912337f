"""Every word of the product that people read, in Vietnamese: one mapping an idea (terms of the domain sheet)."""

from collections.abc import Mapping

from ocr import FieldName
from service.workflow import turns
from service.workflow.digitise import WORKER
from storage import Kind, Role, SignerRole, State, Status, VersionKind

STATUS: Mapping[Status, str] = {
    Status.RECEIVED: "Chờ số hóa",
    Status.DIGITISING: "Đang số hóa",
    Status.DIGITISED: "Đã số hóa",
    Status.SIGNED: "Đã ký số",
    Status.ARCHIVED: "Đã lưu trữ",
    Status.FAILED: "Bị lỗi",
}
# A sign beside the word, so that none of word, sign and colour is needed alone. A tick stands only with a verdict:
# what is signed may yet be found invalid.
STATUS_SIGN: Mapping[Status, str] = {
    Status.RECEIVED: "○",
    Status.DIGITISING: "…",
    Status.DIGITISED: "●",
    Status.SIGNED: "◆",
    Status.ARCHIVED: "■",
    Status.FAILED: "✗",
}
STATE: Mapping[State, str] = {
    State.REGISTERED: "Mới đăng ký",
    State.ACCEPTED: "Được tiếp nhận",
    State.REFUSED: "Không được tiếp nhận",
    State.PROCESSING: "Đang xử lý",
    State.SUPPLEMENT_REQUESTED: "Yêu cầu bổ sung giấy tờ",
    State.PAYMENT_REQUESTED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    State.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.RESOLVED: "Đã xử lý xong",
    State.RETURNED: "Đã trả kết quả",
}
KIND: Mapping[Kind, str] = {
    Kind.COMPONENT: "Thành phần hồ sơ",
    Kind.RESULT: "Kết quả giải quyết",
}
VERSION: Mapping[VersionKind, str] = {
    VersionKind.DIGITISED: "Bản số hóa",
    VersionKind.SIGNED: "Bản ký số",
}
ROLE: Mapping[Role, str] = {
    Role.CLERK: "Công chức một cửa",
    Role.OFFICER: "Công chức thụ lý",
    Role.LEADER: "Lãnh đạo",
    Role.REGISTRAR: "Văn thư",
    Role.ARCHIVIST: "Lưu trữ viên",
    Role.AUDITOR: "Kiểm tra viên",
    Role.ADMIN: "Quản trị viên",
}
SIGNER: Mapping[SignerRole, str] = turns.NAMES
# What the button says: the registrar's key is the agency's seal, not a personal signature.
SIGN: Mapping[SignerRole, str] = {
    SignerRole.CLERK: "Ký bản số hóa",
    SignerRole.INITIALS: "Ký nháy",
    SignerRole.LEADER: "Ký duyệt",
    SignerRole.SEAL: "Đóng dấu cơ quan",
}
TURN: Mapping[SignerRole, str] = {
    SignerRole.INITIALS: "Ký nháy",
    SignerRole.LEADER: "Lãnh đạo ký",
    SignerRole.SEAL: "Con dấu cơ quan",
}
# Who made a version, where it was no account.
MAKER: Mapping[str, str] = {WORKER.name: "hệ thống"}
FIELD: Mapping[FieldName, str] = {
    FieldName.DOCUMENT_TYPE: "Loại văn bản",
    FieldName.NUMBER_SYMBOL: "Số, ký hiệu",
    FieldName.ISSUED_ON: "Ngày ban hành",
    FieldName.PLACE: "Địa danh",
    FieldName.AGENCY: "Cơ quan ban hành",
    FieldName.SUMMARY: "Trích yếu",
    FieldName.SIGNER_NAME: "Người ký",
    FieldName.SIGNER_TITLE: "Chức vụ người ký",
    FieldName.OWNER_ID: "Số định danh của chủ giấy tờ",
    FieldName.VALIDITY: "Hiệu lực",
    FieldName.SCOPE: "Phạm vi",
    FieldName.URGENCY: "Độ khẩn",
    FieldName.CODE: "Mã QR, mã vạch",
}
# The words of the verify report, whose names are fixed by the interface.
VERDICT: Mapping[str, str] = {
    "valid": "Hợp lệ",
    "invalid": "Không hợp lệ",
    "unknown": "Chưa xác định",
    "unsigned": "Không có chữ ký số",
}
VERDICT_SIGN: Mapping[str, str] = {"valid": "✓", "invalid": "✗", "unknown": "?", "unsigned": "–"}
VERDICT_MEANING: Mapping[str, str] = {
    "valid": "Mọi chữ ký trong tệp đều hợp lệ, nội dung nguyên vẹn từ khi ký.",
    "invalid": "Có ít nhất một chữ ký không hợp lệ, hoặc tệp đã bị thay đổi. Không sử dụng tệp này làm căn cứ.",
    "unknown": "Chưa đủ thông tin để kết luận, ví dụ chưa kiểm tra được chứng thư có bị thu hồi. Xin kiểm tra lại sau.",
    "unsigned": "Tệp này không có chữ ký số nào.",
}
SIGNATURE_KIND: Mapping[str, str] = {"signature": "Chữ ký số", "timestamp": "Dấu thời gian"}
CHANGE: Mapping[str, str] = {
    "signature": "thêm chữ ký số",
    "timestamp": "thêm dấu thời gian",
    "validation_data": "thêm dữ liệu kiểm tra chữ ký",
    "form": "điền biểu mẫu",
    "annotation": "thêm hoặc sửa ghi chú trên trang",
    "page": "thay đổi trang",
    "other": "thay đổi khác",
}
LEVEL: Mapping[str, str] = {
    "B-B": "B-B, chưa có dấu thời gian",
    "B-T": "B-T, có dấu thời gian",
    "B-LT": "B-LT, kiểm tra được lâu dài",
    "B-LTA": "B-LTA, lưu trữ lâu dài",
}

OUTCOME = {
    "waiting": "Chờ ký",
    "signed": "Đã ký",
    "failed": "Không ký được",
    "expired": "Quá hạn",
    "given_up": "Đã bỏ",
}
