"""A person signs: asked for in a request, made by a worker, appended to the file, once (laws 2, 4, 6 and 7)."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import signing
import storage
from service.workflow import turns
from service.workflow.deps import Deps, Sign, Timestamp
from service.workflow.digitise import WORKER, put_pdf
from service.workflow.errors import Busy, NotAvailable
from service.workflow.rights import Act, require
from service.workflow.stamps import stamp_for
from storage import Account, Actor, Document, Signature, SignerRole

LEVELS: Mapping[str, signing.Level] = {level.value: level for level in signing.Level}
_RISING = tuple(signing.Level)


def require_level(deps: Deps, level: str | None) -> None:
    """Raise NotAvailable for a level that is none, or that needs a timestamp service where there is none."""
    if level is not None and level not in LEVELS:
        raise NotAvailable(f"Không có mức chữ ký {level} (có: {', '.join(LEVELS)}).")
    if level not in (None, signing.Level.B_B) and deps.tsa is None:
        raise NotAvailable(f"Mức chữ ký {level} cần dịch vụ dấu thời gian, mà nơi này chưa đặt (TSA_URL).")


def request(
    deps: Deps, who: Actor, document: UUID, *, role: SignerRole | None = None, level: str | None = None
) -> Document:
    """Ask for the caller's signature on the newest version, with the caller's key.

    `level` None: the office's own where a timestamp service is configured, else B-B.

    Raises:
        Forbidden, NotYourTurn, NotReady, NotAvailable (no such level, or no timestamp service for it), storage.NotFound
    """
    require(who, Act.SIGN)
    turns.capacity(who.role, role)
    require_level(deps, level)
    with deps.database.begin() as db:
        current = db.documents.lock(document)
        own = turns.capacity_for(current, who, role)
        turns.check_turn(current, own, who.name, numbered=deps.number_before_signing)
        db.documents.signing(document, own, who.name, level)
        job = Sign(document=document, expected=len(current.versions), account=who.name, role=own, level=level)
        deps.queue.put(db, job)
        db.audit.add(
            who, "signature_requested", dossier=current.dossier, document=document, details={"role": own.value}
        )
        return db.documents.get(document)


def run(deps: Deps, job: Sign) -> None:
    """Make the signature the job names, unless the document carries it already.

    A timestamp may have been appended since the job was asked for: the newest version is signed, never an older one.

    Raises:
        signing.KeyUnavailable, signing.Unsignable: a person must act
        Busy, storage.StoreUnavailable, storage.DatabaseUnavailable: try again
    """
    with deps.database.begin() as db:
        document = db.documents.get(job.document)
        account = db.accounts.get(job.account)
    done = turns.has_signed(document, job.role, job.account)
    if done or not turns.is_under_way(document, job.role, job.account):
        return
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
        target = work / "after.pdf"
        wanted = LEVELS[job.level] if job.level else default_level(deps)
        signed = _sign(deps, document, account, job.role, wanted, source, target)
        blob = put_pdf(deps, document.dossier, target)
    _file(deps, document, account, signature_of(document, account, job.role, signed, wanted), blob)


def signature_of(
    document: Document, account: Account, role: SignerRole, signed: signing.Signed, wanted: signing.Level
) -> Signature:
    """What is filed. An upgrade that an earlier signature waits for goes on being owed, to the higher level."""
    before = turns.owed(document)
    earlier = LEVELS[before.level_wanted or "B-T"] if before else signing.Level.B_B
    # A signature's own timestamp proves the time of the earlier ones too, but it does not carry their proof.
    owed = max(wanted, earlier, key=_RISING.index) if signed.level is not wanted else earlier
    pending = signed.level is not wanted or earlier in (signing.Level.B_LT, signing.Level.B_LTA)
    return Signature(
        role=role,
        account=account.name,
        level=signed.level.value,
        signed_at=signed.signed_at,
        timestamp_pending=pending,
        level_wanted=owed.value if pending else None,
    )


def default_level(deps: Deps) -> signing.Level:
    """What a signature is made at when nobody asks for a level."""
    return deps.level if deps.tsa else signing.Level.B_B


def _sign(
    deps: Deps,
    document: Document,
    account: Account,
    role: SignerRole,
    wanted: signing.Level,
    source: Path,
    target: Path,
) -> signing.Signed:
    """Sign at the level wanted; where a timestamp or a proof cannot be had the signature stays at B-B (law 7)."""
    signer = deps.keyring.signer(account.name, role)
    with deps.database.begin() as db:
        stamp = stamp_for(db, document, account, role, deps.keyring.image(role))
    try:
        return signing.sign(source, target, signer, level=wanted, tsa=deps.tsa, trust=deps.trust, stamp=stamp)
    except signing.ServiceFailed:
        if wanted is signing.Level.B_B:
            raise
    return signing.sign(source, target, signer, level=signing.Level.B_B, tsa=None, trust=deps.trust, stamp=stamp)


def _file(deps: Deps, document: Document, account: Account, signature: Signature, blob: storage.Blob) -> None:
    try:
        with deps.database.begin() as db:
            db.documents.lock(document.id)
            file(deps, db, document, account, signature, blob)
    except storage.Conflict as moved:  # a timestamp or the same job, run twice, was faster: look again
        raise Busy("Tài liệu vừa có phiên bản mới, sẽ ký lại.") from moved


def file(
    deps: Deps,
    db: storage.Transaction,
    document: Document,
    account: Account,
    signature: Signature,
    blob: storage.Blob,
) -> None:
    """File the version after those of `document`, with the audit line and the job for a timestamp still owed.

    Raises storage.Conflict: it has other versions by now.
    """
    owed, before = signature.timestamp_pending, len(document.versions)
    db.documents.signed(
        document.id,
        expected=before,
        blob=blob,
        signature=signature,
        created_by=account.name,
        note=owed_note(signature.level_wanted) if owed else None,
    )
    details = {"role": signature.role.value, "level": signature.level, "sha256": blob.sha256}
    who = Actor(name=account.name, role=account.role)
    db.audit.add(who, "signed", dossier=document.dossier, document=document.id, details=details)
    if owed:
        deps.queue.put(db, Timestamp(document=document.id, expected=before + 1, level=signature.level_wanted))


def owed_note(level: str | None) -> str:
    """What people see while a signature waits to be lifted to `level`; None: B-T."""
    lacking = "dấu thời gian hoặc bằng chứng thu hồi" if level in ("B-LT", "B-LTA") else "dấu thời gian"
    return f"Chưa lấy được {lacking}: hệ thống sẽ tự nâng chữ ký lên mức {level or 'B-T'}."


def lift(deps: Deps, job: Timestamp) -> None:
    """Append what is still owed to a signature: a document timestamp (EN 319 142-1), and what its level asks beyond.

    A later signature that owes the same has its own job.

    Raises:
        signing.ServiceFailed: still no timestamp or no proof; try again later
        Busy: prepared for a signature made elsewhere; after that one
    """
    with deps.database.begin() as db:
        document = db.documents.get(job.document)
    if len(document.versions) != job.expected or deps.tsa is None:
        return
    if turns.is_prepared(document):
        raise Busy("Giấy tờ đang chờ chữ ký, sẽ nâng mức sau.")
    level = LEVELS[job.level or "B-T"]
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
        target = work / "after.pdf"
        signing.lift(source, target, level=level, tsa=deps.tsa, trust=deps.trust)
        blob = put_pdf(deps, document.dossier, target)
    try:
        with deps.database.begin() as db:
            db.documents.lock(document.id)
            db.documents.signed(
                document.id, expected=job.expected, blob=blob, signature=None, created_by=WORKER.name, note=None
            )
            details = {"level": level.value}
            db.audit.add(WORKER, "timestamped", dossier=document.dossier, document=document.id, details=details)
    except storage.Conflict:  # signed again in the meantime
        return
