"""`up`: one machine, one command. Starts the servers, then the programs, keeps them, stops them in order."""

import json
import random
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from types import FrameType
from urllib.parse import urlsplit

import signing
from service import demo, local, wiring
from service.config import Settings, inherited
from service.migrate import migrate

_READY_SECONDS = 90.0
_DEMO_PORTS = range(11_000, 12_000)  # below the ports of the embedded servers
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_REST_MB = 200  # less free disk than this is told


class NotReady(Exception):
    """A program did not come up; the sentence names its log."""


def run(settings: Settings) -> int:
    """Start everything, tell where it is, serve until Ctrl-C or SIGTERM. The exit status of the command."""
    _listen()
    try:
        return _run(settings)
    except KeyboardInterrupt:
        say("Đã dừng.")
        return 0


def _listen() -> None:
    """Ctrl-C and SIGTERM both end the service; asked once, a second time changes nothing."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if not asked:
            asked.append(number)
            say("\nĐang dừng, xin đợi...")
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)


def _run(settings: Settings) -> int:
    servers = local.Servers(
        postgres=settings.database_url is None,
        objects=settings.s3_endpoint is None,
        pg_bin=settings.pg_bin,
        weed_bin=settings.weed_bin,
    )
    installation = local.Installation.open(settings.data_dir)  # first: what an earlier run left is cleared here
    with closing(installation):
        local.require_free(settings.http_port, settings.http_host)
        if settings.demo and settings.http_host not in _LOOPBACK:
            say(f"CẢNH BÁO: bản dùng thử (khóa TEST) mở ra ngoài máy này tại {settings.http_host}.")
        with local.Runner(installation, servers) as runner:
            _start(settings, installation, servers, runner)
            return _keep(runner)


def _start(settings: Settings, installation: local.Installation, servers: local.Servers, runner: local.Runner) -> None:
    say("Khởi động cơ sở dữ liệu và kho tệp...")
    runner.start_servers()
    addresses = local.environment(installation, postgres=servers.postgres, objects=servers.objects)
    pki = _demo_pki(settings) if settings.demo else None
    addresses |= _demo_addresses(pki)
    live = Settings.from_env(addresses)
    migrate(live)
    _check_store(live)
    deps = wiring.build(live)
    told = demo.accounts(deps, live.data_dir / "demo.json", live.url) if live.demo else {}
    say("Khởi động dịch vụ web và bộ xử lý...")
    runner.start_programs(_programs(live, addresses, pki))
    _wait_ready(live, runner)
    code = demo.sample(deps, say) if live.demo else None
    with deps.database.begin() as db:
        nobody = not db.accounts.all()
    deps.database.close()
    _tell(live, told, code)
    if nobody:
        say(f"Chưa có tài khoản nào: DATA_DIR={live.data_dir} {sys.executable} -m service account --help")


def _keep(runner: local.Runner) -> int:
    """Wait, telling of programs that died too often to be started again."""
    told: set[str] = set()
    while runner.poll() is None:
        for name in set(runner.given_up()) - told:
            told.add(name)
            say(f"Chương trình «{name}» dừng liên tục; xem {runner.log_of(name)}.")
        time.sleep(1.0)
    say("Bộ giám sát đã dừng ngoài ý muốn.")
    return 1


def _demo_pki(settings: Settings) -> signing.demo.DemoPki:
    """The demo PKI; its address stands in every certificate, so its port stays what it was."""
    folder = settings.data_dir / "pki"
    try:
        pki = signing.demo.load_demo_pki(folder)
        local.require_free(urlsplit(pki.base_url).port or 0)
    except signing.Misuse:
        port = next(port for port in random.sample(_DEMO_PORTS, 200) if local.is_free(port))
        pki = signing.demo.make_demo_pki(folder, f"http://127.0.0.1:{port}")
    return pki


def _demo_addresses(pki: signing.demo.DemoPki | None) -> dict[str, str]:
    return {"TSA_URL": pki.tsa, "DEMO": "1"} if pki else {}


def _check_store(live: Settings) -> None:
    """Law 1 rests on the store: prove what it refuses, and say so plainly where it does not."""
    blobs = wiring.blobs(live)
    blobs.ensure_bucket()
    for problem in blobs.self_check().problems:
        say(f"CẢNH BÁO về kho tệp: {problem}")
    if shutil.disk_usage(live.data_dir).free < _REST_MB << 20:
        say(f"CẢNH BÁO: đĩa chứa {live.data_dir} còn dưới {_REST_MB} MB.")


def _programs(live: Settings, addresses: Mapping[str, str], pki: signing.demo.DemoPki | None) -> list[local.Program]:
    """The same commands that compose and systemd run, in the order of their start."""
    environment = inherited({**addresses, "PYTHONUNBUFFERED": "1"})
    python = [sys.executable, "-m"]
    programs = []
    if pki:
        port = str(urlsplit(pki.base_url).port)
        command = [*python, "signing", "demo-pki", "serve", str(live.data_dir / "pki"), "--port", port]
        programs.append(local.Program(name="pki", command=command, environment=environment, stop_seconds=3))
    digitise = [*python, "service", "worker", "--queue", "digitise"]
    upkeep = [*python, "service", "worker", "--queue", "sign", "--queue", "upkeep"]
    web = [*python, "service", "web"]
    return [
        *programs,
        local.Program(name="sign", command=upkeep, environment=environment, stop_seconds=15, kill_group=True),
        local.Program(
            name="worker",
            command=digitise,
            environment=environment,
            count=live.workers,
            stop_seconds=15,
            kill_group=True,
        ),
        local.Program(name="web", command=web, environment=environment, stop_seconds=25),
    ]


def _wait_ready(live: Settings, runner: local.Runner) -> None:
    address = f"http://{_reachable(live.http_host)}:{live.http_port}/readyz"
    until = time.monotonic() + _READY_SECONDS
    state: object = "không trả lời"
    while time.monotonic() < until and runner.poll() is None and not runner.given_up():
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                json.load(answer)
                return
        except urllib.error.HTTPError as error:
            state = error.read().decode()
        except OSError as error:
            state = error
        time.sleep(0.2)
    raise NotReady(f"Dịch vụ chưa sẵn sàng ({state}); xem nhật ký {runner.log_of('web')}.")


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not listened on


def _tell(live: Settings, told: Mapping[str, demo.DemoAccount], code: str | None) -> None:
    say(f"\nHồ sơ số đang chạy: {live.url}")
    if told:
        say("Tài khoản dùng thử (TEST, không dùng cho việc thật):")
        for name, account in told.items():
            say(f"  {name:<9} {account.password:<14} {demo.ACCOUNTS[name][1]} ({account.role})")
        say(f"  mã truy cập API: {live.data_dir / 'demo.json'}")
    if code:
        say(f"Hồ sơ mẫu: {live.url}/dossiers/{code}")
    say("Ctrl-C để dừng.")


def say(line: str) -> None:
    """One line for the person at the terminal, at once."""
    print(line, flush=True)
