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

LEVELS: Mapping[str, signing.Level] = {level.value: level for level in (signing.Level.B_B, signing.Level.B_T)}
OWED = "Chưa lấy được dấu thời gian: chữ ký đang ở mức B-B, hệ thống sẽ tự bổ sung."


def require_level(level: str | None) -> None:
    """Raise NotAvailable for a level of a later version."""
    if level is not None and level not in LEVELS:
        raise NotAvailable(f"Mức chữ ký {level} chưa có trong phiên bản này (có: B-B, B-T).")


def request(
    deps: Deps, who: Actor, document: UUID, *, role: SignerRole | None = None, level: str | None = None
) -> Document:
    """Ask for the caller's signature on the newest version, with the caller's key.

    `level` None: B-T where a timestamp service is configured, else B-B.

    Raises:
        Forbidden, NotYourTurn, NotReady, NotAvailable (a level of a later version), storage.NotFound
    """
    require(who, Act.SIGN)
    own = turns.capacity(who.role, role)
    require_level(level)
    with deps.database.begin() as db:
        current = db.documents.lock(document)
        turns.check_turn(current, own)
        db.documents.signing(document, own, who.name)
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
    if job.role in turns.signed_by(document) or not turns.is_under_way(document, job.role, job.account):
        return
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
        target = work / "after.pdf"
        wanted = LEVELS[job.level] if job.level else default_level(deps)
        signed = _sign(deps, document, account, job.role, wanted, source, target)
        blob = put_pdf(deps, document.dossier, target)
    signature = Signature(
        role=job.role,
        account=account.name,
        level=signed.level.value,
        signed_at=signed.signed_at,
        timestamp_pending=signed.level is not wanted,
    )
    _file(deps, document, account, signature, blob)


def default_level(deps: Deps) -> signing.Level:
    """What a signature is made at when nobody asks for a level."""
    return signing.Level.B_T if deps.tsa else signing.Level.B_B


def _sign(
    deps: Deps,
    document: Document,
    account: Account,
    role: SignerRole,
    wanted: signing.Level,
    source: Path,
    target: Path,
) -> signing.Signed:
    """Sign at the level wanted; where the timestamp service fails the signature stays at B-B (law 7)."""
    signer = deps.keyring.signer(account.name, role)
    with deps.database.begin() as db:
        stamp = stamp_for(db, document, account, role, deps.keyring.image(role))
    try:
        return signing.sign(source, target, signer, level=wanted, tsa=deps.tsa, trust=deps.trust, stamp=stamp)
    except signing.ServiceFailed as failure:
        if wanted is not signing.Level.B_T or failure.code != "timestamp_failed":
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
        note=OWED if owed else None,
    )
    details = {"role": signature.role.value, "level": signature.level, "sha256": blob.sha256}
    who = Actor(name=account.name, role=account.role)
    db.audit.add(who, "signed", dossier=document.dossier, document=document.id, details=details)
    if owed:
        deps.queue.put(db, Timestamp(document=document.id, expected=before + 1))


def add_timestamp(deps: Deps, job: Timestamp) -> None:
    """Append the document timestamp still owed to a B-B signature (EN 319 142-1: B-T by document timestamp).

    A later signature carries its own timestamp, which covers the earlier bytes too: then nothing is owed any more.

    Raises:
        signing.ServiceFailed: still no timestamp; try again later
        Busy: prepared for a signature made elsewhere, whose own timestamp will do
    """
    with deps.database.begin() as db:
        document = db.documents.get(job.document)
    if len(document.versions) != job.expected or deps.tsa is None:
        return
    if turns.is_prepared(document):
        raise Busy("Giấy tờ đang chờ chữ ký, sẽ bổ sung dấu thời gian sau.")
    with deps.workdir() as work:
        source = deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
        target = work / "after.pdf"
        signing.timestamp(source, target, tsa=deps.tsa, trust=deps.trust)
        blob = put_pdf(deps, document.dossier, target)
    try:
        with deps.database.begin() as db:
            db.documents.lock(document.id)
            db.documents.signed(
                document.id, expected=job.expected, blob=blob, signature=None, created_by=WORKER.name, note=None
            )
            db.audit.add(WORKER, "timestamped", dossier=document.dossier, document=document.id)
    except storage.Conflict:  # signed again in the meantime, with a timestamp of its own
        return
