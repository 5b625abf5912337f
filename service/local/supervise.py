"""The door to supervisor: writes its configuration, starts it, talks to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Sequence
from pathlib import Path

from supervisor.xmlrpc import SupervisorTransport

from service.local.errors import ServerFailed
from service.local.private import write_private
from service.local.processes import MARK
from service.local.server import Program, script

HEAD = """[supervisord]
nodaemon=true
silent=true
logfile=../log/supervisord.log
logfile_maxbytes=1MB
logfile_backups=2
pidfile=supervisord.pid
loglevel=info

[unix_http_server]
file=/proc/self/cwd/supervisor.sock
chmod=0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""

PROGRAM = """
[program:{name}]
command=/bin/sh {name}.sh
process_name=%(program_name)s{number}
numprocs={count}
priority={priority}
autostart=true
autorestart=true
startsecs=1
startretries={retries}
stopsignal={signal}
stopwaitsecs={seconds}
killasgroup={group}
redirect_stderr=true
stdout_logfile=../log/%(program_name)s{number}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


class Supervisor:
    """One supervisord with its own session, so that a Ctrl-C at the terminal does not reach what it runs.

    It runs in its folder and names everything by short relative paths: a unix socket's path may not be longer than
    107 bytes, and its configuration cannot quote. (It makes paths absolute itself, but leaves /proc/self/cwd alone.)
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._folder = data_dir / "run"
        self._complaints = data_dir / "log" / "supervisord.err"
        self._programs: list[Program] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it with nothing to run yet. The thread that calls this must live as long as it is wanted.

        The kernel stops it when that thread ends, also by a kill -9.
        """
        self._write()
        (self._folder / "supervisor.sock").unlink(missing_ok=True)
        with self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                [
                    *("env", f"{MARK}={self._data_dir}", "setpriv", "--pdeathsig", "TERM", "--"),
                    *(sys.executable, "-m", "supervisor.supervisord", "-n", "-c", "supervisord.conf"),
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
            )
        self._wait_for_socket()

    def add(self, programs: Sequence[Program]) -> None:
        """Start more programs. Those added last are stopped first."""
        self._programs += programs
        self._write()
        self._call("reloadConfig")
        for program in programs:
            self._call("addProcessGroup", program.name)

    def states(self) -> dict[str, str]:
        """State of every process by its name: STARTING RUNNING BACKOFF STOPPING EXITED FATAL ..."""
        answer = self._call("getAllProcessInfo")
        return {str(item["name"]): str(item["statename"]) for item in answer}

    def poll(self) -> int | None:
        """Its exit status; None while it runs. 0 as well before it was started."""
        return 0 if self._process is None else self._process.poll()

    def stop(self, seconds: float) -> None:
        """Stop everything in order, last first, each with its own signal and time; then itself."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            self._wake()
            time.sleep(0.1)
        self._process.kill()  # nothing when it has ended; else its programs get their death signals
        self._process.wait()

    def longest_stop(self) -> float:
        """Seconds that an orderly stop may take at worst."""
        return 10.0 + sum(program.stop_seconds for program in self._programs)

    def _wake(self) -> None:
        """Have it look around now: by itself it does once a second, which is a second for each program it stops."""
        folder = os.open(self._folder, os.O_PATH)
        try:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(0.2)
                caller.connect(f"/proc/self/fd/{folder}/supervisor.sock")
        except OSError:
            return  # gone or going
        finally:
            os.close(folder)

    def _write(self) -> None:
        text = HEAD
        for place, program in enumerate(self._programs):
            write_private(self._folder / f"{program.name}.sh", script(program, self._data_dir))
            text += PROGRAM.format(
                name=program.name,
                number="-%(process_num)d" if program.count > 1 else "",
                count=program.count,
                priority=place + 1,
                signal=program.stop_signal,
                seconds=program.stop_seconds,
                retries=program.retries,
                group=str(program.kill_group).lower(),
            )
        write_private(self._folder / "supervisord.conf", text)

    def _wait_for_socket(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.poll() is None:
            try:
                self._call("getState")
            except ServerFailed:
                time.sleep(0.05)
            else:
                return
        raise ServerFailed(
            f"Trình giám sát không khởi động: {_last_line(self._complaints)}. / supervisord did not start."
        )

    # xmlrpc's own types say nothing of what supervisor answers.
    def _call(self, method: str, *arguments: str) -> list[dict[str, object]]:
        folder = os.open(self._folder, os.O_PATH)
        try:
            transport = SupervisorTransport(serverurl=f"unix:///proc/self/fd/{folder}/supervisor.sock")
            with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as proxy:
                return getattr(proxy.supervisor, method)(*arguments)  # type: ignore[no-any-return]
        except (OSError, http.client.HTTPException, xmlrpc.client.Error) as error:
            raise ServerFailed(f"Trình giám sát không trả lời: {error}. / supervisord does not answer.") from error
        finally:
            os.close(folder)


def _last_line(path: Path) -> str:
    lines = path.read_text("utf-8", "replace").split("\n") if path.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), f"xem {path}")
