"""A file that another program was lent for one signature comes back: believed only when it is that file, once signed.

`verify` looks at what came after a signature. Here the file may have had none before, so what came back is also
compared with what was lent: a page changed in the same revision as the signature would be covered by it, and valid.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification

from signing.errors import Rejected
from signing.limits import Limits
from signing.parsing import Malformed, parsing
from signing.pdf import CHUNK, open_pdf
from signing.report import LEAVES_UNKNOWN, MESSAGES, Code, Kind, Report, SignatureReport
from signing.trust import Trust
from signing.types import Level, Signer
from signing.validate.first_form import LENT_POLICY
from signing.validate.found import Found, empty_fields, gather
from signing.validate.policies import Profile
from signing.validate.verify import verify

MOST_GROWTH = 16 * 1024 * 1024
"""Bytes: a picture, an embedded font and long revocation lists find room in it."""
_BROKEN = (Code.MODIFIED, Code.DIGEST_MISMATCH, Code.SIGNATURE_MISMATCH, Code.MALFORMED, Code.TOO_LARGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The one signature that was added."""

    field: str
    level: Level | None
    """None: no PAdES signature (another subfilter than ETSI EN 319 142-1 names)."""
    signed_at: datetime | None
    """As the signer's computer says; None: it says nothing."""
    timestamped_at: datetime | None
    status_known: bool
    """False: whether a certificate of it is revoked could not be found out."""


def require_faithful(
    lent: Path,
    returned: Path,
    signer: Signer,
    trust: Trust,
    *,
    profile: Profile | str = Profile.OWN,
    offline: bool = False,
    limits: Limits | None = None,
) -> Accepted:
    """Raise Rejected unless `returned` is `lent` with one signature of `signer` appended, good and over all of it.

    `profile`: for the signatures that `lent` holds already. A certificate whose status cannot be found out is told in
    the result; every other doubt is a refusal. Raises Unreadable too (damaged or encrypted), and OSError.
    """
    _require_extension(lent, returned)
    with lent.open("rb") as before, returned.open("rb") as after:
        try:
            with parsing("returned file"):
                field = _require_one_signature(open_pdf(before), open_pdf(after), signer, limits or Limits())
        except Malformed as fault:
            raise Rejected(Code.MALFORMED.value, MESSAGES[Code.MALFORMED]) from fault
    report = verify(returned, trust, profile=profile, offline=offline, limits=limits)
    return _accepted(_require_good(report, field))


def _require_extension(lent: Path, returned: Path) -> None:
    """The bytes that were lent, unchanged, and a few more (law of every signed file: only append)."""
    size, new = lent.stat().st_size, returned.stat().st_size
    if new > size + MOST_GROWTH:
        raise Rejected("too_large", "Tệp trả về lớn hơn tệp đã giao quá nhiều")
    with lent.open("rb") as before, returned.open("rb") as after:
        if new < size or any(piece != after.read(len(piece)) for piece in iter(lambda: before.read(CHUNK), b"")):
            raise Rejected("not_extended", "Tệp trả về không phải tệp đã giao ký nối tiếp: bị ghi lại hoặc thay")
    if new == size:
        raise Rejected("unsigned", "Tệp trả về chưa được ký")


def _require_one_signature(before: PdfFileReader, after: PdfFileReader, signer: Signer, limits: Limits) -> str:
    """The name of the one field that was signed. Raises Rejected, Malformed."""
    _require_built_upon(before, after, limits)
    known = {found.field for found in gather(before)}
    added = [found for found in gather(after) if found.field not in known]
    if not added:
        raise Rejected("unsigned", "Tệp trả về chưa được ký")
    if len(added) > 1 or added[0].kind is not Kind.SIGNATURE:
        raise Rejected("several_signatures", "Tệp trả về có nhiều hơn một chữ ký mới")
    _require_own(added[0], after, signer)
    if isinstance(_review(before, after), SuspiciousModification) or empty_fields(after) - empty_fields(before):
        raise Rejected("changed", "Ngoài chữ ký, tệp trả về còn bị thay đổi nội dung")
    return added[0].field


def _require_built_upon(before: PdfFileReader, after: PdfFileReader, limits: Limits) -> None:
    """The new revisions follow the last one lent: the same bytes in front may yet be passed over by /Prev."""
    lent, all_in_all = before.xrefs.total_revisions, after.xrefs.total_revisions
    if all_in_all > limits.revisions:
        raise Rejected("too_large", MESSAGES[Code.TOO_LARGE])
    starts = {reader.xrefs.get_startxref_for_revision(lent - 1) for reader in (before, after) if all_in_all > lent}
    if len(starts) != 1:
        raise Rejected("not_extended", "Phần ký không nối vào phiên bản đã giao của tệp")


def _require_own(found: Found, reader: PdfFileReader, signer: Signer) -> None:
    if found.embedded is None or not found.supported:
        raise Rejected(Code.MALFORMED.value, MESSAGES[Code.MALFORMED])
    if found.embedded.signer_cert.dump() != signer.leaf:
        raise Rejected("other_certificate", "Chữ ký không phải của chứng thư đã giao cho tài khoản")
    if found.end != reader.stream.seek(0, 2):
        raise Rejected("not_whole", "Chữ ký không bao trùm toàn bộ tệp")


def _review(before: PdfFileReader, after: PdfFileReader) -> object:
    """What the strict rules for our own files say of everything after the last revision lent."""
    try:
        return LENT_POLICY.review_file(after, before.xrefs.total_revisions - 1)
    except SuspiciousModification as found:
        return found


def _require_good(report: Report, field: str) -> SignatureReport:
    """The new signature, with nothing against it but an unknown status; and no earlier one broken by it."""
    broken = [code for each in report.signatures if each.field != field for code in each.codes if code in _BROKEN]
    new = next((each for each in report.signatures if each.field == field), None)
    against = [*report.codes, *broken]
    if new is not None:
        against += [code for code in new.codes if code is not Code.REVOCATION_UNKNOWN]
    if against or new is None:
        code = against[0] if against else Code.TOO_LARGE
        raise Rejected(code.value, MESSAGES[code])
    return new


def _accepted(new: SignatureReport) -> Accepted:
    return Accepted(
        field=new.field,
        level=new.level,
        signed_at=new.signed_at,
        timestamped_at=new.timestamped_at,
        status_known=LEAVES_UNKNOWN.isdisjoint(new.codes),
    )
