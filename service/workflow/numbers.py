"""The number of an outgoing document, reserved in the agency's register before the leader signs.

It stands in the record, never on a page: no page is edited between signatures (NĐ 30/2020, Phụ lục I).
"""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

import ocr
import storage
from service.workflow.deps import Deps
from service.workflow.errors import NotReady, NotUnderstood
from service.workflow.read import SURE
from service.workflow.rights import Act, require
from storage import VIETNAM, Actor, Document, Kind

LETTER = "CV"  # công văn: its symbol names no type
# Copies and what the law on laws names are numbered elsewhere; NĐ 30/2020, Phụ lục III, mục I has the others.
ELSEWHERE = frozenset({"SY", "TrS", "SL", "NĐ", "TT", "TTLT", "PL"})
TYPES: Mapping[str, str] = MappingProxyType(
    {sign: name for sign, name in ocr.KIND_NAMES.items() if sign not in ELSEWHERE}
)


def reserve(deps: Deps, who: Actor, identity: UUID, document_type: str | None = None) -> Document:
    """Give a result the next number of its agency, the year and its type; one that has a number keeps it.

    `document_type` None: what was read from the document, where that is sure enough.

    Raises:
        Forbidden, storage.NotFound, NotUnderstood (no such type)
        NotReady: not a result, withdrawn, dossier closed, or its type was not read
    """
    require(who, Act.NUMBER)
    if document_type is not None and document_type not in TYPES:
        raise NotUnderstood(f"Không có loại văn bản {document_type[:20]} (có: {', '.join(sorted(TYPES))}).")
    with deps.database.begin() as db:
        document = db.documents.lock(identity)
        if document.number is not None:
            return document
        dossier = db.dossiers.get(document.dossier)
        if document.kind is not Kind.RESULT:
            raise NotReady("Chỉ kết quả giải quyết mới được cấp số.")
        if document.withdrawn_at or dossier.archived_at:
            raise NotReady("Giấy tờ đã rút hoặc hồ sơ đã lưu trữ, không cấp số.")
        kind = document_type or _read_type(db, identity)
        book = storage.Book(agency=dossier.agency, year=deps.clock().astimezone(VIETNAM).year, document_type=kind)
        number = db.numbers.give(identity, book, lambda n: symbol(n, kind, deps.agency_symbol))
        db.audit.add(who, "numbered", dossier=document.dossier, document=identity, details={"number": number})
        return db.documents.get(identity)


def symbol(number: int, document_type: str, agency: str) -> str:
    """Number and symbol as they are written; below 10 with a 0 before (NĐ 30/2020, Phụ lục I, phần II, mục 3).

    >>> symbol(5, "QĐ", "UBND"), symbol(15, "CV", "UBND")
    ('05/QĐ-UBND', '15/UBND')
    """
    return f"{number:02d}/{agency}" if document_type == LETTER else f"{number:02d}/{document_type}-{agency}"


def _read_type(db: storage.Transaction, identity: UUID) -> str:
    for field in db.fields.of([identity])[identity]:
        if field.name == "document_type" and field.confidence >= SURE and field.value in TYPES:
            return field.value
    raise NotReady("Chưa đọc được loại văn bản, hãy chọn loại khi cấp số.")
