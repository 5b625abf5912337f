"""The dossier is closed: every signature checked once more, every object held, then one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import signing
import storage
from service.workflow import turns
from service.workflow.deps import Deps
from service.workflow.errors import NotReady
from service.workflow.rights import Act, require
from storage import Actor, Document, Dossier, State, Status

# A paper that came in signed by somebody whose root this office does not list may still be kept:
# its bytes are whole, only the trust is open, and the dossier's page says so.
_TOLERATED_ON_ARRIVAL = frozenset({signing.Code.UNTRUSTED, signing.Code.REVOCATION_UNKNOWN})


def close(deps: Deps, who: Actor, code: str) -> Dossier:
    """Archive a dossier. A dossier that is archived already is answered as it is.

    Raises:
        Forbidden, storage.NotFound, NotReady (each thing that is missing or not valid)
    """
    require(who, Act.ARCHIVE)
    code = storage.normalise_code(code)
    with deps.database.begin() as db:
        dossier = db.dossiers.get(code)
        documents = db.documents.of_dossier(code)
    if dossier.archived_at:
        return dossier
    _refuse(_missing(documents))
    judged = {document.id: _judge(deps, document) for document in documents if not document.withdrawn_at}
    _refuse([each.objection for each in judged.values() if each.objection])
    for document in documents:
        # What was withdrawn stays with the dossier too, as it was.
        for blob in {document.original, *(version.blob for version in document.versions)}:
            deps.blobs.hold(blob)
    return _commit(deps, who, code, documents, {identity: each.lasts_until for identity, each in judged.items()})


def _commit(
    deps: Deps, who: Actor, code: str, documents: tuple[Document, ...], ends: Mapping[UUID, datetime | None]
) -> Dossier:
    with deps.database.begin() as db:
        dossier = db.dossiers.lock(code)
        if dossier.archived_at:
            return dossier
        # Locked, so that nobody asks for a signature between this look and the commit.
        now = [db.documents.lock(document.id) for document in db.documents.of_dossier(code)]
        if list(map(_state, now)) != list(map(_state, documents)):
            raise NotReady("Hồ sơ vừa thay đổi, xin lưu trữ lại.")
        for identity, lasts_until in ends.items():
            db.documents.archived(identity, lasts_until)
        for step in storage.path_to(dossier.state, State.RETURNED):
            db.dossiers.move(code, step)
        closed = db.dossiers.archive(code, deps.clock())
        details = {"documents": [f"{d.id}:{d.versions[-1].blob.sha256}" for d in documents]}
        db.audit.add(who, "archived", dossier=code, details=details)
    return closed


def _state(document: Document) -> tuple[object, ...]:
    return document.versions, document.signing, document.declined, document.withdrawn_at


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise NotReady("Hồ sơ chưa lưu trữ được: " + "; ".join(reasons) + ".", reasons)


def _missing(documents: tuple[Document, ...]) -> list[str]:
    kept = [document for document in documents if not document.withdrawn_at]
    if not kept:
        return ["hồ sơ chưa có giấy tờ nào"]
    reasons = []
    for document in kept:
        if document.status is Status.FAILED:
            reasons.append(f"«{document.name}» xử lý bị lỗi")
        elif document.status in {Status.RECEIVED, Status.DIGITISING} or not document.versions:
            reasons.append(f"«{document.name}» chưa số hóa xong")
        elif document.signing:
            reasons.append(f"«{document.name}» đang được ký")
        elif document.declined:
            reasons.append(f"«{document.name}» bị trả lại, chờ trình lại hoặc rút")
        else:
            reasons += [f"«{document.name}» thiếu chữ ký của {who}" for who in turns.missing_signatures(document)]
            if turns.owed(document):
                reasons.append(f"«{document.name}» còn thiếu dấu thời gian")
    return reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    objection: str | None  # why it may not be archived; None: it may
    lasts_until: datetime | None  # end of its newest timestamp's certificate


def _judge(deps: Deps, document: Document) -> _Judged:
    """The newest version, fetched from the store and verified."""
    with deps.workdir() as work:
        path = deps.blobs.fetch(document.versions[-1].blob, work / "newest.pdf")
        report = signing.verify(path, deps.trust, profile="foreign" if document.signed_on_arrival else "own")
    return _Judged(objection=_objection(document, report), lasts_until=report.lasts_until)


def _objection(document: Document, report: signing.Report) -> str | None:
    codes = {code for signature in report.signatures for code in signature.codes} | set(report.codes)
    if report.verdict is signing.Verdict.VALID:
        return None
    if document.signed_on_arrival and codes and codes <= _TOLERATED_ON_ARRIVAL:
        return None
    reasons = [signing.MESSAGES[code] for code in sorted(codes)] or ["chưa có chữ ký"]
    return f"«{document.name}»: {'; '.join(reasons)}"
