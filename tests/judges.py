"""Independent opinions on our PDFs: veraPDF and EU DSS, run as programs of their own."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The judges' command. A call costs seconds to start Java: give many files to one call."""

    command: Path

    def pdfa(self, *files: Path, profile: str = "2b") -> list[dict[str, Any]]:
        """Whether each file is PDF/A: `compliant`, `failures` (veraPDF)."""
        return self._ask(["pdfa", "--profile", profile], files)

    def pades(self, *files: Path, trust: Path, options: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Whether each file's signatures hold: `valid`, `untouched`, `signatures` ... (EU DSS)."""
        return self._ask(["pades", "--trust", str(trust), *options], files)

    def _ask(self, question: Sequence[str], files: Sequence[Path]) -> list[dict[str, Any]]:
        done = subprocess.run([self.command, *question, *files], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), f"the judge could not judge: {done.stderr[-2000:]}"
        return [json.loads(line) for line in done.stdout.splitlines()]


def why_absent(command: Path) -> str | None:
    """Why the judges cannot be asked here; None when they can."""
    if not command.is_file():
        return f"no judge at {command} (veraPDF and EU DSS; give --judge PATH)"
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"the judges need a JDK and Maven; absent: {', '.join(missing)}" if missing else None
