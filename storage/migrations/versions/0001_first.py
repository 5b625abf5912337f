"""The first tables: agencies, people, dossiers, documents, pages, audit.

Written out and never changed again: what has run in an office has run. A later change is a later migration.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE agency (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor TEXT,
    CONSTRAINT agency_pkey PRIMARY KEY (code),
    CONSTRAINT agency_successor_fkey FOREIGN KEY(successor) REFERENCES agency (code)
);

CREATE INDEX agency_successor ON agency (successor);

CREATE TABLE audit (
    number BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    role TEXT,
    origin TEXT,
    action TEXT NOT NULL,
    dossier TEXT,
    document UUID,
    details JSON NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT audit_pkey PRIMARY KEY (number)
);

CREATE TABLE account (
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    display_name TEXT NOT NULL,
    agency TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    password_hash TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT account_pkey PRIMARY KEY (name),
    CONSTRAINT account_role_known CHECK (role IN ('clerk', 'officer', 'leader', 'registrar', 'archivist', 'auditor', 'admin')),
    CONSTRAINT account_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE TABLE dossier (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    agency TEXT NOT NULL,
    procedure TEXT,
    title TEXT,
    applicant TEXT,
    state SMALLINT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    archived_at TIMESTAMP WITH TIME ZONE,
    created_by TEXT NOT NULL,
    CONSTRAINT dossier_pkey PRIMARY KEY (id),
    CONSTRAINT dossier_state_known CHECK (state IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
    CONSTRAINT dossier_code_key UNIQUE (code),
    CONSTRAINT dossier_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE INDEX dossier_code_part ON dossier USING gin (code gin_trgm_ops);

CREATE INDEX dossier_recent ON dossier (received_at, id);

CREATE INDEX dossier_recent_of ON dossier (created_by, received_at, id);

CREATE TABLE serial (
    agency TEXT NOT NULL,
    day DATE NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT serial_pkey PRIMARY KEY (agency, day),
    CONSTRAINT serial_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE TABLE document (
    id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    component TEXT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    pages_total INTEGER,
    pages_done INTEGER DEFAULT '0' NOT NULL,
    key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    version_id TEXT,
    signed_on_arrival BOOLEAN NOT NULL,
    failed_pages INTEGER[] DEFAULT '{}' NOT NULL,
    failure_code TEXT,
    failure_message TEXT,
    failure_retryable BOOLEAN,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT NOT NULL,
    signing TEXT,
    signing_account TEXT,
    note TEXT,
    CONSTRAINT document_pkey PRIMARY KEY (id),
    CONSTRAINT document_dossier_id_sha256_key UNIQUE (dossier_id, sha256),
    CONSTRAINT document_kind_known CHECK (kind IN ('component', 'result')),
    CONSTRAINT document_status_known CHECK (status IN ('received', 'digitising', 'digitised', 'signed', 'archived', 'failed')),
    CONSTRAINT document_signing_known CHECK (signing IN ('clerk', 'leader', 'seal')),
    CONSTRAINT document_failure_told CHECK (status <> 'failed' OR failure_code IS NOT NULL),
    CONSTRAINT document_dossier_id_fkey FOREIGN KEY(dossier_id) REFERENCES dossier (id)
);

CREATE INDEX document_signing ON document (changed_at) WHERE signing IS NOT NULL;

CREATE INDEX document_status ON document (status, changed_at);

CREATE TABLE token (
    sha256 TEXT NOT NULL,
    account TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT token_pkey PRIMARY KEY (sha256),
    CONSTRAINT token_account_fkey FOREIGN KEY(account) REFERENCES account (name)
);

CREATE INDEX token_account ON token (account);

CREATE TABLE page (
    document_id UUID NOT NULL,
    number INTEGER NOT NULL,
    dossier_id UUID NOT NULL,
    agency TEXT NOT NULL,
    received_on DATE NOT NULL,
    version INTEGER NOT NULL,
    width FLOAT NOT NULL,
    height FLOAT NOT NULL,
    rotation SMALLINT NOT NULL,
    text TEXT NOT NULL,
    words JSONB NOT NULL,
    terms tsvector NOT NULL,
    CONSTRAINT page_pkey PRIMARY KEY (document_id, number),
    CONSTRAINT page_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT page_dossier_id_fkey FOREIGN KEY(dossier_id) REFERENCES dossier (id)
);

CREATE INDEX page_newest ON page (received_on DESC, document_id DESC, number);

CREATE INDEX page_terms ON page USING gin (terms) WITH (fastupdate = off);

CREATE TABLE version (
    document_id UUID NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    version_id TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by TEXT NOT NULL,
    signer_role TEXT,
    signer_account TEXT,
    level TEXT,
    signed_at TIMESTAMP WITH TIME ZONE,
    timestamp_pending BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT version_pkey PRIMARY KEY (document_id, number),
    CONSTRAINT version_kind_known CHECK (kind IN ('digitised', 'signed')),
    CONSTRAINT version_signer_role_known CHECK (signer_role IN ('clerk', 'leader', 'seal')),
    CONSTRAINT version_number_from_one CHECK (number >= 1),
    CONSTRAINT version_document_id_fkey FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE INDEX version_timestamp_owed ON version (document_id) WHERE timestamp_pending;
"""

# Laws 1, 2, 5 and 9 of the architecture, held where no code path goes around them.
LAWS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        MESSAGE = TG_TABLE_NAME || ' is append-only: ' || TG_OP || ' refused';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER dossier_code_never_changes BEFORE UPDATE ON dossier
    FOR EACH ROW WHEN (OLD.code <> NEW.code OR OLD.id <> NEW.id) EXECUTE FUNCTION refuse_change();

CREATE TRIGGER document_original_never_changes BEFORE UPDATE ON document
    FOR EACH ROW WHEN (
        ROW(OLD.id, OLD.dossier_id, OLD.key, OLD.sha256, OLD.size)
        IS DISTINCT FROM ROW(NEW.id, NEW.dossier_id, NEW.key, NEW.sha256, NEW.size)
    ) EXECUTE FUNCTION refuse_change();
"""


def upgrade() -> None:
    """Make everything."""
    op.execute(TABLES)
    op.execute(LAWS)


def downgrade() -> None:
    """There is nothing before the first."""
    raise NotImplementedError("an archive is not unmade")
