"""The tables of signing with keys that are elsewhere: whose certificate signs, and what waits for its signatures."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from storage.columns import Clean, key, metadata, now, one_of
from storage.vocabulary import Outcome, SignerRole

certificate = sa.Table(
    "certificate",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    key("account", "account.name", nullable=False, index=True),
    sa.Column("pem", sa.Text, nullable=False),  # the signer's own first, authorities after it
    sa.Column("holder", Clean, nullable=False),
    now("assigned_at"),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),  # NULL: in use
)

ceremony = sa.Table(
    "ceremony",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    key("account", "account.name", nullable=False),
    key("certificate", "certificate.sha256", nullable=False),
    sa.Column("level", sa.Text),  # NULL: what the office makes when nobody asks
    now(),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("ceremony_account", "account", "created_at"),
)

ceremony_item = sa.Table(
    "ceremony_item",
    metadata,
    key("ceremony_id", "ceremony.id", primary_key=True),
    key("document_id", "document.id", primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("expected", sa.Integer, nullable=False),  # how many versions the document had
    sa.Column("state", pg.JSON),  # NULL: it could not be prepared, or is over
    sa.Column("tail", sa.LargeBinary),  # what was appended to that version: the signature with its empty room
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("version", sa.Integer),  # number of the version that was filed
    sa.Column("failure_code", Clean),
    sa.Column("failure_message", Clean),
    sa.Column("failure_retryable", sa.Boolean),
    one_of("role", SignerRole),
    one_of("outcome", Outcome),
    sa.Index("ceremony_item_waiting", "document_id", unique=True, postgresql_where=sa.text("outcome = 'waiting'")),
)
