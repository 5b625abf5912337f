"""Keys in PKCS#11 tokens and HSMs: the key never leaves the device, and one login serves many documents."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self, TypeVar

from asn1crypto import x509

from signing.certificates import describe, ladder
from signing.der import NULL, ecdsa_value, octets, oid, sequence
from signing.errors import KeyUnavailable
from signing.parsing import Malformed, parsing
from signing.signers.cryptoki import REFUSED, STALE, Login, Module, Name, module, telling
from signing.signers.proof import key_algorithm
from signing.types import CertificateInfo, KeyAlgorithm, Signer

Answer = TypeVar("Answer")

SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), NULL)


def load_pkcs11(library: Path, token: str, key: str, pin: bytes) -> Signer:
    """The key of that label in the token of that label. Close the signer when done: that logs out.

    Raises KeyUnavailable: no library or token, wrong or locked PIN, no such key, no certificate for it, a weak key.
    """
    opened = Token(library, token, pin)
    try:
        return opened.signer(key, on_close=opened.close)
    except KeyUnavailable:
        opened.close()
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCertificate:
    """A signing certificate in a token, as seen without a PIN."""

    token: str
    """Label of the token."""
    label: str
    """CKA_LABEL of the certificate: mostly the key's too."""
    key_id: bytes
    """CKA_ID, the same as its key's."""
    info: CertificateInfo
    leaf: bytes = field(repr=False)
    """DER."""


def list_certificates(library: Path) -> tuple[TokenCertificate, ...]:
    """The certificates issued for signing of every token plugged in now, authorities left out; asks no PIN.

    Raises KeyUnavailable.
    """
    opened = module(library)
    with opened.lock, telling(library.name):
        found = opened.certificates()
    listed = []
    for token, (label, key_id), leaf in found:
        with suppress(Malformed), parsing("certificate"):
            if not x509.Certificate.load(leaf).ca and describe(leaf).may_sign:
                listed.append(TokenCertificate(token=token, label=label, key_id=key_id, info=describe(leaf), leaf=leaf))
    return tuple(listed)


class Token:
    """A token logged in to: signs with any of its keys until `close`, and threads may share it.

    A token that was pulled out and put back, and a process that forked, are logged in anew, once a signature and never
    again after the PIN was refused. For that the PIN stays in memory until `close`.
    """

    def __init__(self, library: Path, label: str, pin: bytes) -> None:
        self._library, self._label = library, label
        self._pin: bytes | None = pin
        self._serial: bytes | None = None
        self._serial = self._with(lambda login: login.serial)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Log out, unless another `Token` of this process uses the same one. It must not be used any more."""
        self._pin = None
        opened = module(self._library)
        with opened.lock:
            opened.leave(self._label, id(self))

    def signers(self) -> tuple[Signer, ...]:
        """Every key that has a certificate issued for signing. They sign until the token is closed."""
        found = []
        for label in dict.fromkeys(label for label, _ in self._with(Login.keys)):
            with suppress(KeyUnavailable):
                found.append(self.signer(label))
        return tuple(each for each in found if each.certificate.may_sign)

    def signer(self, key: str, on_close: Callable[[], None] = lambda: None) -> Signer:
        """The key of that label. Raises KeyUnavailable."""
        names, certificates = self._with(lambda login: (login.keys(), login.certificates()))
        name = next((each for each in names if each[0] == key), None)
        if name is None:
            raise KeyUnavailable("no_key", f"Thiết bị ký {self._label} không có khóa tên {key}")
        try:
            with parsing("certificate"):
                return self._signer(name, certificates, on_close)
        except Malformed as fault:
            sentence = f"Chứng thư của khóa {key} trong thiết bị ký {self._label} không đọc được"
            raise KeyUnavailable("no_certificate", sentence) from fault

    def _signer(self, key: Name, certificates: list[tuple[Name, bytes]], on_close: Callable[[], None]) -> Signer:
        leaf = _certificate_of(key, certificates)
        if leaf is None:
            raise KeyUnavailable("no_certificate", f"Khóa {key[0]} trong thiết bị ký {self._label} chưa có chứng thư")
        algorithm = key_algorithm(leaf)
        return Signer(
            certificate=describe(leaf),
            algorithm=algorithm,
            leaf=leaf,
            chain=ladder(leaf, [x509.Certificate.load(der) for _, der in certificates]),
            sign_bytes=lambda data: self._with(lambda login: _sign(login, key, algorithm, data)),
            close=on_close,
        )

    def _with(self, action: Callable[[Login], Answer]) -> Answer:
        """Do it with the login; where that has died, once more with a new one."""
        opened = module(self._library)
        with opened.lock, telling(self._label):
            try:
                return action(self._login(opened))
            except STALE:
                opened.renew()
                return action(self._login(opened))

    def _login(self, opened: Module) -> Login:
        if self._pin is None:
            raise KeyUnavailable("wrong_pin", f"Mã PIN của thiết bị ký {self._label} đã bị từ chối hoặc đã đăng xuất")
        try:
            return opened.login(self._label, self._pin, id(self), self._serial)
        except REFUSED:
            self._pin = None
            raise


def _certificate_of(key: Name, certificates: list[tuple[Name, bytes]]) -> bytes | None:
    """By CKA_ID, else by label; of a renewed certificate beside its predecessor the one that lasts longer."""
    label, key_id = key
    same_id = [der for (_, other), der in certificates if key_id and other == key_id]
    found = same_id or [der for (other, _), der in certificates if other == label]
    return max(found, key=lambda der: describe(der).not_after, default=None)


def _sign(login: Login, name: Name, algorithm: KeyAlgorithm, data: bytes) -> bytes:
    """Hashed here, so that a slow device gets the digest alone; SoftHSM does not know ECDSA with SHA-256 at all."""
    digest = sha256(data).digest()
    if algorithm is KeyAlgorithm.RSA:
        return login.sign(name, algorithm, sequence(SHA256, octets(digest)))  # DigestInfo, RFC 8017 §9.2
    return ecdsa_value(login.sign(name, algorithm, digest))
