"""The agency's register: numbers given to its documents."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE register (
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    document_type TEXT NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT register_pkey PRIMARY KEY (agency, year, document_type),
    CONSTRAINT register_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE TABLE issued_number (
    document_id UUID NOT NULL,
    agency TEXT NOT NULL,
    year INTEGER NOT NULL,
    document_type TEXT NOT NULL,
    number BIGINT NOT NULL,
    symbol TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT issued_number_pkey PRIMARY KEY (document_id),
    CONSTRAINT issued_number_agency_year_document_type_number_key UNIQUE (agency, year, document_type, number),
    CONSTRAINT issued_number_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id)
);
"""


def upgrade() -> None:
    """Make the tables; documents signed before have no number here."""
    op.execute(TABLES)


def downgrade() -> None:
    """A number once given stays given."""
    raise NotImplementedError("an archive is not unmade")
