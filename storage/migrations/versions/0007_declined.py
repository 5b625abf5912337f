"""Documents handed back by who should have signed them, and those withdrawn after that."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE document ADD COLUMN declined_by TEXT, ADD COLUMN declined_reason TEXT,
    ADD COLUMN declined_at TIMESTAMP WITH TIME ZONE, ADD COLUMN withdrawn_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE document ADD CONSTRAINT document_declined_told
    CHECK ((declined_at IS NULL) = (declined_by IS NULL) AND (declined_at IS NULL) = (declined_reason IS NULL)
        AND (withdrawn_at IS NULL OR declined_at IS NOT NULL));
"""


def upgrade() -> None:
    """Add columns, empty: nothing that is there was handed back."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """What was said is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
