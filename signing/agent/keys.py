"""Where the agent's key lies. The PIN comes in, signers come out, and nothing of it stays."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from signing.signers import Token, list_certificates, load_pkcs12
from signing.types import Signer


class Keys(Protocol):
    """A token or a key file."""

    @property
    def prompt(self) -> str:
        """What to ask the signer for."""

    def certificates(self) -> tuple[bytes, ...]:
        """DER certificates that can be seen without the PIN. Raises KeyUnavailable."""

    def opened(self, pin: bytes) -> AbstractContextManager[tuple[Signer, ...]]:
        """The signers the PIN opens, until the end of the block. Raises KeyUnavailable."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file, for demonstration: a key in a file can be copied."""

    path: Path

    @property
    def prompt(self) -> str:
        return f"Mật khẩu của tệp khóa {self.path.name} (chỉ để thử nghiệm): "

    def certificates(self) -> tuple[bytes, ...]:
        return ()

    @contextmanager
    def opened(self, pin: bytes) -> Iterator[tuple[Signer, ...]]:
        yield (load_pkcs12(self.path, pin),)


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """The keys of one PKCS#11 token, whichever the documents were prepared for."""

    library: Path
    label: str

    @property
    def prompt(self) -> str:
        return f"Mã PIN của thiết bị ký {self.label}: "

    def certificates(self) -> tuple[bytes, ...]:
        return tuple(each.leaf for each in list_certificates(self.library) if each.token == self.label)

    @contextmanager
    def opened(self, pin: bytes) -> Iterator[tuple[Signer, ...]]:
        with Token(self.library, self.label, pin) as token:
            yield token.signers()
