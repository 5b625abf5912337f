"""Why a step of a dossier's life was not taken; one class for each thing the caller should do."""

from collections.abc import Sequence


class WorkflowError(Exception):
    """Base; `code` is the stable English word, the text a Vietnamese sentence."""

    code = "refused"


class Forbidden(WorkflowError):
    """This role may not do this: ask somebody who may."""

    code = "forbidden"


class NotSignedIn(WorkflowError):
    """No valid account behind the request: log in again."""

    code = "unauthenticated"


class NotYourTurn(WorkflowError):
    """The document does not wait for this person's signature."""

    code = "not_your_turn"


class NotReady(WorkflowError):
    """The step needs something first; `missing` names each thing in a sentence."""

    code = "not_ready"

    def __init__(self, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class Over(WorkflowError):
    """An address that was given for a short time, or for one use, serves no more: ask for a new one."""

    code = "over"


class NothingFailed(WorkflowError):
    """There is nothing to try again."""

    code = "nothing_failed"


class NotAvailable(WorkflowError):
    """A later version of the product brings this; it is not there yet."""

    code = "not_available"


class Busy(WorkflowError):
    """The step failed for a passing reason: the worker tries again."""

    code = "try_again"


class NotUnderstood(WorkflowError):
    """A value of the request has not the form it must have."""

    code = "invalid_request"
