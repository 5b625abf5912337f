"""What `make run` adds for trying the product out: accounts, keys marked TEST, one sample dossier."""

import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import storage
from service.workflow import archive, certificates, dossiers, intake, read, sign, turns
from service.workflow.deps import Deps
from service.workflow.digitise import file_sha256
from storage import Account, Actor, Document, Role, Status

SAMPLE_CODE = "H29.17.30-260105-0001"
SAMPLE_FILE = Path(__file__).with_name("sample.jpg")
_SETTLED = {Status.DIGITISED, Status.SIGNED, Status.ARCHIVED, Status.FAILED}
_PATIENCE = 300.0  # seconds for one step of the sample, on a slow and busy machine

ACCOUNTS: Mapping[str, tuple[Role, str]] = {
    "canbo": (Role.CLERK, "Nguyễn Thị Cán Bộ TEST"),
    "thuly": (Role.OFFICER, "Lê Văn Thụ Lý TEST"),
    "lanhdao": (Role.LEADER, "Trần Văn Lãnh Đạo TEST"),
    "vanthu": (Role.REGISTRAR, "Văn thư UBND xã Mẫu TEST"),
    "luutru": (Role.ARCHIVIST, "Phạm Thị Lưu Trữ TEST"),
    "kiemtra": (Role.AUDITOR, "Hoàng Văn Kiểm Tra TEST"),
    "quantri": (Role.ADMIN, "Quản trị viên TEST"),
}


class SampleFailed(Exception):
    """The sample dossier did not come through; the sentence says where it stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """One demo account as `demo.json` tells it."""

    password: str
    token: str
    role: str


def accounts(deps: Deps, path: Path, url: str) -> Mapping[str, DemoAccount]:
    """The demo accounts, made on the first start and kept; `path` (mode 0600) tells their passwords and tokens.

    A file that was lost, or belongs to another database, is replaced by new passwords and tokens.
    """
    known = _read(path)
    if known is None or not _usable(deps, known):
        known = _make(deps)
    _assign_certificates(deps)
    told = {"url": url, "accounts": {name: _told(account) for name, account in known.items()}}
    _write_private(path, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return known


def _assign_certificates(deps: Deps) -> None:
    """The demo's certificates, so that signing with the local agent and the demo's key files can be tried."""
    for name, (role, _) in ACCOUNTS.items():
        if role in turns.CAPACITIES:
            leaf = deps.keyring.signer(name, turns.CAPACITIES[role][0]).leaf
            if sha256(leaf).hexdigest() not in {each.sha256 for each in certificates.of(deps, name)}:
                certificates.assign(deps, name, leaf)


def _told(account: DemoAccount) -> dict[str, str]:
    return {"password": account.password, "token": account.token, "role": account.role}


def _read(path: Path) -> Mapping[str, DemoAccount] | None:
    try:
        told = json.loads(path.read_text("utf-8"))["accounts"]
        return {name: DemoAccount(**told[name]) for name in ACCOUNTS}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _usable(deps: Deps, known: Mapping[str, DemoAccount]) -> bool:
    with deps.database.begin() as db:
        return all(
            (account := db.accounts.by_token(told.token)) is not None and account.name == name
            for name, told in known.items()
        )


def _make(deps: Deps) -> Mapping[str, DemoAccount]:
    made = {}
    with deps.database.begin() as db:
        db.agencies.ensure(deps.agency)
        existing = {account.name for account in db.accounts.all()}
        for name, (role, shown) in ACCOUNTS.items():
            password = secrets.token_urlsafe(9)
            if name in existing:
                db.accounts.set_password(name, password)
            else:
                account = Account(name=name, role=role, display_name=shown, agency=deps.agency)
                db.accounts.add(account, password)
            token = db.accounts.issue_token(name, "demo")
            made[name] = DemoAccount(password=password, token=token, role=role.value)
    return made


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner alone."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def sample(deps: Deps, tell: Callable[[str], None]) -> str:
    """Take one paper the whole way, through the same steps as any other; each step is safe to repeat.

    Returns the dossier's code. Raises SampleFailed.
    """
    clerk = Actor(name="canbo", role=Role.CLERK)
    view = _open(deps, clerk)
    if view.archived_at:
        return view.code
    tell("Hồ sơ mẫu: nhận giấy tờ")
    incoming = intake.Incoming(
        path=SAMPLE_FILE,
        name="Đơn đề nghị (mẫu).jpg",
        sha256=file_sha256(SAMPLE_FILE),
        size=SAMPLE_FILE.stat().st_size,
    )
    document = intake.receive(deps, clerk, view.code, incoming, component="Đơn đề nghị").document
    document = _wait(deps, clerk, document, tell, lambda now: now.status in _SETTLED)
    if turns.waits_for(document, storage.SignerRole.CLERK, clerk.name):
        tell("Hồ sơ mẫu: ký số")
        sign.request(deps, clerk, document.id)
    _wait(deps, clerk, document, tell, lambda now: now.signing is None and now.status is not Status.DIGITISED)
    tell("Hồ sơ mẫu: lưu trữ")
    archive.close(deps, Actor(name="luutru", role=Role.ARCHIVIST), view.code)
    return view.code


def _open(deps: Deps, clerk: Actor) -> storage.Dossier:
    new = dossiers.NewDossier(
        code=SAMPLE_CODE,
        procedure="Chứng thực bản sao từ bản chính",
        title="Hồ sơ mẫu (TEST)",
        applicant="Người nộp hồ sơ mẫu",
    )
    try:
        return dossiers.open_dossier(deps, clerk, new)
    except storage.AlreadyExists:
        return read.dossier(deps, clerk, SAMPLE_CODE).dossier


def _wait(
    deps: Deps, who: Actor, document: Document, tell: Callable[[str], None], done: Callable[[Document], bool]
) -> Document:
    until = time.monotonic() + _PATIENCE
    shown = ""
    while time.monotonic() < until:
        now = read.document(deps, who, document.id)
        if now.failure:
            raise SampleFailed(f"Hồ sơ mẫu dừng lại: {now.failure.message}")
        if done(now):
            return now
        line = f"Hồ sơ mẫu: đang xử lý, trang {now.pages_done}/{now.pages_total or '?'}"
        if line != shown:
            tell(shown := line)
        time.sleep(0.3)
    raise SampleFailed("Hồ sơ mẫu chưa xong sau 5 phút; xem nhật ký trong thư mục log.")
