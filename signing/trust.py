"""Trust roots are data the caller brings: nothing is trusted by default."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509

from signing.errors import Misuse


@dataclass(frozen=True, slots=True)
class Trust:
    """The root certificates, DER, whose word is taken. None at all: every chain is untrusted."""

    roots: tuple[bytes, ...] = ()

    def certificates(self) -> list[x509.Certificate]:
        """The roots as parsed values."""
        return [x509.Certificate.load(der) for der in self.roots]


def load_trust(paths: Iterable[Path]) -> Trust:
    """Read roots from PEM (several in a file are fine) or DER files.

    Raises Misuse when a file cannot be read or holds no certificate.
    """
    return Trust(tuple(der for path in paths for der in _certificates_in(path)))


def _certificates_in(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
        found = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        for der in found:
            _ = x509.Certificate.load(der, strict=True).subject.native
    except (OSError, ValueError, TypeError) as fault:
        raise Misuse("bad_trust", f"Không đọc được chứng thư gốc trong tệp {path.name}") from fault
    return found
