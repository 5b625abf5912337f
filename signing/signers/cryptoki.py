"""The door to PKCS#11 libraries (OASIS PKCS#11 2.40): modules, tokens, logins, objects, raw signatures.

A process logs in to a token once for all its sessions, and a library that is started anew takes every session with it:
so there is one `Module` per library and process, and one `Login` per token in it, shared by whoever signs there.
"""

import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import pkcs11
from pkcs11 import Attribute, CertificateType, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as faults

from signing.errors import KeyUnavailable
from signing.types import KeyAlgorithm

STALE = (
    *(faults.ObjectHandleInvalid, faults.KeyHandleInvalid, faults.SessionHandleInvalid, faults.SessionClosed),
    *(faults.DeviceRemoved, faults.DeviceError, faults.TokenNotPresent, faults.TokenNotRecognised),
    *(faults.UserNotLoggedIn, faults.UserAlreadyLoggedIn, faults.SlotIDInvalid, faults.NoSuchKey),
    *(faults.GeneralError, faults.FunctionFailed),
)
"""What a session answers once its token was pulled out: it never recovers, a new login does."""
REFUSED = (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange, faults.PinLocked, faults.PinExpired)
"""What must never be tried again with the same PIN: a few tries lock a token for good."""

# The first class that fits is what a person is told.
SENTENCES: tuple[tuple[tuple[type[faults.PKCS11Error], ...], str, str], ...] = (
    (REFUSED[:3], "wrong_pin", "Sai mã PIN của thiết bị ký {token}"),
    ((faults.PinLocked,), "pin_locked", "Mã PIN của thiết bị ký {token} đã bị khóa; nhờ nơi cấp mở khóa"),
    ((faults.PinExpired,), "pin_expired", "Mã PIN của thiết bị ký {token} đã hết hạn; hãy đổi mã PIN"),
    (
        (faults.MultipleTokensReturned,),
        "token_ambiguous",
        "Có nhiều thiết bị ký cùng tên {token}; chỉ để lại một thiết bị",
    ),
    ((faults.NoSuchKey,), "no_key", "Thiết bị ký {token} không còn khóa này"),
    ((faults.NoSuchToken, *STALE), "token_gone", "Không thấy thiết bị ký {token}; hãy cắm lại"),
    ((faults.PKCS11Error,), "token_failed", "Thiết bị ký {token} báo lỗi {fault}"),
)

RAW = {KeyAlgorithm.RSA: Mechanism.RSA_PKCS, KeyAlgorithm.ECDSA: Mechanism.ECDSA}
Name = tuple[str, bytes]
"""Label and CKA_ID of a key or certificate."""


@contextmanager
def telling(token: str) -> Iterator[None]:
    """Turn the device's faults into KeyUnavailable with a sentence that names the token."""
    try:
        yield
    except faults.PKCS11Error as fault:
        code, sentence = next((code, sentence) for kinds, code, sentence in SENTENCES if isinstance(fault, kinds))
        raise KeyUnavailable(code, sentence.format(token=token, fault=type(fault).__name__)) from fault


class Login:
    """A session logged in to a token. Used only under its module's lock."""

    def __init__(self, token: pkcs11.Token, pin: bytes) -> None:
        if TokenFlag.USER_PIN_LOCKED in token.flags:
            raise faults.PinLocked
        if TokenFlag.USER_PIN_FINAL_TRY in token.flags:
            # Not with a PIN that no person is there to be sure of: the next wrong one locks the token for good.
            sentence = (
                f"Thiết bị ký {token.label} chỉ còn một lần thử mã PIN; hãy đăng nhập bằng công cụ của nhà cung cấp"
            )
            raise KeyUnavailable("pin_final_try", sentence)
        self.serial, self.pin = token.serial, pin
        self.users: set[int] = set()
        self._session = token.open(user_pin=_text(pin))
        self._keys: dict[Name, Any] = {}

    def keys(self) -> list[Name]:
        """The private keys."""
        found = self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        return [_name(each) for each in list(found)]

    def certificates(self) -> list[tuple[Name, bytes]]:
        """The X.509 certificates, DER."""
        return _certificates(self._session)

    def sign(self, name: Name, algorithm: KeyAlgorithm, data: bytes) -> bytes:
        """The device's answer to a raw signature: `data` is a DigestInfo for RSA, a digest for ECDSA.

        A key that wants the PIN for every signature (CKA_ALWAYS_AUTHENTICATE) gets it.
        """
        if name not in self._keys:
            key = self._session.get_key(ObjectClass.PRIVATE_KEY, label=name[0], id=name[1])
            self._keys[name] = key, _text(self.pin) if _wants_pin(key) else None
        key, pin = self._keys[name]
        return bytes(key.sign(data, mechanism=RAW[algorithm], pin=pin))

    def close(self) -> None:
        """Log out. A token that is gone has logged out by itself."""
        with suppress(faults.PKCS11Error):
            self._session.close()


