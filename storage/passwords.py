"""The door to argon2: passwords are kept as slow hashes only."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storage.folding import printable

_LONGEST: Final = 1000  # characters looked at; the hash of a megabyte would be a way to keep the server busy


def hash_password(password: str) -> str:
    """Argon2id hash with the library's current parameters (RFC 9106, low-memory profile)."""
    return _hasher().hash(_same(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept. None (nobody by that name, or no password) costs the same time."""
    try:
        return _hasher().verify(kept or _nobodys(), _same(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _same(password: str) -> str:
    return printable(password[:_LONGEST])  # one keyboard sends NFC, another NFD


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("")
