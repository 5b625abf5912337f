"""Says what a file is before anything is done with it.

The type is decided by the first bytes, here. Parsing a hostile PDF or image is left to a child process with a memory
and a time limit, so that a decompression bomb or a parser's crash ends the child and nothing else.
"""

import tempfile
import time
from pathlib import Path

from ocr import child_process, messages
from ocr.errors import Interrupted, Refused
from ocr.media import media_type
from ocr.types import Limits, Options, Triage

TICK = 0.5  # seconds


def triage(path: Path, limits: Limits) -> Triage:
    """Type, page count and whether it is signed, by the file's bytes alone.

    Raises Refused for what will never be taken: a file that crashes the parsers is `damaged`, one that needs more
    memory than allowed is `too_large`, one that keeps them longer than `limits.seconds` is `damaged`.
    """
    media_type(path, limits)
    until = time.monotonic() + limits.seconds
    request = messages.Request(sources=(path.resolve(),), work=path.parent, options=Options(), limits=limits)
    with (
        tempfile.TemporaryDirectory(prefix="triage-") as temporary,
        child_process.running("triage", request, Path(temporary)) as child,
    ):
        for answer in child.answers(TICK):
            if isinstance(answer, Triage):
                return answer
            if isinstance(answer, Refused):
                raise answer
            if isinstance(answer, Interrupted):
                raise Refused("too_large") from answer
            if time.monotonic() > until:
                raise Refused("damaged", "Tệp quá phức tạp: không đọc xong trong thời gian cho phép.")
    raise Refused("damaged")
