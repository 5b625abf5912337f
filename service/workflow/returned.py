"""A signed file comes back from the tool: filed once if it is faithful, else refused with a reason its signer sees."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import signing
import storage
from service.workflow import certificates, failures, handovers, sign, turns
from service.workflow.deps import Deps
from service.workflow.digitise import put_pdf
from service.workflow.errors import Forbidden, NotReady, NotYourTurn, Over, WorkflowError
from service.workflow.intake import Incoming
from storage import Account, Actor, Document, Handover, Outcome, Signature

MOST_REFUSALS = 5  # each costs a look at a whole file; a tool that brings so many wrong ones brings no right one
CLOCK_TOLERANCE = timedelta(minutes=5)
NOT_PADES = "CMS"  # in place of a level: the tool made a plain CMS signature, which no level of PAdES describes
STATUS_UNKNOWN = "Chưa kiểm tra được chứng thư người ký có bị thu hồi hay không."
_RISING = tuple(signing.Level)
_REFUSALS = (WorkflowError, signing.SigningError, storage.StorageError)
# After these no other file will be taken: the document or the right to sign is no longer what it was.
_FINAL = (storage.Conflict, storage.Corrupt, signing.KeyUnavailable, NotYourTurn, NotReady, Forbidden)


def most_bytes(deps: Deps, secret: str) -> int:
    """How large a file may come back under this secret. Raises storage.NotFound, Over."""
    with deps.database.begin() as db:
        handover = db.handovers.by_upload(handovers.digest(secret))
        document = db.documents.get(handover.document)
    if handover.outcome is not Outcome.SIGNED:
        _require_live(deps, handover)
    return document.versions[handover.expected - 1].blob.size + signing.MOST_GROWTH


def take(deps: Deps, secret: str, came: Incoming, origin: str | None = None) -> Handover:
    """File the signed version; the same file once more changes nothing.

    Raises:
        storage.NotFound, Over: no such secret, or it serves no more
        signing.Rejected, signing.Unreadable: not the file that was lent, with one good signature more
        signing.KeyUnavailable, Forbidden, NotReady, NotYourTurn, storage.Conflict: the right to sign it is gone
        storage.StoreUnavailable, storage.DatabaseUnavailable: try again
    """
    with deps.database.begin() as db:
        handover = db.handovers.by_upload(handovers.digest(secret))
        document, account = db.documents.get(handover.document), db.accounts.get(handover.account)
    if handover.outcome is Outcome.SIGNED:
        return _again(handover, document, came)
    _require_live(deps, handover)
    try:
        return _Desk(deps=deps, handover=handover, document=document, account=account).file(came)
    except Over:
        raise
    except _REFUSALS as refusal:
        if not isinstance(refusal, failures.PASSING):
            _tell(deps, handover, refusal, origin)
        raise


def refuse(deps: Deps, secret: str, refusal: signing.Rejected, origin: str | None = None) -> None:
    """Write down that a file was refused before it was read whole. Raises storage.NotFound."""
    with deps.database.begin() as db:
        handover = db.handovers.by_upload(handovers.digest(secret))
    _tell(deps, handover, refusal, origin)


def _require_live(deps: Deps, handover: Handover) -> None:
    if not handovers.is_live(deps, handover):
        handovers.release_expired(deps)
        raise Over("Địa chỉ nộp tệp này đã hết hạn hoặc đã dùng; hãy bấm ký lại.")


def _again(handover: Handover, document: Document, came: Incoming) -> Handover:
    """A tool that missed the answer sends its file again. Raises Over for any other file."""
    if document.versions[(handover.version or 0) - 1].blob.sha256 != came.sha256:
        raise Over("Địa chỉ này đã nhận một tệp ký khác.")
    return handover


def _tell(deps: Deps, handover: Handover, refusal: Exception, origin: str | None) -> None:
    """The document stays as it was; its signer sees why, and may send another file while that makes sense."""
    failure = failures.describe(refusal)
    with deps.database.begin() as db:
        document, account = db.documents.lock(handover.document), db.accounts.get(handover.account)
        now = db.handovers.lock(handover.id)
        details = {"role": handover.role.value, "code": failure.code, "handover": str(handover.id)}
        who = Actor(name=account.name, role=account.role, origin=origin)
        db.audit.add(who, "signature_refused", dossier=document.dossier, document=document.id, details=details)
        if now.outcome is not Outcome.WAITING:
            return
        db.handovers.refused(handover.id, failure)
        if isinstance(refusal, _FINAL) or now.refusals + 1 >= MOST_REFUSALS:
            handovers.end(db, handover, Outcome.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What filing one returned file needs."""

    deps: Deps
    handover: Handover
    document: Document
    account: Account

    def file(self, came: Incoming) -> Handover:
        """Bytes first, then one transaction (law 3); two deliveries at once end in one version (law 4)."""
        self._require_unmoved(self.document)
        accepted = self._accepted(came)
        blob = put_pdf(self.deps, self.document.dossier, came.path)
        with self.deps.database.begin() as db:
            now = db.documents.lock(self.document.id)
            handover = db.handovers.lock(self.handover.id)
            if handover.outcome is Outcome.SIGNED:
                return _again(handover, now, came)
            if handover.outcome is not Outcome.WAITING:
                raise Over("Lần giao ký này đã kết thúc trong khi kiểm tra tệp.")
            self._require_unmoved(now)
            signature = self._signature(accepted)
            sign.file(self.deps, db, self.document, self.account, signature, blob)
            if not accepted.status_known:
                owed = sign.owed_note(signature.level_wanted) if signature.timestamp_pending else ""
                db.documents.note(self.document.id, f"{STATUS_UNKNOWN} {owed}".strip())
            db.handovers.end(handover.id, Outcome.SIGNED, version=handover.expected + 1)
            return db.handovers.lock(handover.id)

    def _require_unmoved(self, document: Document) -> None:
        if not self.account.active:
            raise Forbidden("Tài khoản này đã bị khóa.")
        turns.check_still(document, self.handover.role, self.handover.account)
        if len(document.versions) != self.handover.expected:
            raise storage.Conflict("Giấy tờ đã có phiên bản khác, hãy bấm ký lại.")

    def _accepted(self, came: Incoming) -> signing.Accepted:
        holder = certificates.holder(self.deps, self.account.name, self.handover.certificate)
        # What others signed before it came in is judged by the standard's rules, not by ours (as `read.signatures`).
        profile = "foreign" if self.document.signed_on_arrival else "own"
        with self.deps.workdir() as work:
            lent = self.deps.blobs.fetch(self.document.versions[-1].blob, work / "lent.pdf")
            accepted = signing.require_faithful(lent, came.path, holder, self.deps.trust, profile=profile)
        _require_right_clock(accepted.signed_at, self.handover.created_at, self.deps.clock())
        return accepted

    def _signature(self, accepted: signing.Accepted) -> Signature:
        """As made; what the office makes when nobody asks, and the tool did not, is owed and made up for by a job."""
        stamped = accepted.timestamped_at is not None
        made = accepted.level or (signing.Level.B_T if stamped else signing.Level.B_B)
        signed = signing.Signed(
            level=made,
            field=accepted.field,
            signed_at=accepted.signed_at or self.deps.clock(),
            timestamped_at=accepted.timestamped_at,
            warnings=(),
        )
        wanted = max(made, sign.default_level(self.deps), key=_RISING.index)
        signature = sign.signature_of(self.document, self.account, self.handover.role, signed, wanted)
        return signature if accepted.level else replace(signature, level=NOT_PADES)


def _require_right_clock(signed_at: datetime | None, begun: datetime, now: datetime) -> None:
    """The time shown beside a signature is the signer's computer's: refuse one that cannot be true."""
    if signed_at and not begun - CLOCK_TOLERANCE <= signed_at <= now + CLOCK_TOLERANCE:
        raise signing.Rejected("wrong_clock", "Giờ ký sai quá 5 phút: hãy chỉnh đồng hồ của máy ký rồi ký lại")
