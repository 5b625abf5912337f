"""Signers named in order, initials among them; the role of a signature belongs to the document, not to its ceremony."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHANGES = """
CREATE TABLE signature_request (
    document_id UUID NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    account TEXT,
    CONSTRAINT signature_request_pkey PRIMARY KEY (document_id, position),
    CONSTRAINT signature_request_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT signature_request_account_fkey FOREIGN KEY(account) REFERENCES account (name),
    CONSTRAINT signature_request_role_known CHECK (role IN ('clerk', 'initials', 'leader', 'seal'))
);
CREATE INDEX signature_request_account ON signature_request (account);

ALTER TABLE document DROP CONSTRAINT document_signing_known,
    ADD CONSTRAINT document_signing_known CHECK (signing IN ('clerk', 'initials', 'leader', 'seal'));
ALTER TABLE version DROP CONSTRAINT version_signer_role_known,
    ADD CONSTRAINT version_signer_role_known CHECK (signer_role IN ('clerk', 'initials', 'leader', 'seal'));
ALTER TABLE handover DROP CONSTRAINT handover_role_known,
    ADD CONSTRAINT handover_role_known CHECK (role IN ('clerk', 'initials', 'leader', 'seal'));

ALTER TABLE ceremony_item ADD COLUMN role TEXT;
UPDATE ceremony_item SET role = ceremony.role FROM ceremony WHERE ceremony.id = ceremony_item.ceremony_id;
ALTER TABLE ceremony_item ALTER COLUMN role SET NOT NULL,
    ADD CONSTRAINT ceremony_item_role_known CHECK (role IN ('clerk', 'initials', 'leader', 'seal'));
ALTER TABLE ceremony DROP COLUMN role;
"""


def upgrade() -> None:
    """Make the table; everything that is there was signed by role, and goes on so."""
    op.execute(CHANGES)


def downgrade() -> None:
    """Who was asked to sign is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