class Module:
    """A vendor's library in this process. Take `lock` around every use: one call at a time."""

    def __init__(self, path: Path) -> None:
        self.lock = RLock()
        self.process = os.getpid()
        self._logins: dict[str, Login] = {}
        self._library = pkcs11.lib(str(path))
        self._fresh = True

    def renew(self) -> None:
        """Start the library anew: it sees the tokens as they are plugged in now, and every login is gone."""
        self._logins.clear()
        with suppress(faults.PKCS11Error):
            self._library.finalize()
        self._library.initialize()

    def certificates(self) -> list[tuple[str, Name, bytes]]:
        """Token label, name and DER of every certificate that shows itself without a PIN, of tokens plugged in now."""
        self.renew()  # who is logged in is so again at the next signature
        found = []
        for token in self._library.get_tokens(token_flags=TokenFlag.TOKEN_INITIALIZED):
            # A session that never logged in logs nobody out when it ends.
            with token.open() as session:
                found += [(token.label, name, der) for name, der in _certificates(session)]
        return found

    def login(self, label: str, pin: bytes, user: int, serial: bytes | None = None) -> Login:
        """The login to the token of that label, and of that serial number where it is known."""
        login = self._logins.get(label)
        if login is not None and not hmac.compare_digest(login.pin, pin):
            self.renew()  # only the token knows which PIN is right, and it asks none while somebody is logged in
            login = None
        if login is None or serial not in (None, login.serial):
            self._look_anew()
            login = self._logins[label] = Login(self._token(label, serial), pin)
        login.users.add(user)
        return login

    def leave(self, label: str, user: int) -> None:
        """Log out of the token when `user` was the last one there."""
        login = self._logins.get(label)
        if login is not None:
            login.users.discard(user)
            if not login.users:
                self._logins.pop(label).close()

    def _look_anew(self) -> None:
        """See tokens and PINs as they are now, where that costs nobody a login: libraries keep what they saw first."""
        if not self._logins and not self._fresh:
            self.renew()
        self._fresh = False

    def _token(self, label: str, serial: bytes | None) -> pkcs11.Token:
        wanted = {"token_label": label} | ({"token_serial": serial} if serial else {})
        try:
            return self._library.get_token(**wanted)
        except faults.NoSuchToken:
            if not self._logins:
                raise
            self.renew()  # it may have been plugged in since
            return self._library.get_token(**wanted)


_MODULES: dict[Path, Module] = {}
_GATE = Lock()


def module(path: Path) -> Module:
    """The library, loaded once. A forked child starts it anew: what it inherited is its parent's and answers nothing.

    Raises KeyUnavailable when it is not there or is no PKCS#11 library.
    """
    with _GATE:
        found = _MODULES.get(path)
        if found is None or found.process != os.getpid():
            try:
                fresh = Module(path)
                if found is not None:
                    fresh.renew()
            except faults.PKCS11Error as fault:
                raise KeyUnavailable("no_module", f"Không nạp được thư viện PKCS#11 {path.name}") from fault
            found = _MODULES[path] = fresh
        return found


def _certificates(session: pkcs11.Session) -> list[tuple[Name, bytes]]:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509}
    return [(_name(each), bytes(each[Attribute.VALUE])) for each in list(session.get_objects(wanted))]


def _name(item: Any) -> Name:
    return str(item[Attribute.LABEL]), bytes(item[Attribute.ID])


def _wants_pin(key: Any) -> bool:
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except faults.AttributeTypeInvalid:  # older devices do not know the question
        return False


def _text(pin: bytes) -> str:
    try:
        return pin.decode()
    except UnicodeDecodeError as fault:
        raise faults.PinInvalid from fault
