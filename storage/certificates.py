"""Which certificates sign for which account."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.ceremony_records import Certificate
from storage.ceremony_tables import certificate
from storage.errors import AlreadyExists, NotFound


class Certificates:
    """The assigned certificates, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def assign(self, new: Certificate) -> None:
        """Let the certificate sign for its account; once more: again in use. Raises AlreadyExists: it is another's."""
        row = {"sha256": new.sha256, "account": new.account, "pem": new.pem, "holder": new.holder}
        upsert = insert(certificate).values(row)
        kept = upsert.on_conflict_do_update(
            index_elements=["sha256"],
            set_={"withdrawn_at": None, "pem": new.pem},
            where=certificate.c.account == new.account,
        )
        if self._connection.execute(kept.returning(certificate.c.sha256)).first() is None:
            raise AlreadyExists("Chứng thư này đã giao cho tài khoản khác.")

    def withdraw(self, account: str, sha256: str) -> None:
        """It signs no more; what it has signed stays. Raises NotFound."""
        of_it = sa.and_(certificate.c.account == account, certificate.c.sha256 == sha256)
        change = certificate.update().where(of_it, certificate.c.withdrawn_at.is_(None))
        if not self._connection.execute(change.values(withdrawn_at=sa.func.now())).rowcount:
            raise NotFound("Tài khoản không có chứng thư này.")

    def of(self, account: str) -> tuple[Certificate, ...]:
        """The account's certificates in use, those assigned last first."""
        query = sa.select(certificate).where(certificate.c.account == account, certificate.c.withdrawn_at.is_(None))
        order = (certificate.c.assigned_at.desc(), certificate.c.sha256)
        return tuple(map(_certificate, self._connection.execute(query.order_by(*order))))


def _certificate(row: sa.Row[*tuple[Any, ...]]) -> Certificate:
    return Certificate(
        sha256=row.sha256, account=row.account, pem=row.pem, holder=row.holder, assigned_at=row.assigned_at
    )
