"""The kinds of key as the command line names them: one line each."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from signing.errors import KeyUnavailable, Misuse
from signing.signers.csc import load_csc
from signing.signers.pkcs11 import load_pkcs11
from signing.signers.pkcs12 import load_pkcs12
from signing.types import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of key."""

    options: tuple[str, ...]
    """The options that name it, all needed: the first one chooses the kind, the last one is its secret's file."""
    load: Callable[[Namespace, bytes], Signer]
    """Opens the key; given the options and the secret."""


KINDS = (
    Kind(options=("p12", "passphrase_file"), load=lambda given, secret: load_pkcs12(given.p12, secret)),
    Kind(
        options=("pkcs11", "token", "key", "pin_file"),
        load=lambda given, secret: load_pkcs11(given.pkcs11, given.token, given.key, secret),
    ),
    Kind(
        options=("csc", "credential", "authorization_file"),
        load=lambda given, secret: load_csc(given.csc, given.credential, secret),
    ),
)


def require_one_key(given: Namespace) -> None:
    """Raise Misuse unless the options name exactly one key, completely."""
    named = [kind for kind in KINDS if any(getattr(given, option) is not None for option in kind.options)]
    if len(named) != 1:
        choices = " hoặc ".join(_written(kind.options) for kind in KINDS)
        raise Misuse("no_key" if not named else "usage", f"Cần đúng một khóa: {choices}")
    missing = [option for option in named[0].options if getattr(given, option) is None]
    if missing:
        raise Misuse("no_key", f"Khóa còn thiếu {_written(missing)}")


def load_key(given: Namespace) -> Signer:
    """Open the one key that the options name; close it when done. Raises KeyUnavailable."""
    kind = next(kind for kind in KINDS if getattr(given, kind.options[0]) is not None)
    return kind.load(given, read_secret(getattr(given, kind.options[-1])))


def read_secret(path: Path) -> bytes:
    """The secret in a file; one newline at its end is not part of it. Raises KeyUnavailable."""
    try:
        return path.read_bytes().removesuffix(b"\n").removesuffix(b"\r")
    except OSError as fault:
        raise KeyUnavailable("no_secret", f"Không đọc được tệp bí mật {path.name}") from fault


def _written(options: Sequence[str]) -> str:
    return " ".join(f"--{option.replace('_', '-')}" for option in options)
