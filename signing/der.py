"""Just enough DER (ITU-T X.690) to write a CMS.

Written by hand because asn1crypto's pure-Python encoding costs 10 ms a signature, against 0.3 ms for the RSA operation.
"""


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element: tag, definite length, contents."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of elements already encoded."""
    return tlv(0x30, *parts)


def set_of(*parts: bytes, tag: int = 0x31) -> bytes:
    """SET OF, in the order DER demands."""
    return tlv(tag, *sorted(parts))


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return tlv(0x04, value)


def integer(value: int) -> bytes:
    """INTEGER; negative values are not needed here."""
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def ecdsa_value(plain: bytes) -> bytes:
    """r and s, one after the other and equally long as tokens give them, as a signature value (RFC 3279 §2.2.3)."""
    half = len(plain) // 2
    return sequence(integer(int.from_bytes(plain[:half])), integer(int.from_bytes(plain[half:])))


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return tlv(0x06, b"".join(_base128(arc) for arc in (first * 40 + second, *rest)))


def _base128(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | value & 0x7F)
    return bytes(reversed(groups))


NULL = tlv(0x05)
