"""One document as a page shows it: which buttons make sense for this account, and its signatures' verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, g

from service.web.identity import deps, person
from service.web.pages.checks import Check, Checks, carries_signatures
from service.workflow import rights, turns
from storage import Account, Document, SignerRole, Status

_UNDER_WAY = frozenset({Status.RECEIVED, Status.DIGITISING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document with what this account may do about it."""

    document: Document
    busy: bool  # a worker is at it: the page looks again by itself
    signs: SignerRole | None  # the capacity in which this account may sign now; None: it may not
    retries: bool
    signed: bool  # it carries signatures that can be checked
    check: Check | None  # None: not signed, or not checked in the time a page takes


def papers(documents: Iterable[Document]) -> tuple[Paper, ...]:
    """The documents of one page; their signatures are checked as far as time allows."""
    listed = tuple(documents)
    found = _checks().of_all(deps(), person(), listed)
    return tuple(_paper(document, found.get(document.id)) for document in listed)


def paper(document: Document) -> Paper:
    """One document on its own page, its signatures checked however long that takes."""
    check = _checks().of(deps(), person(), document) if carries_signatures(document) else None
    return _paper(document, check)


def _paper(document: Document, check: Check | None) -> Paper:
    account: Account = g.account
    own = turns.CAPACITY.get(account.role)
    return Paper(
        document=document,
        busy=document.status in _UNDER_WAY or document.signing is not None,
        signs=own if own and turns.waits_for(document, own) else None,
        retries=document.status is Status.FAILED and rights.may(person(), rights.Act.RETRY),
        signed=carries_signatures(document),
        check=check,
    )


def _checks() -> Checks:
    found: Checks = current_app.extensions["hoso_checks"]
    return found
