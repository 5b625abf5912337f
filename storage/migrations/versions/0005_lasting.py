"""Signature levels that were asked for, and how long archived signatures last."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE version ADD COLUMN level_wanted TEXT;
ALTER TABLE document ADD COLUMN signing_level TEXT, ADD COLUMN lasts_until TIMESTAMP WITH TIME ZONE;
CREATE INDEX document_lasting ON document (lasts_until) WHERE status = 'archived';
"""


def upgrade() -> None:
    """Add columns, empty: nothing that is there is written anew."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """What was asked for is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
