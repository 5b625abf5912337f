"""The secrets of one installation: made once, kept in `secrets.json`, never made a second time."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from service.local.errors import Damaged
from service.local.private import write_private


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Passwords and keys of the embedded servers and of the web sessions. All are random ASCII without quotes."""

    postgres_admin: str = field(repr=False)
    postgres_app: str = field(repr=False)
    s3_admin_access: str
    s3_admin_secret: str = field(repr=False)
    s3_app_access: str
    s3_app_secret: str = field(repr=False)
    s3_encryption: str = field(repr=False)  # key-encrypting key of the store: lost, the objects are unreadable
    s3_encryption_passphrase: str = field(repr=False)
    s3_jwt: str = field(repr=False)  # between the parts of the store; closes its unauthenticated HTTP ports
    session: str = field(repr=False)  # signs the web's cookies


def load_keys(path: Path, *, fresh: bool) -> Keys:
    """Read the keys; make what is missing.

    `fresh` says that no server data exists yet. Where data exists and the file does not, the data could only be
    orphaned by new keys, so Damaged is raised.
    """
    if not path.exists() and not fresh:
        raise Damaged(
            f"Mất tệp khóa {path} trong khi dữ liệu vẫn còn. Khôi phục tệp này từ bản sao lưu. "
            "/ The secrets file is lost; restore it from a backup."
        )
    kept = _read(path) if path.exists() else {}
    keys = Keys(**{item.name: kept.get(item.name) or _make(item.name) for item in fields(Keys)})
    if asdict(keys) != kept:
        write_private(path, json.dumps(asdict(keys), indent=2) + "\n")
    return keys


def _make(name: str) -> str:
    # 20 upper-case hex digits read as an access key everywhere; the KEK must be 64 hex digits (SeaweedFS).
    return secrets.token_hex(10).upper() if name.endswith("_access") else secrets.token_hex(32)


def _read(path: Path) -> Mapping[str, str]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(kept, dict) or not all(isinstance(value, str) for value in kept.values()):
        raise _damaged(path)
    return {name: kept[name] for name in kept if name in {item.name for item in fields(Keys)}}


def _damaged(path: Path) -> Damaged:
    return Damaged(f"Tệp {path} hỏng, không đọc được. Khôi phục từ bản sao lưu. / Damaged; restore it from a backup.")
