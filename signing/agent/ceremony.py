"""What a web page asks to have signed, read with suspicion."""

import json
import re
import unicodedata
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms

from signing.cms import signed_attributes
from signing.parsing import Malformed, parsing
from signing.types import Signer

MOST_ITEMS = 200
LONGEST_ATTRIBUTES = 4096
"""Bytes; ours have about 200."""
LONGEST_LINE = 160
HASH = re.compile(r"[0-9a-f]{64}")
ATTRIBUTES = {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document: what a person is shown, and what the key would sign."""

    item: str
    dossier: str
    title: str
    pages: int
    hash: str
    """SHA-256 that the attributes are over, hex."""
    attributes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """Documents that one confirmation and one PIN are for."""

    ceremony: str
    items: tuple[Item, ...]


def read_ceremony(body: bytes) -> Ceremony:
    """Read a request. Raises Malformed: not of this form, or attributes that are not over the hash to be shown."""
    with parsing("ceremony"):
        told = json.loads(body)
        items = tuple(_read_item(each) for each in told["items"])
        if not 1 <= len(items) <= MOST_ITEMS or len({each.item for each in items}) < len(items):
            raise Malformed("no items, too many, or one twice")
        return Ceremony(ceremony=_word(told["ceremony"]), items=items)


def is_own(item: Item, signer: Signer) -> bool:
    """Whether the attributes are, byte for byte, those of a PAdES signature by this signer over the hash shown."""
    return item.attributes == signed_attributes(bytes.fromhex(item.hash), signer.leaf, signer.algorithm)


def line(text: str) -> str:
    """Text of strangers for the terminal: no control, direction or format characters that could hide or move text."""
    kept = "".join(each if unicodedata.category(each)[0] not in "CZ" else " " for each in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_LINE]


def _read_item(told: Mapping[str, Any]) -> Item:
    item = Item(
        item=_word(told["item"]),
        dossier=line(told["dossier"]),
        title=line(told["title"]),
        pages=int(told["pages"]),
        hash=told["hash"],
        attributes=b64decode(told["attributes"], validate=True),
    )
    if HASH.fullmatch(item.hash) is None or not 1 <= item.pages < 1_000_000:
        raise Malformed("hash or pages")
    _require_plain(item)
    return item


def _require_plain(item: Item) -> None:
    """Raise Malformed unless the attributes are those of a PAdES signature over the item's hash, and no others.

    Seen without a key, so before anybody is asked; `is_own` is the rest of the check.
    """
    if len(item.attributes) > LONGEST_ATTRIBUTES:
        raise Malformed("attributes too long")
    parsed = cms.CMSAttributes.load(item.attributes, strict=True)
    values = {each["type"].native: each["values"] for each in parsed}
    if len(parsed) != len(ATTRIBUTES) or set(values) != ATTRIBUTES or any(len(each) != 1 for each in values.values()):
        raise Malformed("not the attributes of a PAdES signature")
    if values["content_type"][0].native != "data" or values["message_digest"][0].native != bytes.fromhex(item.hash):
        raise Malformed("the attributes are not over the hash shown")


def _word(text: object) -> str:
    if not isinstance(text, str) or not 1 <= len(text) <= 100 or not text.isascii() or not text.isprintable():
        raise Malformed("not a word")
    return text
