"""Opening a dossier and looking one up."""

from dataclasses import dataclass

import storage
from service.workflow.deps import Deps
from service.workflow.rights import Act, require
from storage import Actor, Dossier, State


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier:
    """What a clerk knows when the applicant stands at the counter."""

    code: str | None = None  # None: the next code of the agency and day is given
    agency: str | None = None  # None: the agency of the code, else the office's own
    procedure: str | None = None
    title: str | None = None
    applicant: str | None = None


def open_dossier(deps: Deps, who: Actor, new: NewDossier) -> Dossier:
    """Open a dossier under its code, which never changes afterwards.

    Raises:
        Forbidden, storage.NotACode, storage.AlreadyExists, storage.AgencyClosed
    """
    require(who, Act.OPEN_DOSSIER)
    code = storage.normalise_code(new.code) if new.code else None
    agency = _agency(deps, code, new.agency)
    received_at = deps.clock()
    with deps.database.begin() as db:
        db.agencies.ensure(agency)
        dossier = db.dossiers.add(
            code=code,
            agency=agency,
            procedure=new.procedure,
            title=new.title,
            applicant=new.applicant,
            due_at=None,
            received_at=received_at,
            created_by=who.name,
        )
        db.audit.add(who, "dossier_opened", dossier=dossier.code)
        # Handed in at the counter and taken: state 2. Online requests, which wait in state 1, come in a later version.
        return db.dossiers.move(dossier.code, State.ACCEPTED)


def _agency(deps: Deps, code: str | None, asked: str | None) -> str:
    """The agency that owns the dossier: what was asked for, else what the code says, else the office's own."""
    if asked:
        if not storage.is_agency_code(asked):
            raise storage.NotACode(f"«{asked[:40]}» không phải là mã định danh cơ quan.")
        return asked
    return storage.agency_of(code) if code else deps.agency
