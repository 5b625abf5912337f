"""An office in memory: what the pages need of the database, without a server. The real one is met in tests/browser."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from pydantic import SecretStr

import ocr
import signing
import storage
from service.config import Settings
from service.web.app import create_app
from service.workflow.deps import Deps, Keyring, Queue
from storage import Account, Blob, Document, Dossier, Role, SignerRole, State, Status, Turn
from tests.unit.service.builders import a_document

NOW = datetime(2026, 3, 5, 14, 30, tzinfo=timezone(timedelta(hours=7)))
CODE = "H29-260305-0001"  # also the dossier of the builders' documents
PASSWORD = "mật khẩu đúng"


@dataclass
class Office:
    """Accounts, dossiers and documents; also the transaction over them, which commits nothing."""

    people: dict[str, Account] = field(default_factory=dict)
    opened: dict[str, Dossier] = field(default_factory=dict)
    papers: dict[UUID, Document] = field(default_factory=dict)
    facts: dict[UUID, tuple[storage.Field, ...]] = field(default_factory=dict)
    hits: storage.Hits = field(default_factory=lambda: storage.Hits(items=(), next=None))
    jobs: list[Any] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # actions of the audit log
    down: bool = False

    @contextmanager
    def begin(self) -> Iterator[Any]:
        if self.down:
            raise storage.DatabaseUnavailable("Cơ sở dữ liệu không trả lời.")
        yield SimpleNamespace(accounts=self, agencies=self, audit=self, dossiers=_Dossiers(self), pages=self,
                              order=_Order(self), documents=_Documents(self), fields=_Fields(self))  # fmt: skip

    def get(self, name: str) -> Account:
        if name not in self.people:
            raise storage.NotFound("Không có tài khoản này.")
        return self.people[name]

    def all(self) -> tuple[Account, ...]:
        return tuple(self.people.values())

    def check_password(self, name: str, password: str) -> Account | None:
        return self.people.get(name) if password == PASSWORD else None

    def add(self, _: object, action: str, **__: object) -> None:
        self.written.append(action)

    def ensure(self, *_: object) -> None: ...
    def accepts(self, *_: object) -> None: ...

    def put(self, _: object, job: Any) -> None:
        self.jobs.append(job)

    def search(self, *_: object, **__: object) -> storage.Hits:
        return self.hits

    def paper(self, *signers: SignerRole, **known: Any) -> Document:
        """A document in the office's first dossier, signed by these."""
        made = a_document(*signers, **{"id": uuid4(), **known})
        self.papers[made.id] = made
        return made


@dataclass
class _Dossiers:
    office: Office

    def add(self, *, code: str | None, **known: Any) -> Dossier:
        code = code or f"H29-260305-{len(self.office.opened) + 1:04d}"
        if code in self.office.opened:
            raise storage.AlreadyExists(f"Hồ sơ {code} đã có.")
        made = Dossier(id=uuid4(), code=code, state=State.REGISTERED, archived_at=None, **known)
        return self.office.opened.setdefault(code, made)

    def get(self, code: str) -> Dossier:
        if code not in self.office.opened:
            raise storage.NotFound(f"Không có hồ sơ {code}.")
        return self.office.opened[code]

    lock = get

    def move(self, code: str, state: State) -> Dossier:
        self.office.opened[code] = replace(self.get(code), state=state)
        return self.office.opened[code]

    def recent(self, *, created_by: str | None, **_: object) -> storage.RecentDossiers:
        counts = Counter(paper.status for paper in self.office.papers.values())
        found = [d for d in self.office.opened.values() if created_by in {None, d.created_by}]
        return storage.RecentDossiers(
            items=tuple(storage.RecentDossier(dossier=d, counts=counts) for d in found), next="tiep"
        )


@dataclass
class _Documents:
    office: Office

    def get(self, identity: UUID) -> Document:
        if identity not in self.office.papers:
            raise storage.NotFound("Không có giấy tờ này.")
        return self.office.papers[identity]

    lock = get

    def add(self, **known: Any) -> Document:
        return self.office.paper(status=Status.RECEIVED, versions=(), **known)

    def of_dossier(self, code: str) -> tuple[Document, ...]:
        return tuple(paper for paper in self.office.papers.values() if paper.dossier == code)

    def by_hash(self, code: str, sha256: str) -> Document | None:
        return next((paper for paper in self.of_dossier(code) if paper.original.sha256 == sha256), None)

    def signing(self, identity: UUID, role: storage.SignerRole, *_: object, **__: object) -> None:
        self.office.papers[identity] = replace(self.office.papers[identity], signing=role)

    def digitising(self, identity: UUID) -> None:
        self.office.papers[identity] = replace(self.office.papers[identity], status=Status.DIGITISING, failure=None)


