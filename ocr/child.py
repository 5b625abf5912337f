"""The inside of a child process: `python -m ocr.child TASK`, a Request on stdin, answers on stdout."""

import resource
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ocr import contents
from ocr.access_copy import making
from ocr.errors import Interrupted, Refused
from ocr.messages import Answer, Request, to_line
from ocr.pipeline import digitise
from ocr.types import AccessCopy, Digitised, Triage


def main(task: str) -> None:
    """Do the task and say how it went; what kills us says nothing, and our parent draws its conclusion."""
    request = Request.from_json(sys.stdin.read())
    _limit(request.limits.memory)
    try:
        answer: Answer = TASKS[task](request)
    except (Refused, Interrupted) as error:
        answer = error
    except MemoryError:
        answer = Interrupted("out_of_memory")
    _say(answer)


def _triage(request: Request) -> Triage:
    return contents.look_into(request.sources[0], request.limits)


def _digitise(request: Request) -> Digitised:
    return digitise(request.sources, request.work, request.options, request.limits, _say)


def _access_copy(request: Request) -> AccessCopy:
    return making.make(request.sources[0], request.work, request.limits, _say)


TASKS: Mapping[str, Callable[[Request], Answer]] = MappingProxyType(
    {"triage": _triage, "digitise": _digitise, "access_copy": _access_copy}
)


def _limit(memory: int) -> None:
    """Address space, inherited by each Tesseract; and no core files of people's papers."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(answer: Answer) -> None:
    print(to_line(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
