"""The same ceremony as a leader feels it: through the workflow, with PostgreSQL, the object store and the audit log."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.services import Served, served
from bench.signatures import SMALL, document
from service import local
from service.workflow import ceremonies, deferred
from service.workflow.ceremonies import Wanted
from service.workflow.digitise import WORKER, put_pdf
from storage import Document, Kind, SignerRole
from tests.contract.made import a_page
from tests.integration.signers import LEADER, values
from tests.office import Office, office_of
from tests.servers import embedded_servers


def lines(folder: Path, number: int) -> Iterator[str]:
    """How long it takes to prepare so many documents, and to file what comes back."""
    with embedded_servers(folder / "servers") as servers, served(folder / "office" / "pki") as services:
        url = local.environment(servers.installation)["DATABASE_URL"]
        with office_of(services.pki, url, servers.s3) as office:
            _ceremony(office, _papers(office, folder, 2))  # connections are made
            yield _told(office, services, _papers(office, folder, number))


def _told(office: Office, services: Served, papers: Sequence[Document]) -> str:
    before = services.asked("/ocsp")
    prepare, file = _ceremony(office, papers)
    return (
        f"qua dịch vụ, CSDL và kho tệp / through the service: {len(papers) / (prepare + file):.1f} văn bản/s "
        f"(chuẩn bị / prepare {prepare:.2f} s, ghép và lưu / embed and file {file:.2f} s)  "
        f"OCSP {services.asked('/ocsp') - before}"
    )


def _ceremony(office: Office, papers: Sequence[Document]) -> tuple[float, float]:
    """Seconds for preparing and for filing; the key's part is not in them."""
    deps, key = office.deps, office.deps.keyring.signer(LEADER.name, SignerRole.LEADER)
    started = time.perf_counter()
    view = ceremonies.prepare(deps, LEADER, Wanted(documents=[paper.id for paper in papers]))
    prepared = time.perf_counter()
    signed = values(view, key)
    begun = time.perf_counter()
    filed = deferred.file(deps, LEADER, view.ceremony.id, signed)
    ended = time.perf_counter()
    assert not filed.refused, filed.refused
    levels = {signature.level for paper in papers if (signature := office.see(paper).versions[-1].signature)}
    assert levels == {"B-T"}, levels
    return prepared - started, ended - begun


def _papers(office: Office, folder: Path, number: int) -> list[Document]:
    """Results that wait for the leader; what stands on them was never read, since that takes the most time."""
    office.open(title="Quyết định")
    return [_paper(office, folder / f"{each}.pdf") for each in range(number)]


def _paper(office: Office, path: Path) -> Document:
    added = office.add(document(path, SMALL), Kind.RESULT)
    blob = put_pdf(office.deps, added.dossier, path)
    with office.deps.database.begin() as db:
        db.documents.digitising(added.id)
        made = db.documents.digitised(
            added.id,
            expected=0,
            blob=blob,
            pages_total=1,
            failed_pages=(),
            doubtful_pages=(),
            created_by=WORKER.name,
        )
        db.pages.replace(added.id, added.dossier, 1, [a_page("")])
    return made
