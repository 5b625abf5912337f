"""Documents handed on to those who sign them, and handed back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.document_rows import failure_columns
from storage.errors import Conflict, NotFound
from storage.records import Declined, Turn
from storage.tables import document, signature_request


class Order:
    """The order of signing, within one transaction. Whether a step may be taken is the caller's to see, under lock."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def requested(self, identity: UUID, signers: Sequence[Turn]) -> None:
        """These are to sign, one after the other, in place of whoever was named before. Raises NotFound."""
        self._change(identity)
        theirs = signature_request.c.document_id == identity
        self._connection.execute(signature_request.delete().where(theirs))
        for position, turn in enumerate(signers):
            row = {"document_id": identity, "position": position, "role": turn.role.value, "account": turn.account}
            self._connection.execute(signature_request.insert().values(row))

    def declined(self, identity: UUID, declined: Declined) -> None:
        """The document was handed back: a signature that failed is asked for no more. Raises NotFound."""
        told = {"declined_by": declined.by, "declined_reason": declined.reason, "declined_at": declined.at}
        self._change(identity, **told, **failure_columns(None))

    def submitted(self, identity: UUID) -> None:
        """The document was submitted again: it counts as neither handed back nor withdrawn. Raises NotFound."""
        self._change(identity, declined_by=None, declined_reason=None, declined_at=None, withdrawn_at=None)

    def withdrawn(self, identity: UUID, at: datetime) -> None:
        """The document was taken back for good. Raises Conflict unless it was handed back."""
        back = document.update().where(document.c.id == identity, document.c.declined_at.is_not(None))
        if not self._connection.execute(back.values(withdrawn_at=at, changed_at=sa.func.now())).rowcount:
            raise Conflict("Giấy tờ không bị trả lại, không rút được.")

    def _change(self, identity: UUID, **values: object) -> None:
        changes = {**values, "changed_at": sa.func.now()}
        changed = self._connection.execute(document.update().where(document.c.id == identity).values(changes))
        if not changed.rowcount:
            raise NotFound("Không có giấy tờ này.")
