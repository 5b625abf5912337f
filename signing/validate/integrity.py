"""Is the signature mathematically true, and does it cover what it must?"""

from collections.abc import Iterator
from typing import Any

from asn1crypto import cms
from pyhanko.sign.diff_analysis import DiffResult, SuspiciousModification
from pyhanko.sign.general import byte_range_digest
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.parsing import Malformed, parsing
from signing.pdf import CHUNK
from signing.report import Code, Kind
from signing.token import STRONG_DIGESTS, Fault, Token, faults, read_token
from signing.validate.found import Found, empty_fields
from signing.validate.policies import POLICIES, Profile

SMALLEST_KEY = {"rsa": 2048, "rsassa_pss": 2048, "ec": 256}
STRONG_BY_KIND = frozenset({"ed25519", "ed448"})

TOKEN_CODES = {
    Fault.WEAK_DIGEST: Code.WEAK_ALGORITHM,
    Fault.OTHER_DIGEST: Code.DIGEST_MISMATCH,
    Fault.BAD_SIGNATURE: Code.SIGNATURE_MISMATCH,
    Fault.WRONG_USAGE: Code.WRONG_KEY_USAGE,
    Fault.OUT_OF_FORCE: Code.TIMESTAMP_INVALID,
}


def check(found: Found, profile: Profile) -> list[Code]:
    """Problems of the signature itself and of what came after it; not of its certificate's standing."""
    embedded = found.embedded
    if embedded is None or not found.supported:
        return [Code.MALFORMED]
    try:
        with parsing("integrity"):
            if not _sound_range(embedded):
                return [Code.MALFORMED]
            codes = _timestamp(embedded) if found.kind is Kind.TIMESTAMP else list(_signature(embedded))
    except Malformed:
        return [Code.MALFORMED]
    try:
        with parsing("changes"):
            return codes + _changes(embedded, profile)
    except Malformed:
        return [*codes, Code.MODIFIED]


def document_token(embedded: EmbeddedPdfSignature) -> Token:
    """The token a document timestamp consists of. Raises Malformed."""
    return read_token(bytes(embedded.pkcs7_content))


def document_digest(embedded: EmbeddedPdfSignature, algorithm: str) -> bytes:
    """The digest of its byte range, computed once, in large pieces."""
    if algorithm not in embedded.external_digests:
        _, digest = byte_range_digest(embedded.reader.stream, embedded.byte_range, algorithm, chunk_size=CHUNK)
        embedded.external_digests[algorithm] = digest
    return embedded.external_digests[algorithm]


def _timestamp(embedded: EmbeddedPdfSignature) -> list[Code]:
    token = document_token(embedded)
    wrong = faults(token, lambda algorithm: document_digest(embedded, algorithm))
    return [*dict.fromkeys(TOKEN_CODES[fault] for fault in wrong)]


def _signature(embedded: EmbeddedPdfSignature) -> Iterator[Code]:
    info = embedded.signer_info
    if embedded.signed_data["encap_content_info"]["content"].native is not None:
        raise Malformed("a detached signature encloses content")
    algorithm = embedded.md_algorithm
    if algorithm not in STRONG_DIGESTS or not _strong(embedded.signer_cert.public_key):
        yield Code.WEAK_ALGORITHM
    digest = document_digest(embedded, algorithm)
    intact, valid = validate_sig_integrity(info, embedded.signer_cert, "data", digest)
    if not intact:
        yield Code.DIGEST_MISMATCH
    if not valid:
        yield Code.SIGNATURE_MISMATCH


def _strong(key: Any) -> bool:
    return key.algorithm in STRONG_BY_KIND or key.bit_size >= SMALLEST_KEY.get(key.algorithm, 1 << 30)


def _changes(embedded: EmbeddedPdfSignature, profile: Profile) -> list[Code]:
    coverage = embedded.evaluate_signature_coverage()
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return [Code.MODIFIED]
    embedded.coverage = coverage  # type: ignore[assignment]  # pyHanko declares None and means this
    result = embedded.evaluate_modifications(POLICIES[profile])
    if isinstance(result, SuspiciousModification) or not _allowed(embedded, result):
        return [Code.MODIFIED]
    if profile is Profile.OWN and _pointless(embedded):
        return [Code.MODIFIED]
    return []


def _allowed(embedded: EmbeddedPdfSignature, result: DiffResult) -> bool:
    """Whether the signer's own DocMDP, if any, allows as much."""
    permission = embedded.docmdp_level
    return permission is None or bool(result.modification_level.value <= permission.value)


def _pointless(embedded: EmbeddedPdfSignature) -> bool:
    """A later revision that adds an empty signature field, or neither signature nor validation data."""
    reader, signed = embedded.reader, embedded.signed_revision
    if empty_fields(reader) - empty_fields(reader.get_historical_resolver(signed)):
        return True
    signing = {other.signed_revision for other in reader.embedded_signatures}
    return any(
        revision not in signing and not _adds_validation_data(reader, revision)
        for revision in range(signed + 1, reader.xrefs.total_revisions)
    )


def _adds_validation_data(reader: Any, revision: int) -> bool:
    handler = reader.get_historical_resolver(revision)
    if "/DSS" not in handler.root:
        return False
    changed = {reference.idnum for reference in handler.explicit_refs_in_revision()}
    store = handler.collect_dependencies(handler.root.raw_get("/DSS"))
    return bool(changed & {reference.idnum for reference in store}) or handler.root_ref.idnum in changed


def _sound_range(embedded: EmbeddedPdfSignature) -> bool:
    """[0 a b c]: from the start, around exactly the hexadecimal /Contents, and no further than the file."""
    numbers = [int(number) for number in embedded.byte_range]
    if len(numbers) != 4:
        return False
    start, before, resume, after = numbers
    stream = embedded.reader.stream
    if start != 0 or min(numbers) < 0 or resume + after > stream.seek(0, 2):
        return False
    if resume - before != 2 * len(embedded.pkcs7_content) + 2:
        return False
    stream.seek(before)
    room = stream.read(resume - before)
    content = bytes(embedded.pkcs7_content)
    padding = content[len(cms.ContentInfo.load(content).dump()) :]
    return room[:1] == b"<" and room[-1:] == b">" and bytes.fromhex(room[1:-1].decode()) == content and not any(padding)
