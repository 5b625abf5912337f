"""Whose signature a document waits for: pure rules over what has been signed (domain sheet, sections 5 and 7)."""

from collections.abc import Mapping
from dataclasses import replace

from service.workflow.errors import Forbidden, NotReady, NotYourTurn
from storage import Actor, Document, Kind, Role, Signature, SignerRole, Status, Turn

# In which capacities each signs; the first where nothing else is asked for.
CAPACITIES: Mapping[Role, tuple[SignerRole, ...]] = {
    Role.CLERK: (SignerRole.CLERK,),
    Role.OFFICER: (SignerRole.INITIALS,),
    Role.LEADER: (SignerRole.LEADER, SignerRole.INITIALS),
    Role.REGISTRAR: (SignerRole.SEAL,),
}
# Nobody signs after a later one has; the agency's seal follows the leader (NĐ 30/2020, Phụ lục I, phần II).
ORDER = (SignerRole.CLERK, SignerRole.INITIALS, SignerRole.LEADER, SignerRole.SEAL)
NEEDS: Mapping[SignerRole, SignerRole | None] = {
    SignerRole.CLERK: None,
    SignerRole.INITIALS: None,
    SignerRole.LEADER: None,
    SignerRole.SEAL: SignerRole.LEADER,
}
# What an archived document must carry: each group is satisfied by any one of its members.
REQUIRED: Mapping[Kind, tuple[frozenset[SignerRole], ...]] = {
    Kind.COMPONENT: (frozenset({SignerRole.CLERK, SignerRole.LEADER}),),
    Kind.RESULT: (frozenset({SignerRole.LEADER}), frozenset({SignerRole.SEAL})),
}
NAMES: Mapping[SignerRole, str] = {
    SignerRole.CLERK: "cán bộ số hóa",
    SignerRole.INITIALS: "người ký nháy",
    SignerRole.LEADER: "lãnh đạo",
    SignerRole.SEAL: "con dấu cơ quan",
}


def signed_by(document: Document) -> frozenset[SignerRole]:
    """The capacities in which the service's people have signed this document."""
    return frozenset(version.signature.role for version in document.versions if version.signature)


def has_signed(document: Document, role: SignerRole, account: str | None) -> bool:
    """Whether this signature is there. Initials are those of one person each; in any other role one signs for all."""
    made = (version.signature for version in document.versions if version.signature)
    return any(each.role is role and (role is not SignerRole.INITIALS or each.account == account) for each in made)


def next_turn(document: Document) -> Turn | None:
    """The first of those who were asked to sign and have not; None: nobody was asked, or all have signed."""
    return next((turn for turn in document.request if not has_signed(document, turn.role, turn.account)), None)


def capacity(role: Role | None, asked: SignerRole | None) -> SignerRole:
    """In which capacity this account signs. Raises Forbidden where it has no key of that kind."""
    own = CAPACITIES.get(role, ()) if role else ()
    if not own or asked not in (None, *own):
        raise Forbidden("Tài khoản này không được ký với vai trò đó.")
    return asked or own[0]


def capacity_for(document: Document, who: Actor, asked: SignerRole | None = None) -> SignerRole:
    """The same for one document: where it waits for the caller by name, in the role it names. Raises Forbidden."""
    turn = next_turn(document)
    named = turn.role if turn and turn.account == who.name else None
    return capacity(who.role, asked or named)


def check_turn(document: Document, role: SignerRole, account: str, *, numbered: bool = False) -> None:
    """Raises NotReady while it cannot be signed yet, NotYourTurn when it does not wait for this account in this role.

    `numbered`: a leader signs no result that has no number.
    """
    if document.status in {Status.RECEIVED, Status.DIGITISING, Status.FAILED}:
        raise NotReady("Giấy tờ chưa số hóa xong, chưa thể ký.")
    if document.status is Status.ARCHIVED:
        raise NotYourTurn("Giấy tờ đã lưu trữ, không ký thêm.")
    if document.declined:
        raise NotYourTurn(f"Giấy tờ đã bị trả lại ({document.declined.reason}), phải trình lại trước khi ký.")
    if document.signing:
        raise NotYourTurn(f"Đang ký ({NAMES[document.signing]}), xin đợi.")
    if document.request:
        _check_named(document, role, account)
    else:
        _check_order(document, role)
    if numbered and role is SignerRole.LEADER and document.kind is Kind.RESULT and document.number is None:
        raise NotReady("Kết quả chưa có số: văn thư cấp số trước khi lãnh đạo ký.")


