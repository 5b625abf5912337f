"""How much of a stranger's file is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond any of these a file is told `too_large` instead of being judged."""

    size: int = 512 * 1024 * 1024
    """Bytes."""
    signatures: int = 40
    """Judging costs about the square of their number: 40 take 4 s."""
    revisions: int = 200
    seconds: float = 60.0
    """Looked at between the steps; network waiting is bounded apart."""
