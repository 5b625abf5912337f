"""The commands of the service: translate words into calls, errors into one line and an exit status."""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import signing
import storage
from service import local, up, wiring
from service.config import BadSetting, Settings
from service.demo import SampleFailed
from service.jobs import worker
from service.jobs.queue import QUEUES, UPKEEP
from service.migrate import is_current, migrate
from service.web.app import create_app
from service.web.server import serve
from service.workflow import accounts, certificates, workdirs
from service.workflow.deps import Deps
from service.workflow.errors import WorkflowError
from storage import Account, Role

_WAIT_SECONDS = 60.0
_CONCURRENCY = 2  # jobs one worker process runs at once when it serves no scans
# What a person at the terminal can act on; everything else is a fault of ours and shows itself whole.
_TOLD = (
    BadSetting,
    SampleFailed,
    WorkflowError,
    local.LocalError,
    signing.SigningError,
    storage.StorageError,
    up.NotReady,
    wiring.MissingAddress,
)
Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command. 0 done; 1 failed, with one line on standard error; 2 usage or a bad setting."""
    parsed = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("alembic", "fontTools", "procrastinate", "pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    command: Command = parsed.command
    try:
        return command(parsed, Settings.from_env())
    except _TOLD as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, BadSetting | wiring.MissingAddress) else 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m service",
        description="Hồ sơ số: chạy dịch vụ. / Runs the service. Cấu hình bằng biến môi trường, xem README.md.",
    )
    commands = top.add_subparsers(required=True, metavar="LỆNH")
    _add(commands, "up", _up, "chạy tất cả trên một máy, dừng bằng Ctrl-C / everything on one machine")
    _add(commands, "stop", _stop, "dừng bản đang chạy trong DATA_DIR / stop the one running in DATA_DIR")
    _add(commands, "web", _web, "chỉ dịch vụ web (cần DATABASE_URL, S3_ENDPOINT) / the web service alone")
    work = _add(commands, "worker", _worker, "chỉ bộ xử lý (cần DATABASE_URL, S3_ENDPOINT) / a worker alone")
    work.add_argument(
        "--queue",
        action="append",
        choices=sorted({*QUEUES.values(), UPKEEP}),
        help="hàng đợi cần xử lý, lặp lại được; mặc định: tất cả / queues to serve, all by default",
    )
    _add(commands, "migrate", _migrate, "tạo hoặc nâng cấp bảng dữ liệu / create or upgrade the tables")
    account = _add(commands, "account", _account, "tạo tài khoản, in mật khẩu / create an account, print its password")
    account.add_argument("name", metavar="TÊN")
    account.add_argument("--role", required=True, choices=[role.value for role in Role], help="vai trò / role")
    account.add_argument("--shown", required=True, metavar="HỌ TÊN", help="tên hiện trên con dấu / name on stamps")
    token = _add(commands, "token", _token, "cấp mã truy cập API cho một tài khoản / a token for an account")
    token.add_argument("name", metavar="TÊN", help="tên tài khoản / account name")
    token.add_argument("--label", default="cli", help="ghi chú để nhận ra mã này / what the token is for")
    certificate = _add(
        commands, "certificate", _certificate, "giao hoặc thu lại chứng thư ký của một tài khoản / whose key signs"
    )
    certificate.add_argument("verb", choices=sorted(_CERTIFICATES), metavar="assign|withdraw", help="giao | thu lại")
    certificate.add_argument("name", metavar="TÀI-KHOẢN")
    certificate.add_argument("file", type=Path, metavar="TỆP", help="chứng thư PEM hoặc DER, không có khóa")
    _add(commands, "trust", _trust, "các gốc tin cậy, vân tay, thời hạn / trusted roots, fingerprints, validity")
    _add(commands, "check-store", _check_store, "kiểm tra kho tệp có giữ khóa và băm / prove the store's refusals")
    export = _add(commands, "export-audit", _export_audit, "xuất nhật ký (JSON Lines) / export the audit log")
    export.add_argument("file", type=Path, metavar="TỆP")
    verify = _add(commands, "verify-audit", _verify_audit, "kiểm tra nhật ký đã xuất, không cần máy chủ / offline")
    verify.add_argument("file", type=Path, metavar="TỆP")
    return top


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=text, description=text)
    added.set_defaults(command=command)
    return added


def _up(parsed: argparse.Namespace, settings: Settings) -> int:
    return up.run(settings)


def _stop(parsed: argparse.Namespace, settings: Settings) -> int:
    local.stop(settings.data_dir)
    return 0


def _web(parsed: argparse.Namespace, settings: Settings) -> int:
    deps = _serving(settings)
    serve(create_app(settings, deps), settings)
    return 0


def _worker(parsed: argparse.Namespace, settings: Settings) -> int:
    deps = _serving(settings)
    queues = parsed.queue or [*sorted(set(QUEUES.values())), UPKEEP]
    concurrency = 1 if queues == ["digitise"] else max(_CONCURRENCY, settings.workers if not parsed.queue else 1)
    url = settings.database_url or ""
    worker.run(deps, url, queues=queues, concurrency=concurrency, stalled_seconds=settings.stalled_seconds)
    return 0


def _serving(settings: Settings) -> Deps:
    """What web and workers begin with."""
    workdirs.sweep(settings.temp_dir)
    deps = wiring.build(settings)
    _wait_for_tables(settings)
    return deps


def _wait_for_tables(settings: Settings) -> None:
    """Web and workers start beside the database: wait a minute for it and for `migrate`."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            if is_current(settings):
                return
            reason = "chưa chạy `python -m service migrate`"
        except storage.DatabaseUnavailable as error:
            reason = str(error)
        if time.monotonic() > until:
            raise storage.DatabaseUnavailable(f"Cơ sở dữ liệu chưa sẵn sàng: {reason}")
        time.sleep(0.5)


