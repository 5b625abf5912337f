"""What `python -m service up` does with this package, as a program of its own that tests can kill.

`python up_like.py DATA_DIR` starts the servers and two programs, prints `{"supervisor": PID}`, serves until SIGTERM.
"""

import json
import signal
import sys
import time
from pathlib import Path

from service import local


def main(data_dir: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: a shell's background job inherits it ignored
        signal.signal(number, signal.default_int_handler)
    installation = local.Installation.open(data_dir)
    with local.Runner(installation, local.Servers()) as runner:
        runner.start_servers()
        # Slow to stop, and with a child: a worker in the middle of a page.
        child = "setpriv --pdeathsig KILL sleep 600 &"
        worker = f"trap 'sleep 0.3; echo worker ended; exit' TERM; {child} while :; do sleep 0.1; done"
        runner.start_programs(
            [
                local.Program(name="worker", command=["sh", "-c", worker], kill_group=True),
                local.Program(name="web", command=["sleep", "600"]),
            ]
        )
        print(json.dumps({"supervisor": runner._supervisor._process.pid}), flush=True)
        try:
            while runner.poll() is None:
                time.sleep(0.1)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))
