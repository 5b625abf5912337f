"""Ceremonies: many documents prepared for one person, whose key the server never holds (laws 3, 4 and 6)."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import signing
import storage
from service.workflow import certificates, failures, sign, turns
from service.workflow.deps import Deps
from service.workflow.errors import NotReady, NotYourTurn
from service.workflow.rights import Act, require
from service.workflow.stamps import stamp_for
from storage import Account, Actor, Ceremony, CeremonyItem, Document, Kind, Outcome, SignerRole

MOST_DOCUMENTS = 100
AT_ONCE = 2  # documents of a ceremony under way: while one waits for store, database or disk, the other computes
VALID_FOR = timedelta(minutes=30)  # so long others wait; the stamp shows the time of preparing
_SHOWN = 500
# A document that cannot be prepared for such a reason leaves the others alone.
_REFUSALS = (NotReady, NotYourTurn, signing.Unsignable, signing.Unreadable, storage.Corrupt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to sign."""

    documents: Sequence[UUID]
    certificate: bytes | None = None  # PEM or DER; None: the one assigned last
    role: SignerRole | None = None  # None: the caller's own
    level: str | None = None  # None: what the office makes when nobody asks


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyView:
    """A ceremony with what people and their agent are shown of each document."""

    ceremony: Ceremony
    documents: tuple[Document, ...]  # in the order of the items
    over: bool  # its time has passed, or nothing waits in it


def waiting(deps: Deps, who: Actor) -> tuple[Document, ...]:
    """The documents that must still have the caller's signature: those that name the caller, then the others."""
    require(who, Act.SIGN)
    role = turns.capacity(who.role, None)
    with deps.database.begin() as db:
        found = list(db.ceremonies.naming(who.name, [role], limit=_SHOWN))
        for kind in Kind:
            groups = [group for group in turns.REQUIRED[kind] if role in group]
            for group in groups:
                found += db.ceremonies.unsigned(kind, group, limit=_SHOWN)
    return tuple(each for each in found if turns.lacks(each, turns.capacity_for(each, who), who.name))


