"""Facts of a paper with their evidence: words with boxes in, fields out; nothing here looks at a picture."""

from ocr.fields.document import fields_json, fields_of
from ocr.fields.field import Field, FieldName
from ocr.fields.kinds import NAMES as KIND_NAMES

__all__ = ["KIND_NAMES", "Field", "FieldName", "fields_json", "fields_of"]
