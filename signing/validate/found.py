"""Finding the signatures of a file, also those that someone tried to hide."""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.parsing import Malformed, parsing
from signing.report import Kind

SUBFILTERS = {
    Kind.SIGNATURE: frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"}),
    Kind.TIMESTAMP: frozenset({"/ETSI.RFC3161"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One filled signature field. `embedded` is None where it cannot be parsed."""

    field: str
    kind: Kind
    revision: int
    """Of the file, counted from 0; -1 where unknown."""
    embedded: EmbeddedPdfSignature | None
    supported: bool

    @property
    def end(self) -> int:
        """Where its byte range ends; 0 where unknown."""
        if self.embedded is None or len(self.embedded.byte_range) != 4:
            return 0
        return int(self.embedded.byte_range[2]) + int(self.embedded.byte_range[3])

    @property
    def is_pades(self) -> bool:
        """Its subfilter is the one of ETSI EN 319 142-1."""
        return self.embedded is not None and self.embedded.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached"


def gather(reader: PdfFileReader) -> list[Found]:
    """Every filled signature field, oldest first. Raises Malformed when the form itself does not parse."""
    with parsing("form"):
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    return sorted((_read(reader, name, field) for name, _, field in fields), key=lambda found: found.revision)


def _read(reader: PdfFileReader, name: Any, field: Any) -> Found:
    try:
        with parsing("signature"):
            embedded = EmbeddedPdfSignature(reader, field, str(name))
            subfilter = str(embedded.sig_object.get("/SubFilter"))
            kind = Kind.TIMESTAMP if embedded.sig_object_type == "/DocTimeStamp" else Kind.SIGNATURE
            _ = embedded.signer_cert
            return Found(
                field=str(name),
                kind=kind,
                revision=int(embedded.signed_revision),
                embedded=embedded,
                supported=subfilter in SUBFILTERS[kind],
            )
    except Malformed:
        return Found(field=str(name), kind=Kind.SIGNATURE, revision=-1, embedded=None, supported=False)


def removed(reader: PdfFileReader) -> bool:
    """Whether an earlier revision of the file held a signature that the last one does not. Raises Malformed."""
    held: dict[str, tuple[int, int]] = {}
    for revision in range(reader.xrefs.total_revisions - 1):
        try:
            with parsing("revision"):
                held |= _values(reader.get_historical_resolver(revision))
        except Malformed:
            continue  # the halves of a linearized file are no revisions: they do not stand alone
    with parsing("form"):
        now = _values(reader)
    return any(now.get(name) != value for name, value in held.items())


def _values(handler: Any) -> dict[str, tuple[int, int]]:
    return {
        str(name): (value.reference.idnum, value.reference.generation)
        for name, value, _ in enumerate_sig_fields(handler, filled_status=True)
        if hasattr(value, "reference")
    }


def empty_fields(handler: Any) -> set[str]:
    """Names of signature fields not signed yet."""
    return {str(name) for name, _, _ in enumerate_sig_fields(handler, filled_status=False)}
