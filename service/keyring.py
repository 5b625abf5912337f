"""The keys an office's server may use: the agency's seal in a token or HSM, and never a person's key (law 6)."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import signing
from storage import SignerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SealToken:
    """Where the agency's seal lies."""

    library: Path
    """The vendor's PKCS#11 library."""
    token: str
    key: str
    pin_file: Path
    image: Path | None
    """Picture of the seal, PNG; None: text only."""


@dataclass(slots=True)
class OfficeKeyring:
    """The seal, logged in to once in this process; everyone else's key stays with its owner."""

    seal: SealToken | None
    """None: the seal is not on this server either."""
    _pin: bytes | None = field(default=None, repr=False)
    """As last read; an operator may change the file while the server runs."""
    _signer: signing.Signer | None = None
    _refused: bool = False
    """The token refused this PIN: tried again for every document, it would lock the token."""
    _lock: Lock = field(default_factory=Lock, repr=False)

    def signer(self, account: str, role: SignerRole) -> signing.Signer:
        """Raises signing.KeyUnavailable."""
        if self.seal is None or role is not SignerRole.SEAL:
            sentence = f"Khóa của tài khoản {account} không nằm trên máy chủ; ký bằng thiết bị của người ký."
            raise signing.KeyUnavailable("key_unavailable", sentence)
        with self._lock:
            self._read_pin(self.seal)
            if self._signer is None:
                self._signer = self._open(self.seal)
            return self._signer

    def image(self, role: SignerRole) -> Path | None:
        """The picture of the seal; None: text only."""
        return self.seal.image if self.seal is not None and role is SignerRole.SEAL else None

    def _read_pin(self, seal: SealToken) -> None:
        pin = signing.read_secret(seal.pin_file)
        if pin != self._pin:
            if self._signer is not None:
                self._signer.close()
            self._pin, self._signer, self._refused = pin, None, False

    def _open(self, seal: SealToken) -> signing.Signer:
        if self._pin is None or self._refused:
            raise signing.KeyUnavailable("wrong_pin", f"Mã PIN trong {seal.pin_file.name} đã bị thiết bị ký từ chối")
        try:
            return signing.load_pkcs11(seal.library, seal.token, seal.key, self._pin)
        except signing.KeyUnavailable as fault:
            self._refused = fault.code == "wrong_pin"
            raise
