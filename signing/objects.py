"""Making PDF objects: pyHanko's constructors carry no types, so they are called here only."""

from collections.abc import Mapping

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name


def dictionary(entries: Mapping[str, generic.PdfObject] | None = None) -> generic.DictionaryObject:
    """A dictionary; keys with their slash."""
    content = {pdf_name(key): value for key, value in (entries or {}).items()}
    return generic.DictionaryObject(content)  # type: ignore[no-untyped-call]


def numbers(*values: float) -> generic.ArrayObject:
    """An array of numbers."""
    return generic.ArrayObject(
        generic.FloatObject(round(value, 4))  # type: ignore[no-untyped-call]
        for value in values
    )


def stream(entries: Mapping[str, generic.PdfObject], data: bytes) -> generic.StreamObject:
    """A compressed stream."""
    made = generic.StreamObject({pdf_name(key): value for key, value in entries.items()}, stream_data=data)
    made.compress()  # type: ignore[no-untyped-call]
    return made


def compressed(entries: Mapping[str, generic.PdfObject], data: bytes) -> generic.StreamObject:
    """A stream of data that zlib has compressed already."""
    named = {pdf_name(key): value for key, value in entries.items()}
    return generic.StreamObject({**named, pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=data)


def whole(value: int) -> generic.NumberObject:
    """An integer."""
    return generic.NumberObject(value)  # type: ignore[no-untyped-call]


def array(*items: generic.PdfObject) -> generic.ArrayObject:
    """An array of any objects."""
    return generic.ArrayObject(items)