def _check_named(document: Document, role: SignerRole, account: str) -> None:
    turn = next_turn(document)
    if turn is None:
        raise NotYourTurn("Mọi người được trình ký đều đã ký.")
    if turn.role is not role or turn.account not in (None, account):
        raise NotYourTurn(f"Chưa đến lượt: đang chờ {named(turn)}.")


def _check_order(document: Document, role: SignerRole) -> None:
    """Where nobody was named, each role signs once, and the later ones follow."""
    if role is SignerRole.INITIALS:
        raise NotYourTurn("Chỉ ký nháy giấy tờ được trình ký qua mình.")
    done = signed_by(document)
    if any(ORDER.index(other) >= ORDER.index(role) for other in done):
        raise NotYourTurn("Giấy tờ không chờ chữ ký này: đã ký ở bước này hoặc bước sau.")
    if role is SignerRole.CLERK and document.signed_on_arrival:
        raise NotYourTurn("Giấy tờ đã có chữ ký số từ khi nhận, không ký số hóa.")
    needed = NEEDS[role]
    if needed and needed not in done:
        raise NotYourTurn(f"Chưa đến lượt: cần chữ ký của {NAMES[needed]} trước.")


def named(turn: Turn) -> str:
    """A signer as people read it: the role, and whose account where one was named."""
    return f"{NAMES[turn.role]} {turn.name or turn.account}" if turn.account else NAMES[turn.role]


def is_under_way(document: Document, role: SignerRole, account: str) -> bool:
    """Whether a job with this account's key on the server is to sign it."""
    return document.signing is role and document.signing_account == account


def is_prepared(document: Document) -> bool:
    """Whether it waits in a ceremony: somebody signs, with a key that is not on the server."""
    return document.signing is not None and document.signing_account is None


def check_still(document: Document, role: SignerRole, account: str) -> None:
    """The same as `check_turn` for a document that was prepared for this signer. Raises NotReady, NotYourTurn."""
    check_turn(replace(document, signing=None), role, account)


def lacks(document: Document, role: SignerRole, account: str) -> bool:
    """Whether it waits for this account in this role, and the signature is one that it must still have."""
    done = signed_by(document)
    wanted = any(role in group and not group & done for group in REQUIRED[document.kind])
    asked = bool(document.request) or (wanted and not document.signed_on_arrival)
    return asked and waits_for(document, role, account)


def check_decline(document: Document, role: SignerRole, account: str) -> None:
    """Raises NotReady, NotYourTurn unless it waits for this signature, which it must still have."""
    check_turn(document, role, account)
    if not lacks(document, role, account):
        raise NotYourTurn("Giấy tờ không còn thiếu chữ ký này.")


def waits_for(document: Document, role: SignerRole, account: str) -> bool:
    """Whether a button to sign makes sense for this account in this role."""
    try:
        check_turn(document, role, account)
    except (NotReady, NotYourTurn):
        return False
    return True


def missing_signatures(document: Document) -> tuple[str, ...]:
    """What the document still lacks before it may be archived, named for people."""
    asked = tuple(named(turn) for turn in document.request if not has_signed(document, turn.role, turn.account))
    if document.signed_on_arrival:
        return asked
    done = signed_by(document) | {turn.role for turn in document.request}
    return asked + tuple(
        " hoặc ".join(NAMES[role] for role in ORDER if role in group)
        for group in REQUIRED[document.kind]
        if not group & done
    )


def owed(document: Document) -> Signature | None:
    """The newest version's signature where it still waits for its timestamp, or for more than that (law 7)."""
    newest = document.versions[-1].signature if document.versions else None
    return newest if newest and newest.timestamp_pending else None
