"""What verification says, for people (Vietnamese) and programs (`to_json`)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from signing import clock
from signing.types import Level


class Verdict(StrEnum):
    """Three outcomes, and a file without signatures."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


class Kind(StrEnum):
    """What a signature field holds."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"


class Change(StrEnum):
    """What came after a signature."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    VALIDATION_DATA = "validation_data"
    FORM = "form"
    ANNOTATION = "annotation"
    PAGE = "page"
    OTHER = "other"


class Code(StrEnum):
    """Problems, by stable names."""

    MODIFIED = "modified"
    DIGEST_MISMATCH = "digest_mismatch"
    SIGNATURE_MISMATCH = "signature_mismatch"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    WEAK_ALGORITHM = "weak_algorithm"
    WRONG_KEY_USAGE = "wrong_key_usage"
    TIMESTAMP_INVALID = "timestamp_invalid"
    TRAILING_BYTES = "trailing_bytes"
    SIGNATURE_REMOVED = "signature_removed"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"


MESSAGES = {
    Code.MODIFIED: "Văn bản đã bị sửa đổi sau khi ký",
    Code.DIGEST_MISMATCH: "Nội dung không còn đúng như khi ký",
    Code.SIGNATURE_MISMATCH: "Giá trị chữ ký không khớp với chứng thư",
    Code.UNTRUSTED: "Chứng thư không thuộc tổ chức chứng thực được tin cậy",
    Code.EXPIRED: "Chứng thư đã hết hạn tại thời điểm xét",
    Code.NOT_YET_VALID: "Chứng thư chưa có hiệu lực tại thời điểm xét",
    Code.REVOKED: "Chứng thư đã bị thu hồi",
    Code.REVOCATION_UNKNOWN: "Chưa kiểm tra được chứng thư có bị thu hồi hay không",
    Code.WEAK_ALGORITHM: "Thuật toán hoặc khóa không đủ mạnh",
    Code.WRONG_KEY_USAGE: "Chứng thư không được cấp để ký văn bản",
    Code.TIMESTAMP_INVALID: "Dấu thời gian không hợp lệ",
    Code.TRAILING_BYTES: "Có dữ liệu lạ nối sau phần cuối của tệp",
    Code.SIGNATURE_REMOVED: "Một chữ ký đã bị gỡ khỏi văn bản",
    Code.MALFORMED: "Cấu trúc chữ ký hoặc tệp không đúng chuẩn",
    Code.TOO_LARGE: "Tệp vượt quá giới hạn kiểm tra",
}

# Everything not listed here makes a signature invalid.
LEAVES_UNKNOWN = frozenset({Code.REVOCATION_UNKNOWN, Code.TOO_LARGE})
_WORST_FIRST = (Verdict.INVALID, Verdict.UNKNOWN, Verdict.VALID)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """One signature or document timestamp, oldest first in the report."""

    field: str
    kind: Kind
    signer: str | None
    issuer: str | None
    signed_at: datetime | None
    timestamped_at: datetime | None
    level: Level | None
    covers_document: bool
    changes_after: tuple[Change, ...]
    codes: tuple[Code, ...]
    lasts_until: datetime | None = None
    """When the certificate of its own timestamp ends; None where it has none."""

    @property
    def verdict(self) -> Verdict:
        """Valid when nothing is wrong and everything could be judged."""
        return verdict_of(self.codes)

    def to_json(self) -> dict[str, Any]:
        """As the interface names it."""
        return {
            "field": self.field,
            "kind": self.kind.value,
            "verdict": self.verdict.value,
            "signer": self.signer,
            "issuer": self.issuer,
            "signed_at": clock.iso(self.signed_at) if self.signed_at else None,
            "timestamped_at": clock.iso(self.timestamped_at) if self.timestamped_at else None,
            "level": self.level.value if self.level else None,
            "covers_document": self.covers_document,
            "changes_after": [change.value for change in self.changes_after],
            "problems": problems_json(self.codes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole file."""

    signatures: tuple[SignatureReport, ...]
    codes: tuple[Code, ...] = ()
    """Problems of the file itself."""

    @property
    def verdict(self) -> Verdict:
        """The worst of the signatures and of the file; unsigned where there is neither."""
        found = {signature.verdict for signature in self.signatures}
        if self.codes:
            found.add(verdict_of(self.codes))
        return next((verdict for verdict in _WORST_FIRST if verdict in found), Verdict.UNSIGNED)

    @property
    def lasts_until(self) -> datetime | None:
        """When the certificate of the newest timestamp ends: renew before that. None where there is no timestamp."""
        return next((each.lasts_until for each in reversed(self.signatures) if each.lasts_until), None)

    def to_json(self) -> dict[str, Any]:
        """As the interface names it."""
        return {
            "verdict": self.verdict.value,
            "signatures": [signature.to_json() for signature in self.signatures],
            "problems": problems_json(self.codes),
        }


def verdict_of(codes: tuple[Code, ...]) -> Verdict:
    """Invalid when any problem says so, else unknown when there is any, else valid."""
    if not codes:
        return Verdict.VALID
    return Verdict.UNKNOWN if LEAVES_UNKNOWN.issuperset(codes) else Verdict.INVALID


def problems_json(codes: tuple[Code, ...]) -> list[dict[str, str]]:
    """Each problem with its Vietnamese sentence."""
    return [{"code": code.value, "message": MESSAGES[code]} for code in codes]
