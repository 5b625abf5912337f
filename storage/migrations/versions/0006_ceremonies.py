"""Signing with keys that are elsewhere: assigned certificates, ceremonies and their documents."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE certificate (
    sha256 TEXT NOT NULL,
    account TEXT NOT NULL,
    pem TEXT NOT NULL,
    holder TEXT NOT NULL,
    assigned_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT certificate_pkey PRIMARY KEY (sha256),
    CONSTRAINT certificate_account_fkey FOREIGN KEY(account) REFERENCES account (name)
);
CREATE INDEX certificate_account ON certificate (account);

CREATE TABLE ceremony (
    id UUID NOT NULL,
    account TEXT NOT NULL,
    certificate TEXT NOT NULL,
    role TEXT NOT NULL,
    level TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT ceremony_pkey PRIMARY KEY (id),
    CONSTRAINT ceremony_account_fkey FOREIGN KEY(account) REFERENCES account (name),
    CONSTRAINT ceremony_certificate_fkey FOREIGN KEY(certificate) REFERENCES certificate (sha256),
    CONSTRAINT ceremony_role_known CHECK (role IN ('clerk', 'leader', 'seal'))
);
CREATE INDEX ceremony_account ON ceremony (account, created_at);

CREATE TABLE ceremony_item (
    ceremony_id UUID NOT NULL,
    document_id UUID NOT NULL,
    position INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    state JSON,
    tail BYTEA,
    outcome TEXT NOT NULL,
    version INTEGER,
    failure_code TEXT,
    failure_message TEXT,
    failure_retryable BOOLEAN,
    CONSTRAINT ceremony_item_pkey PRIMARY KEY (ceremony_id, document_id),
    CONSTRAINT ceremony_item_ceremony_id_fkey FOREIGN KEY(ceremony_id) REFERENCES ceremony (id),
    CONSTRAINT ceremony_item_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT ceremony_item_outcome_known
        CHECK (outcome IN ('waiting', 'signed', 'failed', 'expired', 'given_up'))
);
CREATE UNIQUE INDEX ceremony_item_waiting ON ceremony_item (document_id) WHERE outcome = 'waiting';
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(TABLES)


def downgrade() -> None:
    """Who signed with which certificate is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
