"""A paper comes in: its bytes are kept as they are, then its digitisation is asked for."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import ocr
import storage
from service.workflow.deps import Deps, Digitise
from service.workflow.errors import NotReady
from service.workflow.rights import Act, require
from storage import Actor, Document, Kind

_NAME_LENGTH = 150
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file that has arrived in full on this machine and was hashed on the way."""

    path: Path
    name: str  # as the sender called it; not trusted
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    document: Document
    duplicate: bool  # the dossier held these bytes already; `document` is the first one


def receive(
    deps: Deps, who: Actor, code: str, incoming: Incoming, *, component: str | None = None, kind: Kind = Kind.COMPONENT
) -> Receipt:
    """Keep the original byte for byte under its hash and ask for its digitisation.

    Raises:
        Forbidden, NotReady (dossier closed), storage.NotACode, storage.NotFound, storage.StoreUnavailable,
        ocr.Refused (what the file is and why it is not taken)
    """
    require(who, Act.ADD_DOCUMENT)
    code = storage.normalise_code(code)
    with deps.database.begin() as db:
        _refuse_closed(db.dossiers.get(code))
        first = db.documents.by_hash(code, incoming.sha256)
        if first:
            db.audit.add(who, "duplicate_refused", dossier=code, document=first.id)
            return Receipt(document=first, duplicate=True)
    triage = ocr.triage(incoming.path, deps.ocr_limits)
    original = deps.blobs.put(
        incoming.path,
        f"{code}/{incoming.sha256}{triage.extension}",
        sha256=incoming.sha256,
        media_type=triage.media_type,
    )
    try:
        with deps.database.begin() as db:
            _refuse_closed(db.dossiers.lock(code))
            document = db.documents.add(
                id=uuid4(),
                dossier=code,
                component=component,
                kind=kind,
                name=clean_name(incoming.name, triage.extension),
                original=original,
                pages_total=triage.pages,
                signed_on_arrival=triage.signed,
                created_by=who.name,
            )
            db.audit.add(who, "received", dossier=code, document=document.id, details={"sha256": original.sha256})
            deps.queue.put(db, Digitise(document=document.id, expected=0))
    except storage.Duplicate as same:  # two clerks dropped one file at the same moment
        return Receipt(document=same.document, duplicate=True)
    return Receipt(document=document, duplicate=False)


def clean_name(name: str, extension: str) -> str:
    """The file's name for people: no folders, no invisible characters, NFC, at most 150 characters, true extension.

    >>> clean_name("../../etc/Đơn  xin.PDF", ".pdf")
    'Đơn xin.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in last)
    stem = re.sub(r"\.(pdf|jpe?g|png|tiff?)$", "", re.sub(r"\s+", " ", shown).strip(), flags=re.IGNORECASE).strip(" .")
    return (stem[: _NAME_LENGTH - len(extension)].rstrip() or "giay-to") + extension


def _refuse_closed(dossier: storage.Dossier) -> None:
    if dossier.archived_at:
        raise NotReady("Hồ sơ đã lưu trữ, không nhận thêm giấy tờ.")
