"""A page's words lie in columns, half as large as they were row by row."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# [[text, [left, top, right, bottom], confidence, line, raw where there is one], ...] as storage.words packs it.
IN_COLUMNS = """
CREATE FUNCTION pg_temp.in_columns(words JSONB) RETURNS JSON LANGUAGE sql AS $$
    WITH listed AS (
        SELECT n, word,
            round((word->1->>0)::numeric * 10)::int AS x0, round((word->1->>1)::numeric * 10)::int AS y0,
            round((word->1->>2)::numeric * 10)::int AS x1, round((word->1->>3)::numeric * 10)::int AS y1
        FROM jsonb_array_elements(words) WITH ORDINALITY AS one(word, n)
    )
    SELECT json_strip_nulls(json_build_object(
        'text', (SELECT coalesce(json_agg(word->0 ORDER BY n), '[]') FROM listed),
        'box', (
            SELECT coalesce(json_agg(edge ORDER BY n, side), '[]') FROM listed,
            LATERAL (VALUES (1, x0), (2, y0), (3, x1 - x0), (4, y1 - y0)) AS box(side, edge)
        ),
        'confidence', (
            SELECT coalesce(json_agg(round((word->>2)::numeric * 10)::int ORDER BY n), '[]') FROM listed
        ),
        'line', (SELECT coalesce(json_agg((word->>3)::int ORDER BY n), '[]') FROM listed),
        'raw', (SELECT json_object_agg(n - 1, word->>4) FILTER (WHERE word->>4 IS NOT NULL) FROM listed)
    ))
$$
"""


def upgrade() -> None:
    """Write the table anew: what is kept stays, the words take half the place."""
    op.execute(IN_COLUMNS)
    op.execute("ALTER TABLE page ALTER COLUMN words TYPE JSON USING pg_temp.in_columns(words)")


def downgrade() -> None:
    """There is no way back."""
    raise NotImplementedError("an archive is not unmade")
