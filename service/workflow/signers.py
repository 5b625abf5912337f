"""Who is asked to sign a paper, one after the other: initials, then the leader, then the agency's seal."""

from collections.abc import Sequence

import storage
from service.workflow import turns
from service.workflow.deps import Deps
from service.workflow.errors import NotReady, NotUnderstood
from service.workflow.rights import Act, require
from storage import Account, Actor, Document, Kind, SignerRole, Turn

MOST_INITIALS = 8
# The clerk signs the digitised copy as it is made; nobody is asked for that.
_ASKED = (SignerRole.INITIALS, SignerRole.LEADER, SignerRole.SEAL)


def able(deps: Deps, who: Actor) -> tuple[Account, ...]:
    """The accounts that sign in any capacity. Raises Forbidden."""
    require(who, Act.SUBMIT)
    with deps.database.begin() as db:
        return tuple(account for account in db.accounts.all() if account.active and account.role in turns.CAPACITIES)


def name(db: storage.Transaction, document: Document, asked: Sequence[Turn]) -> tuple[Turn, ...]:
    """Ask these to sign the document, which the caller has locked; a result's seal need not be named.

    Raises:
        NotReady: somebody is signing, or one whom the new order would go round has signed
        NotUnderstood: no order in which papers are signed, or somebody who cannot sign so
    """
    if document.signing:
        raise NotReady(f"Đang ký ({turns.NAMES[document.signing]}), chưa đổi được người ký.")
    if turns.signed_by(document) & {SignerRole.LEADER, SignerRole.SEAL}:
        raise NotReady("Lãnh đạo đã ký, không đổi người ký nữa.")
    signers = _completed(document.kind, tuple(asked))
    _require_order(signers)
    for turn in signers:
        if turn.account is not None:
            _require_able(db, turn.role, turn.account)
    db.order.requested(document.id, signers)
    return signers


def _completed(kind: Kind, asked: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """No result goes out without the agency's seal, whoever of the registry puts it there."""
    sealed = any(turn.role is SignerRole.SEAL for turn in asked)
    return asked if sealed or kind is not Kind.RESULT else (*asked, Turn(role=SignerRole.SEAL, account=None))


def _require_order(signers: tuple[Turn, ...]) -> None:
    roles = [turn.role for turn in signers]
    if not set(roles) <= set(_ASKED) or roles != sorted(roles, key=turns.ORDER.index):
        raise NotUnderstood("Trình tự ký: người ký nháy, rồi lãnh đạo, rồi con dấu cơ quan.")
    if roles.count(SignerRole.LEADER) != 1 or roles.count(SignerRole.SEAL) > 1:
        raise NotUnderstood("Mỗi giấy tờ trình một lãnh đạo ký và đóng dấu một lần.")
    if roles.count(SignerRole.INITIALS) > MOST_INITIALS:
        raise NotUnderstood(f"Nhiều nhất {MOST_INITIALS} người ký nháy.")
    people = [turn.account for turn in signers if turn.account is not None]
    if any(turn.role is SignerRole.INITIALS and turn.account is None for turn in signers):
        raise NotUnderstood("Ký nháy phải nêu đích danh người ký.")
    if len(people) != len(set(people)):
        raise NotUnderstood("Mỗi người chỉ ký một lần.")


def _require_able(db: storage.Transaction, role: SignerRole, account: str) -> None:
    try:
        found = db.accounts.get(account)
    except storage.NotFound as missing:
        raise NotUnderstood(str(missing)) from missing
    if not found.active or role not in turns.CAPACITIES.get(found.role, ()):
        raise NotUnderstood(f"Tài khoản {account} không ký được với vai trò {turns.NAMES[role]}.")
