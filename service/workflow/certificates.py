"""Whose certificate signs for which account: assigned beforehand by the administrator, never taken from a request."""

import ssl
from hashlib import sha256

import signing
import storage
from service.workflow.deps import Deps
from storage import Actor, Certificate

_CLI = Actor(name="cli", role=None)


def assign(deps: Deps, account: str, content: bytes) -> Certificate:
    """Let the certificate in a PEM or DER file sign for the account.

    Raises:
        signing.KeyUnavailable: no certificate, or one that was not issued for signing
        storage.NotFound, storage.AlreadyExists: no such account; another account's certificate
    """
    holder = signing.load_certificate(content)
    if not holder.certificate.may_sign:
        raise signing.KeyUnavailable("wrong_key_usage", "Chứng thư này không được cấp để ký văn bản")
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in (holder.leaf, *holder.chain))
    new = Certificate(
        sha256=sha256(holder.leaf).hexdigest(), account=account, pem=pem, holder=holder.certificate.common_name
    )
    with deps.database.begin() as db:
        db.accounts.get(account)
        db.certificates.assign(new)
        details = {"account": account, "sha256": new.sha256, "holder": new.holder}
        db.audit.add(_CLI, "certificate_assigned", details=details)
    return new


def withdraw(deps: Deps, account: str, content: bytes) -> None:
    """The certificate in this file signs for the account no more.

    Raises signing.KeyUnavailable, storage.NotFound.
    """
    digest = sha256(signing.load_certificate(content).leaf).hexdigest()
    with deps.database.begin() as db:
        db.certificates.withdraw(account, digest)
        db.audit.add(_CLI, "certificate_withdrawn", details={"account": account, "sha256": digest})


def of(deps: Deps, account: str) -> tuple[Certificate, ...]:
    """The account's certificates in use, newest first."""
    with deps.database.begin() as db:
        return db.certificates.of(account)


def chosen(deps: Deps, account: str, content: bytes | None) -> Certificate:
    """The assigned certificate that was given, the newest where None. Raises signing.KeyUnavailable for any other."""
    assigned = of(deps, account)
    if not assigned:
        raise signing.KeyUnavailable("no_certificate", "Tài khoản chưa được giao chứng thư ký; nhờ quản trị viên giao.")
    if content is None:
        return assigned[0]
    return _among(assigned, sha256(signing.load_certificate(content).leaf).hexdigest())


def holder(deps: Deps, account: str, digest: str) -> signing.Signer:
    """Who signs with the certificate of that hash, as long as it is the account's. Raises signing.KeyUnavailable."""
    return signing.load_certificate(_among(of(deps, account), digest).pem.encode())


def _among(assigned: tuple[Certificate, ...], digest: str) -> storage.Certificate:
    found = next((each for each in assigned if each.sha256 == digest), None)
    if found is None:
        raise signing.KeyUnavailable("other_certificate", "Chứng thư này không phải chứng thư đã giao cho tài khoản.")
    return found
