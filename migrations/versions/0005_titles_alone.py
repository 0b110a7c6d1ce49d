"""Titles of one tier never overlap, whoever writes them; a review keeps the last day it replaced."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "title_events",
    sa.column("id", sa.Integer),
    sa.column("detail", sa.JSON),
    sa.column("kind", sa.String),
    sa.column("expires_before", sa.Date),
    sa.column("expires_after", sa.Date),
)
# One whole number for each enterprise, tier and day, so that the range of a title meets only ranges of the same enterprise
# and tier. The index over whole-number ranges is part of PostgreSQL itself; one over columns would need an extension.
SPAN = """
    int8range(
        (enterprise_id::bigint * 8 + CASE tier
            WHEN 'innovative' THEN 1 WHEN 'tech_sme' THEN 2 WHEN 'srdi' THEN 3 WHEN 'little_giant' THEN 4 ELSE 0 END
        ) * 10000000 + (granted_on - DATE '0001-01-01'),
        (enterprise_id::bigint * 8 + CASE tier
            WHEN 'innovative' THEN 1 WHEN 'tech_sme' THEN 2 WHEN 'srdi' THEN 3 WHEN 'little_giant' THEN 4 ELSE 0 END
        ) * 10000000 + (GREATEST(granted_on, LEAST(expires_on + 1, revoked_on)) - DATE '0001-01-01')
    )
"""


def upgrade() -> None:
    op.add_column("title_events", sa.Column("expires_before", sa.Date(), nullable=True))
    op.add_column("title_events", sa.Column("expires_after", sa.Date(), nullable=True))
    _move_ends(into_columns=True)
    _refuse_doubles()
    op.create_index(
        "uq_titles_standing",
        "titles",
        ["enterprise_id", "tier", "granted_on"],
        unique=True,
        sqlite_where=sa.text("removed_on IS NULL"),
        postgresql_where=sa.text("removed_on IS NULL"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE titles ADD CONSTRAINT ex_titles_overlap EXCLUDE USING gist ({SPAN} WITH &&) "
            "WHERE (removed_on IS NULL)"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE titles DROP CONSTRAINT ex_titles_overlap")
    op.drop_index("uq_titles_standing", table_name="titles")
    _move_ends(into_columns=False)
    with op.batch_alter_table("title_events") as batch_op:
        batch_op.drop_column("expires_after")
        batch_op.drop_column("expires_before")


def _move_ends(*, into_columns: bool) -> None:
    """The last days a review replaced stood in the event's JSON before they had columns."""
    connection = op.get_bind()
    reviews = sa.select(EVENTS).where(EVENTS.c.kind == "review_passed")
    for event in connection.execute(reviews).all():
        detail = dict(event.detail or {})
        if into_columns:
            before, after = (detail.pop(name, None) for name in ("expired_on", "expires_on"))
            ends = {"expires_before": before and date.fromisoformat(before)}
            ends["expires_after"] = after and date.fromisoformat(after)
        else:
            ends = {}
            if event.expires_before and event.expires_after:
                detail["expired_on"] = event.expires_before.isoformat()
                detail["expires_on"] = event.expires_after.isoformat()
        connection.execute(EVENTS.update().where(EVENTS.c.id == event.id).values(detail=detail, **ends))


def _refuse_doubles() -> None:
    """Which of two overlapping titles is right is for a person to say, before this step and with the former version."""
    pairs = op.get_bind().execute(
        sa.text(
            "SELECT one.enterprise_id, one.id, other.id FROM titles AS one JOIN titles AS other"
            " ON other.enterprise_id = one.enterprise_id AND other.tier = one.tier AND other.id > one.id"
            " WHERE one.removed_on IS NULL AND other.removed_on IS NULL"
            " AND one.granted_on <= other.expires_on AND other.granted_on <= one.expires_on"
            " AND (one.granted_on = other.granted_on"
            " OR ((one.revoked_on IS NULL OR one.revoked_on > other.granted_on)"
            " AND (other.revoked_on IS NULL OR other.revoked_on > one.granted_on)))"
        )
    )
    doubles = "; ".join(f"enterprise {row[0]}: titles {row[1]} and {row[2]}" for row in pairs)
    if doubles:
        raise RuntimeError(f"titles overlap, remove or correct one of each pair on the page of titles: {doubles}")
