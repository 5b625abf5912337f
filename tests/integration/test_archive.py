"""Archiving beside other people's work."""

from pathlib import Path

import pytest

import storage
from service.workflow import archive, sign
from service.workflow.errors import NotReady
from storage import Kind, Status
from tests.office import ACTORS, Office
from tests.paper import a_page, save_jpeg


class HeldWhileSomebodyAsksToSign:
    """The store, with the registrar's request arriving while objects are being held."""

    def __init__(self, office: Office, document: storage.Document) -> None:
        self._office = office
        self._document = document

    def __getattr__(self, name: str) -> object:
        return getattr(self._office.deps.blobs, name)

    def hold(self, blob: storage.Blob) -> None:
        if self._office.see(self._document).signing is None:
            sign.request(self._office.deps, ACTORS["vanthu"], self._document.id)
        self._office.deps.blobs.hold(blob)


def test_a_dossier_is_not_archived_over_a_signature_asked_for_meanwhile(office: Office, tmp_path: Path) -> None:
    code = office.open()
    document = office.digitise(office.add(save_jpeg(a_page(seed=12, dpi=100), tmp_path / "a.jpg"), Kind.COMPONENT))
    document = office.sign(document, "lanhdao")
    disturbed = office.but(blobs=HeldWhileSomebodyAsksToSign(office, document))
    with pytest.raises(NotReady, match="vừa thay đổi"):
        archive.close(disturbed.deps, ACTORS["luutru"], code)
    assert office.see(document).status is Status.SIGNED
    office.run(office.job(document, "vanthu", storage.SignerRole.SEAL))
    assert archive.close(office.deps, ACTORS["luutru"], code).archived_at
