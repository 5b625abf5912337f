"""Documents tell which pages a person must check."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One list more; documents from before have none to tell."""
    op.execute("ALTER TABLE document ADD COLUMN doubtful_pages INTEGER[] DEFAULT '{}' NOT NULL")


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError("an archive is not unmade")
