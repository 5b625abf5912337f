"""The facts read from documents, each with its evidence."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE field (
    document_id UUID NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    page INTEGER NOT NULL,
    boxes JSONB NOT NULL,
    CONSTRAINT field_pkey PRIMARY KEY (document_id, position),
    CONSTRAINT field_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id)
);
"""


def upgrade() -> None:
    """Make the table; documents digitised before have no facts."""
    op.execute(TABLE)


def downgrade() -> None:
    """What was found is not forgotten."""
    raise NotImplementedError("an archive is not unmade")
