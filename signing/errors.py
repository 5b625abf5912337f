"""What can go wrong, one class per reaction of the caller.

Disk and folder failures are not wrapped: they stay the `OSError` they are.
"""


class SigningError(Exception):
    """Base of every error of this package.

    `code` is a stable English word for programs; the text is one Vietnamese sentence for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Misuse(SigningError):
    """The request itself cannot be met: an option is missing, contradictory or not in this version yet."""


class KeyUnavailable(SigningError):
    """The key cannot or must not sign now: ask its holder (passphrase, validity, revocation, key usage)."""


class ServiceFailed(SigningError):
    """A timestamp or revocation service failed: try again later. Nothing was written."""


class Unsignable(SigningError):
    """This PDF, or this stamp on it, cannot or must not be signed: another try will not help."""


class Stale(SigningError):
    """What was prepared for a key elsewhere no longer holds (file changed, time over): prepare the document again."""


class Unreadable(SigningError):
    """The file cannot be read as an open PDF, so nothing can be said about its signatures."""


class Rejected(SigningError):
    """What another program gave back is not the file it was lent with one good signature more: keep nothing of it."""
