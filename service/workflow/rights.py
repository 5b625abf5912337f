"""Who may do what: one table, asked by every step before it acts (domain sheet, section 2)."""

from enum import StrEnum

from service.workflow.errors import Forbidden
from storage import Actor, Role


class Act(StrEnum):
    OPEN_DOSSIER = "open_dossier"
    ADD_DOCUMENT = "add_document"
    SIGN = "sign"
    DECLINE = "decline"
    SUBMIT = "submit"
    NUMBER = "number"
    ARCHIVE = "archive"
    READ = "read"
    RETRY = "retry"
    READ_AUDIT = "read_audit"


_CASEWORK = frozenset({Role.CLERK, Role.OFFICER, Role.REGISTRAR})
RIGHTS: dict[Act, frozenset[Role]] = {
    Act.OPEN_DOSSIER: _CASEWORK,
    Act.ADD_DOCUMENT: _CASEWORK,
    Act.SIGN: _CASEWORK | {Role.LEADER},
    # A clerk who will not sign a scan makes a better one; the others hand back what they were asked to sign.
    Act.DECLINE: frozenset({Role.OFFICER, Role.LEADER, Role.REGISTRAR}),
    Act.SUBMIT: frozenset({Role.CLERK, Role.OFFICER}),
    Act.NUMBER: frozenset({Role.OFFICER, Role.REGISTRAR}),
    Act.ARCHIVE: _CASEWORK | {Role.ARCHIVIST},
    # An admin looks after the machine and sees no document content; an auditor reads the log beside the papers.
    Act.READ: frozenset(Role) - {Role.ADMIN},
    Act.RETRY: _CASEWORK | {Role.LEADER, Role.ARCHIVIST, Role.ADMIN},
    Act.READ_AUDIT: frozenset({Role.AUDITOR, Role.ADMIN}),
}


def require(who: Actor, act: Act) -> None:
    """Raises Forbidden unless this role may do this. The service itself (role None) may do all."""
    if who.role is not None and who.role not in RIGHTS[act]:
        raise Forbidden("Tài khoản này không có quyền làm việc đó.")


def may(who: Actor, act: Act) -> bool:
    """The same question for a page that decides which buttons to show."""
    return who.role is None or who.role in RIGHTS[act]
