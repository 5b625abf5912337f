"""Documents handed to a signing tool that sends back a signed file."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE handover (
    id UUID NOT NULL,
    document_id UUID NOT NULL,
    account TEXT NOT NULL,
    certificate TEXT NOT NULL,
    role TEXT NOT NULL,
    expected INTEGER NOT NULL,
    download_sha256 TEXT NOT NULL,
    upload_sha256 TEXT NOT NULL,
    downloads INTEGER DEFAULT 0 NOT NULL,
    refusals INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT NOT NULL,
    version INTEGER,
    failure_code TEXT,
    failure_message TEXT,
    failure_retryable BOOLEAN,
    CONSTRAINT handover_pkey PRIMARY KEY (id),
    CONSTRAINT handover_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT handover_account_fkey FOREIGN KEY(account) REFERENCES account (name),
    CONSTRAINT handover_certificate_fkey FOREIGN KEY(certificate) REFERENCES certificate (sha256),
    CONSTRAINT handover_download_sha256_key UNIQUE (download_sha256),
    CONSTRAINT handover_upload_sha256_key UNIQUE (upload_sha256),
    CONSTRAINT handover_role_known CHECK (role IN ('clerk', 'leader', 'seal')),
    CONSTRAINT handover_outcome_known CHECK (outcome IN ('waiting', 'signed', 'failed', 'expired', 'given_up'))
);
CREATE INDEX handover_account ON handover (account, created_at);
CREATE INDEX handover_document ON handover (document_id, created_at);
CREATE UNIQUE INDEX handover_waiting ON handover (document_id) WHERE outcome = 'waiting';
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(TABLE)


def downgrade() -> None:
    """Who signed with which certificate is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
