"""The table of documents handed to a signing tool on somebody's computer, which sends back a signed file."""

import sqlalchemy as sa

from storage.columns import Clean, key, metadata, now, one_of
from storage.vocabulary import Outcome, SignerRole

handover = sa.Table(
    "handover",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    key("document_id", "document.id", nullable=False),
    key("account", "account.name", nullable=False),
    key("certificate", "certificate.sha256", nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("expected", sa.Integer, nullable=False),  # how many versions the document had
    sa.Column("download_sha256", sa.Text, nullable=False, unique=True),  # the secrets themselves are kept nowhere
    sa.Column("upload_sha256", sa.Text, nullable=False, unique=True),
    sa.Column("downloads", sa.Integer, nullable=False, server_default="0"),
    sa.Column("refusals", sa.Integer, nullable=False, server_default="0"),
    now(),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("version", sa.Integer),  # number of the version that was filed
    sa.Column("failure_code", Clean),
    sa.Column("failure_message", Clean),
    sa.Column("failure_retryable", sa.Boolean),
    one_of("role", SignerRole),
    one_of("outcome", Outcome),
    sa.Index("handover_account", "account", "created_at"),
    sa.Index("handover_document", "document_id", "created_at"),
    sa.Index("handover_waiting", "document_id", unique=True, postgresql_where=sa.text("outcome = 'waiting'")),
)