def prepare(deps: Deps, who: Actor, wanted: Wanted) -> CeremonyView:
    """Make room for the caller's signature in each document, and keep others from signing them meanwhile.

    A document that cannot be signed stands in the ceremony as failed, with its reason.

    Raises:
        Forbidden, NotAvailable, NotReady (none can be signed), storage.NotFound
        signing.KeyUnavailable: a certificate that is not the caller's, or that may not sign now
    """
    require(who, Act.SIGN)
    turns.capacity(who.role, wanted.role)
    sign.require_level(deps, wanted.level)
    certificate = certificates.chosen(deps, who.name, wanted.certificate)
    holder = certificates.holder(deps, who.name, certificate.sha256)
    release_expired(deps)
    with signing.Desk() as desk, ThreadPoolExecutor(AT_ONCE) as threads:
        bench = _Bench(deps=deps, desk=desk, holder=holder, who=who, asked=wanted.role)
        items = list(threads.map(bench.prepared, dict.fromkeys(wanted.documents)))
    now = deps.clock()
    ceremony = Ceremony(
        id=uuid4(),
        account=who.name,
        certificate=certificate.sha256,
        level=wanted.level,
        created_at=now,
        expires_at=now + VALID_FOR,
        items=tuple(items),
    )
    _keep(deps, who, ceremony)
    return get(deps, who, ceremony.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    """What preparing the documents needs."""

    deps: Deps
    desk: signing.Desk
    holder: signing.Signer
    who: Actor
    asked: SignerRole | None

    def prepared(self, identity: UUID) -> CeremonyItem:
        """The document as an item: waiting, or failed with its reason."""
        with self.deps.database.begin() as db:
            document, account = db.documents.get(identity), db.accounts.get(self.who.name)
        role = turns.capacity_for(document, self.who, self.asked)
        blank = CeremonyItem(
            document=identity, role=role, expected=len(document.versions), state=None, outcome=Outcome.FAILED
        )
        try:
            turns.check_turn(document, role, account.name, numbered=self.deps.number_before_signing)
            return self._room(blank, document, account)
        except _REFUSALS as refusal:
            return refused(blank, refusal)

    def _room(self, blank: CeremonyItem, document: Document, account: Account) -> CeremonyItem:
        with self.deps.database.begin() as db:
            stamp = stamp_for(db, document, account, blank.role, self.deps.keyring.image(blank.role))
        with self.deps.workdir() as work:
            source = self.deps.blobs.fetch(document.versions[-1].blob, work / "before.pdf")
            target = work / "prepared.pdf"
            pending = signing.prepare(
                source, target, self.holder, trust=self.deps.trust, stamp=stamp, valid_for=VALID_FOR, desk=self.desk
            )
            with target.open("rb") as stream:
                stream.seek(source.stat().st_size)
                tail = stream.read()
        return replace(blank, state=pending.to_json(), tail=tail, outcome=Outcome.WAITING)


def refused(item: CeremonyItem, refusal: Exception) -> CeremonyItem:
    """The item as one that will not be signed in this ceremony."""
    return replace(item, state=None, tail=None, outcome=Outcome.FAILED, failure=failures.describe(refusal))


def _keep(deps: Deps, who: Actor, ceremony: Ceremony) -> None:
    """One transaction: the ceremony, and its documents closed to other signers.

    Documents are locked in one order everywhere, so that two ceremonies never wait for each other.
    """
    with deps.database.begin() as db:
        checked = {item.document: _still(db, ceremony, item) for item in sorted(ceremony.items, key=_identity)}
        items = tuple(checked[item.document] for item in ceremony.items)
        if not any(item.outcome is Outcome.WAITING for item in items):
            told = tuple(item.failure.message for item in items if item.failure)
            raise NotReady("Không có giấy tờ nào ký được lúc này.", told)
        db.ceremonies.add(replace(ceremony, items=items))
        for item in items:
            if item.outcome is Outcome.WAITING:
                document = db.documents.get(item.document)
                db.ceremonies.hold(item.document, item.role)
                details = {"role": item.role.value, "ceremony": str(ceremony.id)}
                db.audit.add(
                    who, "signature_requested", dossier=document.dossier, document=document.id, details=details
                )


def _identity(item: CeremonyItem) -> UUID:
    return item.document


def _still(db: storage.Transaction, ceremony: Ceremony, item: CeremonyItem) -> CeremonyItem:
    """The item, unless the document has moved since it was prepared."""
    if item.outcome is not Outcome.WAITING:
        return item
    document = db.documents.lock(item.document)
    try:
        turns.check_turn(document, item.role, ceremony.account)
    except (NotReady, NotYourTurn) as refusal:
        return refused(item, refusal)
    if len(document.versions) != item.expected:
        return refused(item, storage.Conflict("Giấy tờ vừa có phiên bản mới, hãy chọn lại."))
    return item


def get(deps: Deps, who: Actor, identity: UUID) -> CeremonyView:
    """The caller's ceremony. Raises Forbidden, storage.NotFound (also for somebody else's)."""
    require(who, Act.SIGN)
    with deps.database.begin() as db:
        return _view(deps, db, own(db, who, identity))


def open_of(deps: Deps, who: Actor) -> tuple[CeremonyView, ...]:
    """The caller's ceremonies in which a document still waits, newest first."""
    require(who, Act.SIGN)
    release_expired(deps)
    with deps.database.begin() as db:
        return tuple(_view(deps, db, each) for each in db.ceremonies.open_of(who.name))


def own(db: storage.Transaction, who: Actor, identity: UUID) -> Ceremony:
    """The ceremony of that name, if it is the caller's. Raises storage.NotFound."""
    found = db.ceremonies.get(identity)
    if found.account != who.name:
        raise storage.NotFound("Không có lần ký này.")
    return found


def _view(deps: Deps, db: storage.Transaction, ceremony: Ceremony) -> CeremonyView:
    waits = any(item.outcome is Outcome.WAITING for item in ceremony.items)
    return CeremonyView(
        ceremony=ceremony,
        documents=tuple(db.documents.get(item.document) for item in ceremony.items),
        over=not waits or deps.clock() >= ceremony.expires_at,
    )


def give_up(deps: Deps, who: Actor, identity: UUID) -> CeremonyView:
    """Sign no more of it: what waits is open to other signers again. A second time changes nothing.

    Raises Forbidden, storage.NotFound.
    """
    require(who, Act.SIGN)
    with deps.database.begin() as db:
        ceremony = own(db, who, identity)
        if end(db, ceremony, ceremony.items, Outcome.GIVEN_UP):
            db.audit.add(who, "ceremony_given_up", details={"ceremony": str(identity)})
    return get(deps, who, identity)


def release_expired(deps: Deps) -> None:
    """Open the documents of ceremonies whose time is over to other signers again."""
    with deps.database.begin() as db:
        for ceremony in db.ceremonies.expired(deps.clock()):
            end(db, ceremony, ceremony.items, Outcome.EXPIRED)


def end(
    db: storage.Transaction,
    ceremony: Ceremony,
    items: Iterable[CeremonyItem],
    outcome: Outcome,
    failure: storage.Failure | None = None,
) -> int:
    """End those of the items that still wait; how many did."""
    ended = 0
    for item in sorted(items, key=_identity):
        db.documents.lock(item.document)
        if db.ceremonies.lock_item(ceremony.id, item.document).outcome is Outcome.WAITING:
            db.ceremonies.end_item(ceremony.id, item.document, outcome, failure=failure)
            db.ceremonies.release(item.document)
            ended += 1
    return ended
