"""What the runner needs to know of a server or program: how it starts, how it stops, when it is ready."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service.local.processes import MARK

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program to keep running. Its log is `DATA_DIR/log/NAME.log`, or `NAME-0.log` and so on where `count` > 1."""

    name: str  # letters, digits, `_`
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)  # on top of what the runner has
    count: int = 1
    stop_signal: str = "TERM"
    stop_seconds: int = 10  # after these it is killed
    retries: int = 20  # starts in a row that may fail within their first second; the pause grows by a second each
    kill_group: bool = False  # whether that kill is for its whole process group
    directory: Path = field(default_factory=Path.cwd)
    # Sent by the kernel when the supervisor dies. A worker gets KILL: one that waits for a database that is gone
    # was seen to outlive everything by 7 s. PostgreSQL gets INT, its quick and clean stop.
    death_signal: str = "KILL"
    prefix: Sequence[str] = ()  # put before everything, e.g. `unshare ...`


def script(program: Program, data_dir: Path) -> str:
    """The shell script that becomes the program (same process number, nothing in between).

    A script, because the supervisor's own configuration can hold neither quotes nor ` ;` in a value, and because
    what stands on a command line can be read by every user of the machine.
    """
    exports = {**program.environment, MARK: str(data_dir)}
    # A shell cannot name `BASH_FUNC_x%%` and the like; what has such a name is inherited as it is.
    lines = [f"export {name}={shlex.quote(value)}" for name, value in exports.items() if NAME.fullmatch(name)]
    command = [*program.prefix, "setpriv", "--pdeathsig", program.death_signal, "--", *program.command]
    return "\n".join([*lines, f"cd {shlex.quote(str(program.directory))} || exit 1", f"exec {shlex.join(command)}", ""])
