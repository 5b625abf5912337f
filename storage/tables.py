"""The tables, as SQLAlchemy names them. The migrations make them; a test holds the two together.

Text is cleaned on its way in (NFC, no NUL, no control characters), and each closed vocabulary becomes a CHECK
constraint built from its enum.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from storage.columns import Clean, TsVector, metadata
from storage.columns import key as _key
from storage.columns import now as _now
from storage.columns import one_of as _one_of
from storage.vocabulary import Kind, Role, SignerRole, State, Status, VersionKind

agency = sa.Table(
    "agency",
    metadata,
    sa.Column("code", Clean, primary_key=True),
    sa.Column("name", Clean, nullable=False),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    _key("successor", "agency.code", index=True),
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("name", Clean, primary_key=True),
    sa.Column("role", Clean, nullable=False),
    sa.Column("display_name", Clean, nullable=False),
    _key("agency", "agency.code", nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("password_hash", sa.Text),  # NULL: cannot sign in with a password
    _now(),
    _one_of("role", Role),
)

token = sa.Table(
    "token",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),  # the token itself is kept nowhere
    _key("account", "account.name", nullable=False, index=True),
    sa.Column("label", Clean, nullable=False),
    _now(),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)

serial = sa.Table(
    "serial",
    metadata,
    _key("agency", "agency.code", primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
)

dossier = sa.Table(
    "dossier",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    _key("agency", "agency.code", nullable=False),
    sa.Column("procedure", Clean),
    sa.Column("title", Clean),
    sa.Column("applicant", Clean),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True)),
    sa.Column("archived_at", sa.DateTime(timezone=True)),
    sa.Column("created_by", Clean, nullable=False),
    _one_of("state", State),
    sa.Index("dossier_recent", "received_at", "id"),
    sa.Index("dossier_recent_of", "created_by", "received_at", "id"),
    sa.Index("dossier_code_part", "code", postgresql_using="gin", postgresql_ops={"code": "gin_trgm_ops"}),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    _key("dossier_id", "dossier.id", nullable=False),
    sa.Column("component", Clean),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", Clean, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("pages_total", sa.Integer),
    sa.Column("pages_done", sa.Integer, nullable=False, server_default="0"),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", Clean, nullable=False),
    sa.Column("version_id", sa.Text),
    sa.Column("signed_on_arrival", sa.Boolean, nullable=False),
    sa.Column("failed_pages", pg.ARRAY(sa.Integer), nullable=False, server_default="{}"),
    sa.Column("doubtful_pages", pg.ARRAY(sa.Integer), nullable=False, server_default="{}"),
    sa.Column("failure_code", Clean),
    sa.Column("failure_message", Clean),
    sa.Column("failure_retryable", sa.Boolean),
    _now(),
    _now("changed_at"),
    sa.Column("created_by", Clean, nullable=False),
    sa.Column("signing", sa.Text),
    sa.Column("signing_account", Clean),
    sa.Column("signing_level", sa.Text),
    sa.Column("note", Clean),
    sa.Column("lasts_until", sa.DateTime(timezone=True)),
    sa.Column("declined_by", Clean),
    sa.Column("declined_reason", Clean),
    sa.Column("declined_at", sa.DateTime(timezone=True)),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.UniqueConstraint("dossier_id", "sha256"),
    _one_of("kind", Kind),
    _one_of("status", Status),
    _one_of("signing", SignerRole),
    sa.CheckConstraint("status <> 'failed' OR failure_code IS NOT NULL", name="failure_told"),
    sa.CheckConstraint(
        "(declined_at IS NULL) = (declined_by IS NULL) AND (declined_at IS NULL) = (declined_reason IS NULL)"
        " AND (withdrawn_at IS NULL OR declined_at IS NOT NULL)",
        name="declined_told",
    ),
    sa.Index("document_status", "status", "changed_at"),
    sa.Index("document_signing", "changed_at", postgresql_where=sa.text("signing IS NOT NULL")),
    sa.Index("document_lasting", "lasts_until", postgresql_where=sa.text("status = 'archived'")),
)

version = sa.Table(
    "version",
    metadata,
    _key("document_id", "document.id", primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", Clean, nullable=False),
    sa.Column("version_id", sa.Text),
    _now(),
    sa.Column("created_by", Clean, nullable=False),
    sa.Column("signer_role", sa.Text),  # NULL, as all that follow: not made by a signature of the service
    sa.Column("signer_account", Clean),
    sa.Column("level", sa.Text),
    sa.Column("signed_at", sa.DateTime(timezone=True)),
    sa.Column("timestamp_pending", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("level_wanted", sa.Text),
    _one_of("kind", VersionKind),
    _one_of("signer_role", SignerRole),
    sa.CheckConstraint("number >= 1", name="number_from_one"),
    sa.Index("version_timestamp_owed", "document_id", postgresql_where=sa.text("timestamp_pending")),
)

signature_request = sa.Table(
    "signature_request",
    metadata,
    _key("document_id", "document.id", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # from 0
    sa.Column("role", sa.Text, nullable=False),
    _key("account", "account.name", index=True),  # NULL: whoever signs in that capacity
    _one_of("role", SignerRole),
)

register = sa.Table(
    "register",
    metadata,
    _key("agency", "agency.code", primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("document_type", sa.Text, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
)

issued_number = sa.Table(
    "issued_number",
    metadata,
    _key("document_id", "document.id", primary_key=True),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("document_type", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("symbol", sa.Text, nullable=False),
    _now(),
    sa.UniqueConstraint("agency", "year", "document_type", "number"),
)

page = sa.Table(
    "page",
    metadata,
    _key("document_id", "document.id", primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _key("dossier_id", "dossier.id", nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),  # the dossier's day of receipt in Viet Nam
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("width", sa.Float, nullable=False),
    sa.Column("height", sa.Float, nullable=False),
    sa.Column("rotation", sa.SmallInteger, nullable=False),
    sa.Column("text", Clean, nullable=False),
    sa.Column("words", pg.JSON, nullable=False),  # see storage.words; read whole, so not taken apart as JSONB
    sa.Column("terms", TsVector, nullable=False),
    sa.Index("page_newest", sa.desc("received_on"), sa.desc("document_id"), "number"),
    sa.Index("page_terms", "terms", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
)

field = sa.Table(
    "field",
    metadata,
    _key("document_id", "document.id", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),  # from 0, in the order they were told
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", Clean, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("page", sa.Integer, nullable=False),
    sa.Column("boxes", pg.JSONB, nullable=False),  # [[left, top, right, bottom], ...]
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text),
    sa.Column("origin", sa.Text),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("dossier", sa.Text),
    sa.Column("document", sa.Uuid),
    sa.Column("details", pg.JSON, nullable=False),  # JSON, not JSONB: kept letter by letter, as it was hashed
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
