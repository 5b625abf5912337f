"""Values signed elsewhere come back to their ceremony: each is believed only after every check, and filed once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import signing
import storage
from service.workflow import ceremonies, certificates, failures, sign, turns
from service.workflow.ceremonies import CeremonyView
from service.workflow.deps import Deps
from service.workflow.digitise import put_pdf
from service.workflow.errors import WorkflowError
from service.workflow.rights import Act, require
from storage import Actor, Ceremony, Document, Failure, Outcome

# A person waits for the answer: a timestamp that takes longer is made up for by a job.
_PATIENCE = signing.Patience(tries=1, one_try=20.0, all_tries=20.0)
# After these the document still waits in its ceremony: the right value, or a better moment, may come.
_PASSING = (*failures.PASSING, signing.ServiceFailed)
_WRONG_VALUE = "wrong_key"
_REFUSALS = (WorkflowError, signing.SigningError, storage.StorageError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """The ceremony after a delivery, and what was refused of it."""

    view: CeremonyView
    refused: Mapping[UUID, Failure]


def file(deps: Deps, who: Actor, identity: UUID, values: Mapping[UUID, bytes]) -> Filed:
    """Embed the values given, by document, and file the signed versions; any part of the ceremony will do.

    A value that came before, or for a document that is signed already, changes nothing. Raises Forbidden,
    storage.NotFound; signing.KeyUnavailable: the certificate is no longer the caller's.
    """
    require(who, Act.SIGN)
    ceremonies.release_expired(deps)
    with deps.database.begin() as db:
        ceremony = ceremonies.own(db, who, identity)
    known = {item.document for item in ceremony.items}
    if not known.issuperset(values):
        raise storage.NotFound("Giấy tờ này không thuộc lần ký.")
    holder = certificates.holder(deps, who.name, ceremony.certificate)
    with signing.Desk() as desk, ThreadPoolExecutor(ceremonies.AT_ONCE) as threads:
        level = _level(deps, ceremony)
        stamped = _stamped(deps, ceremony, holder, values, desk) if level is not signing.Level.B_B else {}
        bench = _Bench(deps, ceremony, holder, desk, level, stamped)
        told = zip(values, threads.map(bench.filed, values, values.values()), strict=True)
        refused = {document: failure for document, failure in told if failure}
    return Filed(view=ceremonies.get(deps, who, identity), refused=refused)


def _stamped(
    deps: Deps, ceremony: Ceremony, holder: signing.Signer, values: Mapping[UUID, bytes], desk: signing.Desk
) -> Mapping[bytes, signing.TimestampToken]:
    """Timestamps of the good values that are still awaited, had together: one after the other takes minutes."""
    good = []
    for item in ceremony.items:
        if item.document in values and item.outcome is Outcome.WAITING and item.state is not None:
            with suppress(signing.SigningError):  # told where it is filed
                pending = signing.Pending.from_json(item.state)
                signing.require_awaited(pending, values[item.document], holder, deps.clock())
                good.append(values[item.document])
    return signing.stamp_values(good, tsa=deps.tsa, patience=_PATIENCE, desk=desk) if deps.tsa else {}


def _level(deps: Deps, ceremony: Ceremony) -> signing.Level:
    return sign.LEVELS[ceremony.level] if ceremony.level else sign.default_level(deps)


def _told(deps: Deps, ceremony: Ceremony, document: UUID, refusal: Exception) -> Failure:
    """Why a value was refused; where no other value will help, the document's part in the ceremony ends."""
    failure = failures.describe(refusal)
    if not isinstance(refusal, _PASSING) and failure.code != _WRONG_VALUE:
        item = next(item for item in ceremony.items if item.document == document)
        with deps.database.begin() as db:
            ceremonies.end(db, ceremony, [item], Outcome.FAILED, failure)
    return failure


@dataclass(slots=True)
class _Bench:
    """What filing the documents needs."""

    deps: Deps
    ceremony: Ceremony
    holder: signing.Signer
    desk: signing.Desk
    level: signing.Level
    stamped: Mapping[bytes, signing.TimestampToken]  # by signature value
    late: bool = False  # a service has failed once: nobody waits for it again and again

    def filed(self, identity: UUID, value: bytes) -> Failure | None:
        """File one; why its value was refused."""
        try:
            with self.deps.workdir() as work:
                self._file(identity, value, work)
        except _REFUSALS as refusal:
            return _told(self.deps, self.ceremony, identity, refusal)
        return None

    def _file(self, identity: UUID, value: bytes, work: Path) -> None:
        """Bytes first, then one transaction (law 3); two deliveries of one value end in one version (law 4)."""
        with self.deps.database.begin() as db:
            document = db.documents.lock(identity)
            item = db.ceremonies.lock_item(self.ceremony.id, identity)
            account = db.accounts.get(self.ceremony.account)
        if item.outcome is Outcome.SIGNED:
            return
        if item.outcome is not Outcome.WAITING or item.state is None or item.tail is None:
            raise storage.Conflict("Giấy tờ này không còn chờ trong lần ký.")
        turns.check_still(document, item.role, account.name)
        prepared, target = self._prepared(document, item.expected, item.tail, work), work / "signed.pdf"
        signed = self._embed(signing.Pending.from_json(item.state), prepared, target, value)
        blob = put_pdf(self.deps, document.dossier, target)
        signature = sign.signature_of(document, account, item.role, signed, self.level)
        with self.deps.database.begin() as db:
            now = db.documents.lock(identity)
            if db.ceremonies.lock_item(self.ceremony.id, identity).outcome is Outcome.SIGNED:
                return
            turns.check_still(now, item.role, account.name)
            sign.file(self.deps, db, document, account, signature, blob)
            db.ceremonies.end_item(self.ceremony.id, identity, Outcome.SIGNED, version=item.expected + 1)

    def _prepared(self, document: Document, expected: int, tail: bytes, work: Path) -> Path:
        """The prepared file once more: the version it was prepared from, byte for byte, and what was appended."""
        if len(document.versions) != expected:
            raise storage.Conflict("Giấy tờ đã có phiên bản khác, hãy chuẩn bị lại.")
        path = self.deps.blobs.fetch(document.versions[-1].blob, work / "prepared.pdf")
        with path.open("ab") as stream:
            stream.write(tail)
        return path

    def _embed(self, pending: signing.Pending, prepared: Path, target: Path, value: bytes) -> signing.Signed:
        """Where a timestamp or a proof cannot be had, this signature and the rest stay at B-B and are lifted later."""
        if not self.late and (self.level is signing.Level.B_B or value in self.stamped):
            try:
                return self._embed_at(self.level, pending, prepared, target, value)
            except signing.ServiceFailed:
                if self.level is signing.Level.B_B:
                    raise
            self.late = True
        return self._embed_at(signing.Level.B_B, pending, prepared, target, value)

    def _embed_at(
        self, level: signing.Level, pending: signing.Pending, prepared: Path, target: Path, value: bytes
    ) -> signing.Signed:
        deps = self.deps
        return signing.embed(
            pending,
            prepared,
            target,
            value,
            self.holder,
            level=level,
            tsa=deps.tsa,
            trust=deps.trust,
            patience=_PATIENCE,
            desk=self.desk,
            token=self.stamped.get(value),
        )
