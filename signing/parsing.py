"""The door between other people's parsers and our errors.

PDF and ASN.1 parsers raise whatever a hostile file makes them stumble over. This is the one list of those exceptions.
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import DecimalException

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError as PyHankoSigningError
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import ValidationError


class Malformed(Exception):
    """Something inside a file does not parse, or contradicts its standard."""


PARSER_FAULTS = (
    PdfError,
    PyHankoSigningError,
    UnacceptableSignerError,
    SignatureValidationError,
    ValidationError,
    InvalidSignature,
    UnsupportedAlgorithm,
    ArithmeticError,
    AssertionError,
    AttributeError,
    DecimalException,
    LookupError,
    MemoryError,
    NameError,  # asn1crypto reads unbound locals on unknown curves
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def parsing(what: str) -> Iterator[None]:
    """Turn every known parser fault inside the block into Malformed."""
    try:
        yield
    except PARSER_FAULTS as fault:
        raise Malformed(f"{what}: {type(fault).__name__}: {fault}") from fault
