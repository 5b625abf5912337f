"""Judging the signatures of a PDF."""

from signing.validate.verify import Profile, verify

__all__ = ["Profile", "verify"]
