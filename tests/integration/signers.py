"""The leader's side of a ceremony."""

from base64 import b64decode
from uuid import UUID

import signing
from service.workflow import ceremonies
from service.workflow.ceremonies import CeremonyView, Wanted
from storage import Document, Outcome
from tests.office import ACTORS, Office

LEADER = ACTORS["lanhdao"]


def prepare(office: Office, *papers: Document) -> CeremonyView:
    return ceremonies.prepare(office.deps, LEADER, Wanted(documents=[paper.id for paper in papers]))


def values(view: CeremonyView, key: signing.Signer) -> dict[UUID, bytes]:
    """What the agent on the leader's computer answers."""
    return {
        item.document: key.sign_bytes(b64decode(item.state["attributes"])) for item in view.ceremony.items if item.state
    }


def outcomes(view: CeremonyView) -> list[Outcome]:
    return [item.outcome for item in view.ceremony.items]
