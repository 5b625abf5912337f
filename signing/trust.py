"""Trust roots are data the caller brings: nothing is trusted by default."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from asn1crypto import pem, x509

from signing.certificates import common_name
from signing.errors import Misuse

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
BUNDLES = frozenset({".p7b", ".p7c"})
"""PKCS#7, as rootca.gov.vn publishes: told rather than passed over, since whoever put it there believes it trusted."""
PINS = "roots.json"
"""In a folder of roots, where wanted: file name to SHA-256, and then no other certificate may lie there."""


KNOWN_ROOTS = {
    "f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8": "gốc chuyên dùng Chính phủ G2, ca.gov.vn",
    "bac8bf609ab420a8ee1780d74f4de5c7f7184959d2a7375b0a75e4c29f0908e7": "gốc quốc gia NEAC, SHA-256, rootca.gov.vn",
}
"""Fingerprints of Vietnam's roots, to be named where an operator looks: they make nothing trusted.

(verify) with what the Government's cipher committee (Ban Cơ yếu Chính phủ) and NEAC publish, as for the national roots
of 2024 and 2025, which stand not here. The first is the hash of the certificate itself, the second of others' lists.
"""


@dataclass(frozen=True, slots=True)
class Trust:
    """The root certificates, DER, whose word is taken. None at all: every chain is untrusted."""

    roots: tuple[bytes, ...] = ()

    def certificates(self) -> list[x509.Certificate]:
        """The roots as parsed values."""
        return [x509.Certificate.load(der) for der in self.roots]


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """One root certificate as an operator looks at it."""

    der: bytes
    file: Path
    name: str
    """Common name of its holder."""
    sha256: str
    """Fingerprint: of the certificate, hex."""
    not_before: datetime
    not_after: datetime
    is_authority: bool
    """Whether it may issue certificates; one that may not is trusted for itself alone."""

    def remarks(self, now: datetime) -> tuple[str, ...]:
        """What an operator should know of it: whose root it is known to be, and what is odd."""
        known = KNOWN_ROOTS.get(self.sha256)
        said = {
            f"khớp vân tay đã biết: {known}" if known else "vân tay chưa đối chiếu: so với nơi công bố": True,
            "CHƯA có hiệu lực": now < self.not_before,
            "ĐÃ HẾT HẠN": now > self.not_after,
            "KHÔNG phải chứng thư của tổ chức chứng thực": not self.is_authority,
        }
        return tuple(remark for remark, holds in said.items() if holds)


def load_trust(paths: Iterable[Path]) -> Trust:
    """The roots in these files and folders. Raises Misuse as `read_roots`."""
    return Trust(tuple(root.der for root in read_roots(paths)))


def read_roots(paths: Iterable[Path]) -> tuple[Root, ...]:
    """Read roots from PEM (several in a file are fine) or DER files, and from folders of such files.

    Raises Misuse: a file that cannot be read or holds no certificate, a folder without any, or one that is not as its
    list of fingerprints says.
    """
    return tuple(root for path in paths for root in (_in_folder(path) if path.is_dir() else _in_file(path)))


def _in_folder(folder: Path) -> list[Root]:
    for bundle in (file for file in folder.iterdir() if file.suffix.lower() in BUNDLES):
        raise Misuse("bad_trust", f"{bundle.name} là gói PKCS#7: tách chứng thư gốc ra (openssl pkcs7 -print_certs)")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
    if not files:
        raise Misuse("bad_trust", f"Thư mục {folder.name} không có chứng thư gốc nào ({', '.join(sorted(SUFFIXES))})")
    found = [root for file in files for root in _in_file(file)]
    if (folder / PINS).exists():
        _require_pinned(folder, found)
    return found


def _require_pinned(folder: Path, found: Iterable[Root]) -> None:
    try:
        listed = json.loads((folder / PINS).read_text("utf-8"))
        pins = {str(file): str(value).replace(":", "").lower() for file, value in listed.items()}
    except (OSError, ValueError, AttributeError) as fault:
        raise Misuse("bad_trust", f"Không đọc được danh sách vân tay {folder.name}/{PINS}") from fault
    there = {name: {root.sha256 for root in found if root.file.name == name} for name in pins}
    for name in sorted(pins.keys() | {root.file.name for root in found}):
        if name not in pins or there[name] != {pins[name]}:
            raise Misuse("bad_trust", f"Chứng thư gốc {name} không khớp vân tay trong {folder.name}/{PINS}")


def _in_file(path: Path) -> Iterator[Root]:
    try:
        content = path.read_bytes()
        found = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        for der in found:
            certificate = x509.Certificate.load(der, strict=True)
            yield Root(
                der=der,
                file=path,
                name=common_name(certificate.subject),
                sha256=sha256(der).hexdigest(),
                not_before=certificate.not_valid_before,
                not_after=certificate.not_valid_after,
                is_authority=bool(certificate.ca),
            )
    except (OSError, ValueError, TypeError) as fault:
        raise Misuse("bad_trust", f"Không đọc được chứng thư gốc trong tệp {path.name}") from fault