def _located(settings: Settings) -> Settings:
    """For commands beside a running one-machine installation: its addresses where none are set."""
    if settings.database_url and settings.s3_endpoint:
        return settings
    installation = local.Installation.attach(settings.data_dir)
    postgres, objects = settings.database_url is None, settings.s3_endpoint is None
    return Settings.from_env(local.environment(installation, postgres=postgres, objects=objects))


def _migrate(parsed: argparse.Namespace, settings: Settings) -> int:
    migrate(settings)
    wiring.blobs(settings).ensure_bucket()
    return 0


def _account(parsed: argparse.Namespace, settings: Settings) -> int:
    new = Account(name=parsed.name, role=Role(parsed.role), display_name=parsed.shown, agency=settings.agency_code)
    print(accounts.create(wiring.build(_located(settings)), new))
    return 0


def _token(parsed: argparse.Namespace, settings: Settings) -> int:
    print(accounts.issue_token(wiring.build(_located(settings)), parsed.name, parsed.label))
    return 0


def _assign(deps: Deps, account: str, content: bytes) -> None:
    given = certificates.assign(deps, account, content)
    print(f"{given.holder}\n{given.sha256}")


_CERTIFICATES: Mapping[str, Callable[[Deps, str, bytes], None]] = {
    "assign": _assign,
    "withdraw": certificates.withdraw,
}


def _certificate(parsed: argparse.Namespace, settings: Settings) -> int:
    try:
        content = parsed.file.read_bytes()
    except OSError as fault:
        print(f"Không đọc được tệp {parsed.file.name}: {fault.strerror}", file=sys.stderr)
        return 1
    _CERTIFICATES[parsed.verb](wiring.build(_located(settings)), parsed.name, content)
    return 0


def _trust(parsed: argparse.Namespace, settings: Settings) -> int:
    roots = signing.read_roots(wiring.trust_paths(settings))
    for root in roots:
        validity = f"{root.not_before:%d/%m/%Y} – {root.not_after:%d/%m/%Y}"
        remarks = "; ".join((validity, *root.remarks(wiring.now())))
        print(f"{root.name}\n  SHA-256 {root.sha256}\n  {remarks}\n  {root.file}")
    if not roots:
        print("Chưa tin cậy gốc nào (TRUST_ROOTS).")
    return 0


def _check_store(parsed: argparse.Namespace, settings: Settings) -> int:
    problems = wiring.blobs(_located(settings)).self_check().problems
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _export_audit(parsed: argparse.Namespace, settings: Settings) -> int:
    with wiring.build(_located(settings)).database.begin() as db, parsed.file.open("w", encoding="utf-8") as stream:
        stream.writelines(storage.export_audit(db.audit.lines()))
    return 0


def _verify_audit(parsed: argparse.Namespace, settings: Settings) -> int:
    with parsed.file.open(encoding="utf-8") as stream:
        head = storage.verify_audit(storage.parse_audit(stream))
    print(f"Nhật ký nguyên vẹn: {head.number} dòng, mã băm cuối {head.hash}.")
    return 0
