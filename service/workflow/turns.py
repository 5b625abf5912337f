"""Whose signature a document waits for: pure rules over what has been signed (domain sheet, sections 5 and 7)."""

from collections.abc import Mapping
from dataclasses import replace

from service.workflow.errors import Forbidden, NotReady, NotYourTurn
from storage import Document, Kind, Role, Signature, SignerRole, Status

CAPACITY: Mapping[Role, SignerRole] = {
    Role.CLERK: SignerRole.CLERK,
    Role.LEADER: SignerRole.LEADER,
    Role.REGISTRAR: SignerRole.SEAL,
}
# Nobody signs after a later one has; the agency's seal follows the leader (NĐ 30/2020, Phụ lục I, phần II).
ORDER = (SignerRole.CLERK, SignerRole.LEADER, SignerRole.SEAL)
NEEDS: Mapping[SignerRole, SignerRole | None] = {
    SignerRole.CLERK: None,
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
    SignerRole.LEADER: "lãnh đạo",
    SignerRole.SEAL: "con dấu cơ quan",
}


def signed_by(document: Document) -> frozenset[SignerRole]:
    """The capacities in which the service's people have signed this document."""
    return frozenset(version.signature.role for version in document.versions if version.signature)


def capacity(role: Role | None, asked: SignerRole | None) -> SignerRole:
    """In which capacity this account signs. Raises Forbidden where it has no key of that kind."""
    own = CAPACITY.get(role) if role else None
    if own is None or (asked and asked != own):
        raise Forbidden("Tài khoản này không được ký với vai trò đó.")
    return own


def check_turn(document: Document, role: SignerRole, *, numbered: bool = False) -> None:
    """Raises NotReady while the document cannot be signed yet, NotYourTurn when it does not wait for this role.

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
    done = signed_by(document)
    if any(ORDER.index(other) >= ORDER.index(role) for other in done):
        raise NotYourTurn("Giấy tờ không chờ chữ ký này: đã ký ở bước này hoặc bước sau.")
    if role is SignerRole.CLERK and document.signed_on_arrival:
        raise NotYourTurn("Giấy tờ đã có chữ ký số từ khi nhận, không ký số hóa.")
    needed = NEEDS[role]
    if needed and needed not in done:
        raise NotYourTurn(f"Chưa đến lượt: cần chữ ký của {NAMES[needed]} trước.")
    if numbered and role is SignerRole.LEADER and document.kind is Kind.RESULT and document.number is None:
        raise NotReady("Kết quả chưa có số: văn thư cấp số trước khi lãnh đạo ký.")


def is_under_way(document: Document, role: SignerRole, account: str) -> bool:
    """Whether a job with this account's key on the server is to sign it."""
    return document.signing is role and document.signing_account == account


def is_prepared(document: Document) -> bool:
    """Whether it waits in a ceremony: somebody signs, with a key that is not on the server."""
    return document.signing is not None and document.signing_account is None


def check_still(document: Document, role: SignerRole) -> None:
    """The same as `check_turn` for a document that was prepared for this role. Raises NotReady, NotYourTurn."""
    check_turn(replace(document, signing=None), role)


def lacks(document: Document, role: SignerRole) -> bool:
    """Whether it waits for this role, and this role's signature is one that it must still have."""
    done = signed_by(document)
    wanted = any(role in group and not group & done for group in REQUIRED[document.kind])
    return wanted and not document.signed_on_arrival and waits_for(document, role)


def check_decline(document: Document, role: SignerRole) -> None:
    """Raises NotReady, NotYourTurn unless it waits for this role's signature, which it must still have."""
    check_turn(document, role)
    if not lacks(document, role):
        raise NotYourTurn("Giấy tờ không còn thiếu chữ ký này.")


def waits_for(document: Document, role: SignerRole) -> bool:
    """Whether a button to sign makes sense for this role."""
    try:
        check_turn(document, role)
    except (NotReady, NotYourTurn):
        return False
    return True


def missing_signatures(document: Document) -> tuple[str, ...]:
    """What the document still lacks before it may be archived, named for people."""
    if document.signed_on_arrival:
        return ()
    done = signed_by(document)
    return tuple(
        " hoặc ".join(NAMES[role] for role in ORDER if role in group)
        for group in REQUIRED[document.kind]
        if not group & done
    )


def owed(document: Document) -> Signature | None:
    """The newest version's signature where it still waits for its timestamp, or for more than that (law 7)."""
    newest = document.versions[-1].signature if document.versions else None
    return newest if newest and newest.timestamp_pending else None
