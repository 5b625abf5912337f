"""One document as a page shows it: which buttons make sense for this account, and its signatures' verdicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app

from service.web.identity import deps, person
from service.web.pages.checks import Check, Checks, carries_signatures
from service.web.pages.facts import Brief, brief
from service.workflow import rights, signers, turns
from service.workflow.read import DossierView
from storage import Account, Document, Field, Kind, SignerRole, Status

_UNDER_WAY = frozenset({Status.RECEIVED, Status.DIGITISING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document with what this account may do about it."""

    document: Document
    busy: bool  # a worker is at it: the page looks again by itself
    signs: SignerRole | None  # the capacity in which this account may sign now; None: it may not
    declines: bool  # it may hand the paper back instead
    submits: bool  # it may name those who are to sign
    numbers: bool  # it may give the paper a number
    answers: bool  # the paper was handed back, and this account may submit or withdraw it
    retries: bool
    signed: bool  # it carries signatures that can be checked
    check: Check | None  # None: not signed, or not checked in the time a page takes
    brief: Brief | None  # None: no facts were read


def papers(view: DossierView) -> tuple[Paper, ...]:
    """The documents of one dossier; their signatures are checked as far as time allows."""
    found = _checks().of_all(deps(), person(), view.documents)
    return tuple(_paper(one, found.get(one.id), view.fields.get(one.id, ())) for one in view.documents)


def paper(document: Document, fields: Iterable[Field]) -> Paper:
    """One document on its own page, its signatures checked however long that takes."""
    check = _checks().of(deps(), person(), document) if carries_signatures(document) else None
    return _paper(document, check, fields)


def is_busy(document: Document) -> bool:
    """Whether a worker is at it."""
    return document.status in _UNDER_WAY or document.signing is not None


def _paper(document: Document, check: Check | None, fields: Iterable[Field]) -> Paper:
    who = person()
    own = turns.capacity_for(document, who) if rights.may(who, rights.Act.SIGN) else None
    return Paper(
        document=document,
        busy=is_busy(document),
        signs=own if own and turns.waits_for(document, own, who.name) else None,
        declines=rights.may(who, rights.Act.DECLINE) and own is not None and turns.lacks(document, own, who.name),
        submits=_may_be_submitted(document) and rights.may(who, rights.Act.SUBMIT),
        numbers=_lacks_number(document) and rights.may(who, rights.Act.NUMBER),
        answers=document.declined is not None and rights.may(who, rights.Act.SUBMIT),
        retries=document.status is Status.FAILED and rights.may(who, rights.Act.RETRY),
        signed=carries_signatures(document),
        check=check,
        brief=brief(fields),
    )


def people(shown: Sequence[Paper]) -> tuple[Account, ...]:
    """Who can be named to sign, where the page has a paper for which somebody may be."""
    return signers.able(deps(), person()) if any(one.submits for one in shown) else ()


def _may_be_submitted(document: Document) -> bool:
    """The page offers it for results; the API for every paper."""
    ready = document.status in {Status.DIGITISED, Status.SIGNED} and document.signing is None
    signed = turns.signed_by(document) & {SignerRole.LEADER, SignerRole.SEAL}
    return ready and document.kind is Kind.RESULT and not signed and not document.withdrawn_at


def _lacks_number(document: Document) -> bool:
    closed = document.withdrawn_at is not None or document.status is Status.ARCHIVED
    return document.kind is Kind.RESULT and document.number is None and not closed


def _checks() -> Checks:
    found: Checks = current_app.extensions["hoso_checks"]
    return found
