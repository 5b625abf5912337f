"""Handing a document to the signing tool on the signer's own computer, which sends back the whole signed file.

Two secrets, one to fetch and one to bring back, are good for this document alone and for ten minutes; they are no
log-in, and only their hashes are kept. Meanwhile nobody else signs the document.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from service.workflow import ceremonies, certificates, turns
from service.workflow.deps import Deps
from service.workflow.errors import Over
from service.workflow.rights import Act, require
from storage import Actor, Blob, Document, Handover, Outcome, SignerRole, Transaction

VALID_FOR = timedelta(minutes=10)
MOST_DOWNLOADS = 5  # a tool may ask twice, and try again; whoever asks more often is no tool
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A new handover with its secrets, which nobody is told a second time."""

    handover: Handover
    document: Document
    download: str
    upload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What the tool may fetch."""

    blob: Blob
    document: Document


def hand_over(
    deps: Deps, who: Actor, identity: UUID, *, certificate: bytes | None = None, role: SignerRole | None = None
) -> Given:
    """Freeze the newest version for the caller's signature, made elsewhere, for ten minutes.

    `certificate`: PEM or DER, None: the one assigned last; what comes back must be signed with it.

    Raises:
        Forbidden, NotReady, NotYourTurn, storage.NotFound
        signing.KeyUnavailable: no certificate is assigned, or not this one
    """
    require(who, Act.SIGN)
    turns.capacity(who.role, role)
    chosen = certificates.chosen(deps, who.name, certificate)
    ceremonies.release_expired(deps)
    release_expired(deps)
    download, upload = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(2))
    with deps.database.begin() as db:
        document = db.documents.lock(identity)
        own = turns.capacity_for(document, who, role)
        turns.check_turn(document, own, who.name, numbered=deps.number_before_signing)
        now = deps.clock()
        new = Handover(
            id=uuid4(),
            document=identity,
            account=who.name,
            certificate=chosen.sha256,
            role=own,
            expected=len(document.versions),
            download_sha256=digest(download),
            upload_sha256=digest(upload),
            created_at=now,
            expires_at=now + VALID_FOR,
            outcome=Outcome.WAITING,
        )
        db.handovers.add(new)
        db.ceremonies.hold(identity, own)
        details = {"role": own.value, "handover": str(new.id)}
        db.audit.add(who, "signature_requested", dossier=document.dossier, document=identity, details=details)
    return Given(handover=new, document=document, download=download, upload=upload)


def get(deps: Deps, who: Actor, document: UUID) -> Handover:
    """The caller's last handover of the document. Raises Forbidden, storage.NotFound."""
    require(who, Act.SIGN)
    release_expired(deps)
    with deps.database.begin() as db:
        return db.handovers.newest(document, who.name)


def open_of(deps: Deps, who: Actor) -> tuple[tuple[Handover, Document], ...]:
    """The caller's handovers that wait, newest first, with their documents. Raises Forbidden."""
    require(who, Act.SIGN)
    release_expired(deps)
    with deps.database.begin() as db:
        return tuple((each, db.documents.get(each.document)) for each in db.handovers.open_of(who.name))


def give_up(deps: Deps, who: Actor, document: UUID) -> Handover:
    """Take it back: the document is open to other signers again. A second time changes nothing.

    Raises Forbidden, storage.NotFound.
    """
    require(who, Act.SIGN)
    with deps.database.begin() as db:
        newest = db.handovers.newest(document, who.name)
        if end(db, newest, Outcome.GIVEN_UP):
            held = db.documents.get(document)
            details = {"handover": str(newest.id)}
            db.audit.add(who, "handover_given_up", dossier=held.dossier, document=document, details=details)
        return db.handovers.lock(newest.id)


def release_expired(deps: Deps) -> None:
    """Open the documents of handovers whose time is over to other signers again."""
    with deps.database.begin() as db:
        for handover in db.handovers.expired(deps.clock()):
            end(db, handover, Outcome.EXPIRED)


def end(db: Transaction, handover: Handover, outcome: Outcome) -> bool:
    """End it without a signature; whether it still waited. The document is locked first, as everywhere."""
    db.documents.lock(handover.document)
    if db.handovers.lock(handover.id).outcome is not Outcome.WAITING:
        return False
    db.handovers.end(handover.id, outcome)
    db.ceremonies.release(handover.document)
    return True


def fetch(deps: Deps, secret: str, origin: str | None) -> Lent:
    """The frozen version, for the holder of the secret; counted and written down each time.

    Raises storage.NotFound (no such secret), Over (its time has passed, it was signed, or fetched too often).
    """
    with deps.database.begin() as db:
        handover = db.handovers.lock(db.handovers.by_download(digest(secret)).id)
        if not is_live(deps, handover) or handover.downloads >= MOST_DOWNLOADS:
            raise Over("Địa chỉ tải tệp này đã hết hạn hoặc đã dùng; hãy bấm ký lại.")
        document, account = db.documents.get(handover.document), db.accounts.get(handover.account)
        db.handovers.downloaded(handover.id)
        who = Actor(name=account.name, role=account.role, origin=origin)
        details = {"what": f"version {handover.expected}", "handover": str(handover.id)}
        db.audit.add(who, "downloaded", dossier=document.dossier, document=document.id, details=details)
    return Lent(blob=document.versions[handover.expected - 1].blob, document=document)


def is_live(deps: Deps, handover: Handover) -> bool:
    """Whether it waits and its time has not passed."""
    return handover.outcome is Outcome.WAITING and deps.clock() < handover.expires_at


def digest(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no salt."""
    return sha256(secret.encode()).hexdigest()
