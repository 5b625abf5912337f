"""Paper in, searchable PDF out: what a file is, what stands on its pages, and the PDF that keeps both."""

from ocr.errors import Interrupted, OcrError, Refused
from ocr.exports import alto, hocr
from ocr.fields import KIND_NAMES, Field, FieldName, fields_json, fields_of
from ocr.isolated import digitise, make_access_copy
from ocr.triage import triage
from ocr.types import (
    AccessCopy,
    Box,
    Code,
    Digitised,
    Limits,
    Mode,
    OnPage,
    Options,
    Progress,
    RecognisedPage,
    Step,
    Triage,
    Word,
)
from ocr.words import words_json

__all__ = [
    "KIND_NAMES",
    "AccessCopy",
    "Box",
    "Code",
    "Digitised",
    "Field",
    "FieldName",
    "Interrupted",
    "Limits",
    "Mode",
    "OcrError",
    "OnPage",
    "Options",
    "Progress",
    "RecognisedPage",
    "Refused",
    "Step",
    "Triage",
    "Word",
    "alto",
    "digitise",
    "fields_json",
    "fields_of",
    "hocr",
    "make_access_copy",
    "triage",
    "words_json",
]