@dataclass
class _Order:
    office: Office

    def requested(self, identity: UUID, signers: Sequence[Turn]) -> None:
        self._change(identity, request=tuple(signers))

    def declined(self, identity: UUID, declined: storage.Declined) -> None:
        self._change(identity, declined=declined)

    def submitted(self, identity: UUID) -> None:
        self._change(identity, declined=None, withdrawn_at=None)

    def withdrawn(self, identity: UUID, at: datetime) -> None:
        self._change(identity, withdrawn_at=at)

    def _change(self, identity: UUID, **values: Any) -> None:
        self.office.papers[identity] = replace(self.office.papers[identity], **values)


@dataclass
class _Fields:
    office: Office

    def of(self, documents: Iterable[UUID]) -> dict[UUID, tuple[storage.Field, ...]]:
        return {identity: self.office.facts.get(identity, ()) for identity in documents}


@dataclass
class Shelf:
    """The object store: bytes by their hash."""

    kept: dict[str, bytes] = field(default_factory=dict)
    fetched: int = 0

    def put(self, path: Path, key: str, *, sha256: str, media_type: str) -> Blob:
        self.kept[sha256] = path.read_bytes()
        size = len(self.kept[sha256])
        return Blob(key=key, sha256=sha256, size=size, media_type=media_type, version_id=None)

    def fetch(self, blob: Blob, target: Path) -> Path:
        self.fetched += 1
        target.write_bytes(self._found(blob))
        return target

    @contextmanager
    def open(self, blob: Blob, *, offset: int, length: int) -> Iterator[Iterator[bytes]]:
        yield iter([self._found(blob)[offset : offset + length]])

    def _found(self, blob: Blob) -> bytes:
        if blob.sha256 not in self.kept:
            raise storage.StoreUnavailable("Kho tệp không trả lời.")
        return self.kept[blob.sha256]


class Browser:
    """Flask's client with the manners of a browser: it sends each form with the secret of the page it stood on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def secret(self, page: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(page).text)
        assert found, f"no form on {page}"
        return found[1]

    def send(self, address: str, *, page: str = "/", **fields: Any) -> Any:
        """Send a form that stood on `page`."""
        return self.client.post(address, data={"csrf": self.secret(page), **fields})

    def log_in(self, name: str) -> "Browser":
        answer = self.send("/login", page="/login", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return self


def an_office() -> Office:
    """One account for each role, named after it, and one dossier of the clerk's."""
    office = Office()
    for role in Role:
        person = Account(name=role.value, role=role, display_name=f"Người {role.value} TEST", agency="H29.17.30")
        office.people[role.value] = person
    known = {"agency": "H29.17.30", "procedure": "Chứng thực bản sao", "title": "Hồ sơ Đất Đỏ", "due_at": None}
    _Dossiers(office).add(code=CODE, applicant="Nguyễn Văn A", received_at=NOW, created_by="clerk", **known)
    return office


def the_deps(office: Office, shelf: Shelf | None = None) -> Deps:
    """What the workflow is given in that office."""
    return Deps(
        database=cast("storage.Database", office),
        blobs=cast("storage.Blobs", shelf or Shelf()),
        queue=cast("Queue", office),
        keyring=cast("Keyring", None),
        trust=signing.load_trust([]),
        tsa=None,
        ocr_options=ocr.Options(),
        ocr_limits=ocr.Limits(),
        agency="H29.17.30",
        agency_symbol="UBND",
        number_before_signing=False,
        level=signing.Level.B_T,
        temp_dir=None,
        renew_before=timedelta(days=90),
        clock=lambda: NOW,
    )


def a_browser(office: Office, shelf: Shelf | None = None, *, demo: bool = True) -> Browser:
    """A browser before the log-in page of that office."""
    given: dict[str, Any] = {"secret_key": SecretStr("x" * 32), "demo": demo}
    return Browser(create_app(Settings(**given), the_deps(office, shelf)).test_client())
