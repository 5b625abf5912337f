"""The workflow without web or workers: real database, store, keys and Tesseract; jobs are run by the test itself."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import signing
import storage
from service import demo, wiring
from service.config import Settings
from service.jobs import worker
from service.migrate import migrate
from service.web.app import create_app
from service.workflow import dossiers, intake, read, sign
from service.workflow.deps import Deps, Digitise, Job, Sign
from service.workflow.digitise import file_sha256
from storage import Actor, Document, Field, Kind, SignerRole
from tests.pki import demo_services
from tests.servers import S3

Call = Callable[..., tuple[int, Any]]
ACTORS = {name: Actor(name=name, role=role) for name, (role, _) in demo.ACCOUNTS.items()}


@dataclass
class Office:
    """Short verbs over the workflow's own."""

    deps: Deps
    settings: Settings
    code: str = ""

    def open(self, **known: Any) -> str:
        self.code = dossiers.open_dossier(self.deps, ACTORS["canbo"], dossiers.NewDossier(**known)).code
        return self.code

    def add(self, path: Path, kind: Kind = Kind.COMPONENT) -> Document:
        incoming = intake.Incoming(path=path, name=path.name, sha256=file_sha256(path), size=path.stat().st_size)
        return intake.receive(self.deps, ACTORS["canbo"], self.code, incoming, kind=kind).document

    def digitise(self, document: Document) -> Document:
        self.run(Digitise(document=document.id, expected=0))
        return self.see(document)

    def sign(self, document: Document, account: str = "canbo", level: str | None = None) -> Document:
        now = sign.request(self.deps, ACTORS[account], document.id, level=level)
        assert now.signing
        self.run(self.job(now, account, now.signing, level))
        return self.see(document)

    def job(self, document: Document, account: str, role: SignerRole, level: str | None = None) -> Sign:
        return Sign(document=document.id, expected=len(document.versions), account=account, role=role, level=level)

    def run(self, job: Job) -> None:
        worker.perform(self.deps, job, lambda: False)

    def see(self, document: Document) -> Document:
        return read.document(self.deps, ACTORS["canbo"], document.id)

    def facts(self, document: Document) -> tuple[Field, ...]:
        return read.fields(self.deps, ACTORS["canbo"], document.id)

    def bytes_of(self, blob: storage.Blob) -> bytes:
        with self.deps.blobs.open(blob) as pieces:
            return b"".join(pieces)

    def api(self) -> "Call":
        """Calls the API as an account; status and JSON."""
        client = create_app(self.settings, self.deps).test_client()
        accounts = json.loads((self.settings.data_dir / "demo.json").read_text())["accounts"]

        def ask(method: str, path: str, body: Any = None, account: str | None = "lanhdao") -> tuple[int, Any]:
            headers = {"Authorization": f"Bearer {accounts[account]['token']}"} if account else {}
            answer = client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
            return answer.status_code, answer.json

        return ask

    def but(self, **changes: Any) -> "Office":
        """The same office with something replaced, to see what happens then."""
        return Office(deps=replace(self.deps, **changes), settings=self.settings, code=self.code)


@contextmanager
def an_office(data_dir: Path, postgres_url: str, s3: S3) -> Iterator[Office]:
    """An office with the demo's accounts and keys."""
    with demo_services(data_dir / "pki") as pki, office_of(pki, postgres_url, s3) as opened:
        yield opened


@contextmanager
def office_of(pki: signing.demo.DemoPki, postgres_url: str, s3: S3) -> Iterator[Office]:
    """The same with a PKI that lies in its data folder, and is served already."""
    data_dir = pki.folder.parent
    settings = Settings.from_env(
        {
            "DATABASE_URL": postgres_url,
            "S3_ENDPOINT": s3.endpoint,
            "S3_ACCESS_KEY": s3.access_key,
            "S3_SECRET_KEY": s3.secret_key,
            "S3_BUCKET": s3.bucket,
            "S3_SECURE": "0",
            "SECRET_KEY": "only for tests",
            "DATA_DIR": str(data_dir),
            "DEMO": "1",
            "TSA_URL": pki.tsa,
        }
    )
    migrate(settings)
    deps = wiring.build(settings)
    demo.accounts(deps, data_dir / "demo.json", settings.url)
    yield Office(deps=deps, settings=settings)
    deps.database.close()
